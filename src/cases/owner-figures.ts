import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { agingFromDays } from './case-sums.js';

export interface OwnerFigure {
  owner: string;
  name: string;
  currency: string;
  cases: number;
  balance: string;
  oldBalance: string;
}

const atMost = 8;

/** Who has how much open, and how much of it for over 90 days: those with most of that first. */
@Injectable()
export class OwnerFigures {
  constructor(private readonly database: Database) {}

  of(person: CurrentPerson, company: string, today: BusinessDate): Promise<OwnerFigure[]> {
    const values: unknown[] = [company, addDays(today, -agingFromDays[3])];
    const scope = caseScope(person, 'c', values);
    return this.database.query<OwnerFigure>(
      `select t.owner, coalesce(p.name, t.owner) as name, t.currency, t.cases, t.balance, t."oldBalance" from (
         select c.owner, coalesce(f.currency, 'CNY') as currency, count(*)::int as cases, sum(c.balance) as balance,
           coalesce(sum(c.balance) filter (where c.due_on <= $2::date), 0)::numeric(18, 2) as "oldBalance"
         from cases c left join receivables f on f.company_id = $1 and f.id = c.receivable_id and f.currency <> 'CNY'
         where c.company_id = $1 and not c.closed and ${scope}
         group by 1, 2 order by 5 desc, 4 desc limit ${atMost}) t
       left join people p on p.login = t.owner order by t."oldBalance" desc, t.balance desc`,
      values,
    );
  }
}
