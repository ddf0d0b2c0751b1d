import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../workflows/money.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope, caseScopeParts } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import {
  type CaseFilter,
  conditionsBesideCase,
  conditionsOnCase,
  membersAsked,
  pushTo,
  withReceivableAndCustomer,
} from './case-conditions.js';
import type { Only } from './case-list.js';
import { hasForeign } from './has-foreign.js';

/** Overdue days from which each bucket of the aging counts. */
export const agingFromDays = [1, 31, 61, 91, 181] as const;

/** What is counted where it has to be read case by case. */
export const countedAtMost = 10_000;

export interface Sum {
  readonly currency: string;
  readonly cases: number;
  readonly amount: string;
  /** Of `cases`, those in a customer dispute. */
  readonly disputed: number;
  /** In the order of `agingFromDays`. */
  readonly buckets: readonly { readonly cases: number; readonly amount: string }[];
}

export interface Sums {
  readonly cases: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
  /** The currency with most cases first. */
  readonly of: readonly Sum[];
}

type Row = { owner: string | null; currency: string; bucket: number; cases: number; amount: string; disputed: number };

/** A further condition, and whether the index of the sums has all that it asks. */
interface Narrowing {
  condition: Only;
  isIndexed: boolean;
}

/**
 * Counts and sums of what a list shows, by currency and age. Open cases come from one index that has all that is asked; with
 * conditions that it does not have, or closed cases, no more than 10,000 are counted.
 */
@Injectable()
export class CaseSums {
  constructor(private readonly database: Database) {}

  /** @param today of the company, whose cases alone are counted */
  async of(filter: CaseFilter & { company: string }, person: CurrentPerson, today: BusinessDate, only?: Narrowing): Promise<Sums> {
    const { rows, isBounded } = await this.read(filter, person, today, only, false);
    const cases = rows.reduce((sum, row) => sum + row.cases, 0);
    return { cases: isBounded ? Math.min(cases, countedAtMost) : cases, isMore: isBounded && cases > countedAtMost, of: sumsOf(rows) };
  }

  /** Of all that is open, together and by owner: both from one reading. */
  async byOwner(company: string, person: CurrentPerson, today: BusinessDate): Promise<{ all: Sums; owners: Map<string, readonly Sum[]> }> {
    const { rows } = await this.read({ company, state: 'open' }, person, today, undefined, true);
    const owners = [...new Set(rows.flatMap(({ owner }) => owner ?? []))];
    const all = { cases: rows.reduce((sum, row) => sum + row.cases, 0), isMore: false, of: sumsOf(rows) };
    return { all, owners: new Map(owners.map((owner) => [owner, sumsOf(rows.filter((row) => row.owner === owner))])) };
  }

  private async read(
    filter: CaseFilter & { company: string },
    person: CurrentPerson,
    today: BusinessDate,
    only: Narrowing | undefined,
    byOwner: boolean,
  ): Promise<{ rows: Row[]; isBounded: boolean }> {
    const values: unknown[] = [];
    const push = pushTo(values);
    const members = await membersAsked(this.database, filter);
    const beside = conditionsBesideCase(filter, push);
    const scope = caseScopeParts(person, 'c', values);
    const where = [
      ...conditionsOnCase(filter, push, { earliest: today, latest: today }, members),
      ...beside,
      ...(only ? [only.condition(push)] : []),
    ];
    const isBounded = beside.length > 0 || filter.q !== undefined || filter.state === 'all' || (only !== undefined && !only.isIndexed);
    const found = scope.map((part, i) => {
      // What is seen for one reason is not counted again for the next.
      const seen = scope.slice(0, i).map((earlier) => `not (${earlier})`);
      return `
      select c.receivable_id, c.balance, c.due_on, c.customer_dispute${byOwner ? ', c.owner' : ''} from cases c ${beside.length > 0 ? withReceivableAndCustomer : ''}
      where ${[...where, `(${part})`, ...seen].join(' and ')}`;
    });
    const ages = agingFromDays.slice(1).map((from) => `(c.due_on <= ${push(addDays(today, -from))}::date)::int`);
    const bucket = ages.join(' + ');
    const [currency, join] = (await hasForeign(this.database, filter.company))
      ? [
          `coalesce(f.currency, 'CNY')`,
          `left join receivables f on f.company_id = ${push(filter.company)} and f.id = c.receivable_id and f.currency <> 'CNY'`,
        ]
      : [`'CNY'::text`, ''];
    const rows = await this.database.query<Row>(
      `select c.owner, c.currency, ${bucket} as bucket, sum(c.cases)::int as cases, sum(c.amount) as amount, sum(c.disputed)::int as disputed
       from (
         select ${byOwner ? 'c.owner' : 'null::text as owner'}, ${currency} as currency, ${byOwner ? `min(c.due_on) as due_on` : 'c.due_on'}, count(*) as cases, sum(c.balance) as amount,
           count(*) filter (where c.customer_dispute = 'open') as disputed
         from (${found.join(' union all ')} ${isBounded ? `limit ${countedAtMost + 1}` : ''}) c ${join}
         group by 1, 2, ${byOwner ? bucket : '3'}) c
       group by 1, 2, 3`,
      values,
    );
    return { rows, isBounded };
  }

  /**
   * How many meet the condition, of the company's open cases.
   * @param order of the index that has them: without it the database might read all cases in the hope of soon having enough
   * @param atMost counting ends there
   */
  async count(person: CurrentPerson, company: string, condition: Only, order: string, atMost: number): Promise<number> {
    const values: unknown[] = [];
    const push = pushTo(values);
    const scope = caseScope(person, 'c', values);
    const [row] = await this.database.query<{ n: number }>(
      `select count(*)::int as n from (
         select from cases c where ${scope} and c.company_id = ${push(company)} and not c.closed and ${condition(push)}
         order by ${order} limit ${push(atMost)}) t`,
      values,
    );
    return row?.n ?? 0;
  }
}

/** One row for each currency and bucket: to sort each case into one costs less than to ask it for every bucket. */
function sumsOf(rows: readonly Row[]): Sum[] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return currencies
    .map((currency): Sum => {
      const own = rows.filter((row) => row.currency === currency);
      return {
        currency,
        cases: own.reduce((sum, row) => sum + row.cases, 0),
        amount: formatAmount(own.reduce((sum, { amount }) => sum + cents(amount), 0)),
        disputed: own.reduce((sum, row) => sum + row.disputed, 0),
        buckets: agingFromDays.map((_, i) => {
          const aged = own.filter(({ bucket }) => bucket === i);
          return {
            cases: aged.reduce((sum, row) => sum + row.cases, 0),
            amount: formatAmount(aged.reduce((sum, { amount }) => sum + cents(amount), 0)),
          };
        }),
      };
    })
    .sort((a, b) => b.cases - a.cases || (a.currency < b.currency ? -1 : 1));
}
