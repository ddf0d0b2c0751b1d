import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { type Days, nameOfPeriod, periodContaining } from '../../../workflows/scorecard/assessment-period.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { assessedPeople } from './assessed-people.js';

const usualOrder: readonly PeriodKind[] = ['quarter', 'month', 'year'];

/** In which period somebody has a card, and where on the company they stand. */
@Injectable()
export class OwnCard {
  constructor(private readonly database: Database) {}

  /** The period in which the day lies, of the length by which the person is assessed. @returns undefined for somebody without a card */
  periodOf(company: string, person: string, on: BusinessDate): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      for (const kind of usualOrder) {
        const period = periodContaining(kind, on);
        if ((await assessedPeople(tx, { company, period, persons: [person] })).length > 0) return nameOfPeriod(period);
      }
      return undefined;
    });
  }

  /** Whether somebody is assessed in a period, so that it has a card of theirs. */
  async isIn(company: string, person: string, period: Days & { kind: PeriodKind }): Promise<boolean> {
    return this.database.transaction(async (tx) => (await assessedPeople(tx, { company, period, persons: [person] })).length > 0);
  }

  /** The length by which most people of a company are assessed. */
  async kindOf(company: string, on: BusinessDate): Promise<PeriodKind> {
    return this.database.transaction(async (tx) => {
      for (const kind of usualOrder)
        if ((await assessedPeople(tx, { company, period: periodContaining(kind, on), limit: 1 })).length > 0) return kind;
      return 'quarter';
    });
  }

  /** The team that a card names: the post's own, or the one that the person is a member of. */
  async teamOf(person: string, team: string | null): Promise<string | undefined> {
    return teamName(this.database, person, team);
  }
}

async function teamName(tx: Pick<Tx, 'query'>, person: string, team: string | null): Promise<string | undefined> {
  const [row] = await tx.query<{ name: string }>(
    `select t.name from teams t where t.id = coalesce($2::bigint, (select m.team_id from team_members m where m.login = $1 order by m.team_id limit 1))`,
    [person, team],
    'assessment.team_name',
  );
  return row?.name;
}
