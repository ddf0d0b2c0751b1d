import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { Database } from '../platform/database/database.js';
import { CaseDesk } from './case-desk.js';

/** A leaver's cases go to the manager of their team (domain.md, What must always hold, 8): the night after the person was set inactive. */
@Injectable()
export class Leavers {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
  ) {}

  /** A step of the night, before anybody is reminded. Who does it at the same time waits, and finds it done. */
  async handOver(companyId: string, on: BusinessDate): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('leavers of ' || $1, 0))`, [companyId], 'cases.lock_leavers');
      const cases = await tx.query<{ caseId: string; owner: string }>(
        `select c.id as "caseId", t.manager as owner from people leaver
         join team_members m on m.login = leaver.login join teams t on t.id = m.team_id
         join people manager on manager.login = t.manager and manager.active
         join cases c on c.company_id = $1 and c.owner = leaver.login and not c.closed
         where not leaver.active and t.manager <> leaver.login order by c.id`,
        [companyId],
        'cases.of_leavers',
      );
      const commands = cases.map(({ caseId, owner }) => ({
        companyId,
        caseId,
        command: { type: 'reassign', owner, reason: 'owner_left', withinTeam: true } as const,
      }));
      await this.desk.submit(commands, { kind: 'clock', on }, { within: tx });
    });
  }
}
