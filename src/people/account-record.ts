import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database/database.js';
import type { AccountEvent } from './account-event.js';
import { AccountMail } from './account-mail.js';
import type { AccountEntry } from './people.shapes.js';

const atMost = 200;

/** What was done to people by those who look after them: it can be added to, and read, but not changed. */
@Injectable()
export class AccountRecord {
  constructor(
    private readonly database: Database,
    private readonly mail: AccountMail,
  ) {}

  /** @param isTold a person just entered has nothing yet that could have been taken away */
  async add(tx: Tx, event: AccountEvent, isTold = true): Promise<void> {
    const [{ id } = { id: '' }] = await tx.query<{ id: string }>(
      `select nextval(pg_get_serial_sequence('account_events', 'id'))::text as id`,
    );
    const mailed = isTold && (await this.mail.put(tx, id, event));
    await tx.query(
      `insert into account_events (id, login, kind, done_by, old_address, mailed) overriding system value values ($1::bigint, $2, $3, $4, $5, $6)`,
      [id, event.login, event.kind, event.by, event.oldAddress ?? null, mailed],
    );
  }

  /** Newest first, the last 200: roles given, proposed, refused and taken away, passwords and addresses set by others. */
  of(login: string): Promise<AccountEntry[]> {
    return this.database.query<AccountEntry>(
      `select at, what, by, role, company, detail from (
         select g.granted_at as at, case when g.is_set_up then 'role_set_up' when g.proposal_id is null then 'role_given' else 'role_confirmed' end as what,
           coalesce(r.decided_by, g.granted_by) as by, g.role, g.company_id as company, r.proposed_by as detail
         from role_grants g left join role_proposals r on r.id = g.proposal_id where g.login = $1
         union all select revoked_at, 'role_taken', revoked_by, role, company_id, null from role_grants where login = $1 and revoked_at is not null
         union all select proposed_at, 'role_proposed', proposed_by, role, company_id, null from role_proposals where login = $1
         union all select decided_at, 'role_' || status, decided_by, role, company_id, reason from role_proposals where login = $1 and status in ('rejected', 'withdrawn')
         union all select at, kind, done_by, null, null, old_address from account_events where login = $1) entry
       order by at desc limit ${atMost}`,
      [login],
    );
  }
}
