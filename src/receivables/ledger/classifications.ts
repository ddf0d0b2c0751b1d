import { Injectable } from '@nestjs/common';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';

/** What a derived receipt really was: money, a credit note, or the customer's own claims (domain.md, Ledger in). */
@Injectable()
export class Classifications {
  /**
   * May be corrected by classifying it again.
   * @throws Problem 404 `receipt.unknown`, 403, 409 `receipt.not_derived` for one that was imported, or has been taken back
   */
  async classify(tx: Tx, person: CurrentPerson, id: string, as: string): Promise<void> {
    const [receipt] = await tx.query<{ companyId: string; open: boolean }>(
      `select company_id as "companyId", derived and reversed_on is null as open from receipts where id = $1::bigint for no key update`,
      [id],
    );
    if (!receipt || rolesIn(person, receipt.companyId).length === 0) throw new Problem(404, 'receipt.unknown', { id });
    requireRole(person, receipt.companyId, 'ar_clerk');
    if (!receipt.open) throw new Problem(409, 'receipt.not_derived', { id });
    await tx.query(
      `update receipts set classified_as = $3, classified_by = $4, classified_on = business_date($1)
       where company_id = $1 and id = $2 and classified_as is distinct from $3`,
      [receipt.companyId, id, as, person.login],
    );
  }
}
