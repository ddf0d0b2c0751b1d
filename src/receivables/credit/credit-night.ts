import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { NightDuties } from '../../cases/night-duties.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';
import { judgeCredit, type SubjectKind } from './judge.js';

/** Each night looks again at what is held, and at what was let pass until the day before. */
@Injectable()
export class CreditNight implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.judge(companyId, on));
  }

  async judge(companyId: string, on: BusinessDate): Promise<void> {
    for (const kind of ['contract', 'order'] as const satisfies SubjectKind[]) {
      for (let after = ''; ; ) {
        const last = await this.database.transaction(async (tx) => {
          const found = await tx.query<{ subject: string }>(subjects, [companyId, kind, addDays(on, -1), after, atOnce], 'credit.night');
          if (found.length === 0) return undefined;
          const { policy } = await this.rules.on(companyId, on, tx);
          await judgeCredit(
            tx,
            { companyId, on, policy },
            kind,
            found.map(({ subject }) => subject),
          );
          return found.length < atOnce ? undefined : found.at(-1)?.subject;
        });
        if (last === undefined) break;
        after = last;
      }
    }
  }
}

const atOnce = 500;

const subjects = `
  select subject from (
    select subject from credit_holds where company_id = $1 and subject_kind = $2 and released_on is null
    union
    select h.subject from credit_exceptions e
    join credit_exception_decisions d on d.company_id = e.company_id and d.exception_id = e.id and d.outcome = 'approved'
    join credit_holds h on h.company_id = e.company_id and h.id = e.hold_id
    where e.company_id = $1 and e.ends_on = $3 and h.subject_kind = $2) s
  where subject > $4 order by subject limit $5`;
