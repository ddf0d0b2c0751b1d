import { Injectable } from '@nestjs/common';
import { refusePublish } from '../../workflows/overdue-list/refusals.js';
import { answersUntil } from '../../workflows/overdue-list/terms.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { bePatient } from '../platform/database/patient.js';
import { Problem } from '../platform/errors/problem.js';
import { findList } from './found-list.js';
import { agreeWhenDone } from './list-agreement.js';
import { lastPublished, lockListsOf } from './list-drafts.js';
import { recordEvents } from './list-events.js';
import { tellOwners } from './row-notices.js';

/** One command: from then on the rows wait for their owners, who are told. */
@Injectable()
export class Publication {
  constructor(private readonly rules: RulesInForce) {}

  /**
   * @param version of the draft that was read; left out, the one there is
   * @throws Problem 404 `list.unknown`, 403, 412 `list.stale`, 409 `list.…`
   */
  async publish(tx: Tx, person: CurrentPerson, id: string, version: number | undefined): Promise<void> {
    const { company } = await findList(tx, person, id);
    requireRole(person, company, 'ar_clerk');
    await bePatient(tx);
    await lockListsOf(tx, company);
    const list = await findList(tx, person, id, { hold: true });
    const refused = refusePublish(list, await lastPublished(tx, company));
    if (refused) throw new Problem(409, refused.key, refused.facts);
    if (version !== undefined && version !== list.version)
      throw new Problem(412, 'list.stale', {
        month: list.month,
        version: list.version,
        draftedOn: list.draftedOn,
        draftedBy: list.draftedBy,
      });
    const on = await businessDate(tx, company);
    const { policy, calendar } = await this.rules.on(company, on, tx);
    const until = answersUntil(on, policy, calendar);
    await tx.query(
      `update overdue_lists set status = 'published', published_on = $3, published_by = $4, answers_until = $5, version = version + 1
       where company_id = $1 and id = $2::bigint`,
      [company, id, on, person.login, until],
      'lists.publish',
    );
    const which = { companyId: company, list: id };
    const by = { by: person.login, on };
    await recordEvents(tx, which, by, [{ kind: 'published', facts: { until } }]);
    await tellOwners(tx, { ...which, month: list.month, on, until });
    await agreeWhenDone(tx, which, by);
  }
}
