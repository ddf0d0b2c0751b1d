import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { type Exposure, type ExposurePart, exposureOf, type Rates, type Unrated } from '../../../workflows/credit/exposure.js';
import type { CreditStanding } from '../../../workflows/credit/terms.js';
import { cents } from '../../../workflows/money.js';
import type { CreditGrade } from '../../../workflows/policy.js';
import type { Tx } from '../../platform/database/database.js';

type Asking = Pick<Tx, 'query'>;

interface OpenOrder {
  /** Its number. */
  readonly order: string;
  readonly currency: string;
  readonly openCents: number;
}

/** What a customer's credit is judged by. */
export interface CustomerCredit {
  readonly standing: CreditStanding;
  readonly open: readonly ExposurePart[];
  /** In the order in which they were placed. */
  readonly orders: readonly OpenOrder[];
}

export interface CreditBooks {
  readonly currency: string;
  readonly rates: Rates;
  readonly customers: ReadonlyMap<string, CustomerCredit>;
}

/** Everything about some customers that the credit policy asks, in four questions. */
export async function creditBooks(tx: Asking, company: string, on: BusinessDate, customers: readonly string[]): Promise<CreditBooks> {
  const { currency, rates } = await ratesOf(tx, company, on);
  const standings = await tx.query<StandingRow>(standingsOf, [company, customers, on], 'credit.standings');
  const open = await tx.query<OpenRow>(openOf, [company, customers], 'credit.open');
  const orders = await tx.query<OrderRow>(ordersOf, [company, customers], 'credit.orders');
  const opens = grouped(open, ({ currency: of, amount }): ExposurePart => ({ currency: of, openCents: cents(amount), orderedCents: 0 }));
  const ordered = grouped(orders, ({ order, currency: of, amount }): OpenOrder => ({ order, currency: of, openCents: cents(amount) }));
  return {
    currency,
    rates,
    customers: new Map(
      standings.map((row) => [
        row.customer,
        { standing: standingOf(row), open: opens.get(row.customer) ?? [], orders: ordered.get(row.customer) ?? [] },
      ]),
    ),
  };
}

/** @param upTo the order with which it ends: later ones do not stand in its way */
export function exposureIn({ currency, rates }: CreditBooks, { open, orders }: CustomerCredit, upTo?: string): Exposure | Unrated {
  const last = upTo === undefined ? -1 : orders.findIndex(({ order }) => order === upTo);
  const counted = last < 0 ? orders : orders.slice(0, last + 1);
  const parts = counted.map(({ currency: of, openCents }): ExposurePart => ({ currency: of, openCents: 0, orderedCents: openCents }));
  return exposureOf([...open, ...parts], currency, rates);
}

/** The company's currency, and the last rate that was set for each other by the day. */
export async function ratesOf(tx: Asking, company: string, on: BusinessDate): Promise<{ currency: string; rates: Rates }> {
  const [own] = await tx.query<{ currency: string }>('select currency from companies where id = $1', [company], 'credit.currency');
  const rates = await tx.query<{ currency: string; rate: string }>(
    `select distinct on (currency) currency, rate from rate_versions where company_id = $1 and rate_on <= $2
     order by currency, rate_on desc, version desc`,
    [company, on],
    'credit.rates',
  );
  return { currency: own?.currency ?? '', rates: new Map(rates.map(({ currency, rate }) => [currency, rate])) };
}

interface StandingRow {
  customer: string;
  grade: CreditGrade | null;
  creditLimit: string | null;
  termDays: number | null;
  firstSignedOn: BusinessDate | null;
  checkedOn: BusinessDate | null;
  checkResult: string | null;
}

type OpenRow = { customer: string; currency: string; amount: string };
type OrderRow = OpenRow & { order: string };

/** Without a date of signing, a customer is known since the first contract or receivable. */
const standingsOf = `
  select u.customer, u.grade, u.credit_limit as "creditLimit", u.term_days as "termDays", coalesce(u.first_signed_on, least(
    (select min(k.signed_on) from contracts k where k.company_id = $1 and k.customer = u.customer),
    (select min(r.issued_on) from receivables r where r.company_id = $1 and r.customer = u.customer))) as "firstSignedOn",
    h.checked_on as "checkedOn", h.result as "checkResult"
  from customers u
  left join lateral (
    select checked_on, result from credit_checks h where h.company_id = $1 and h.customer = u.customer and h.checked_on <= $3::date
    order by checked_on desc, id desc limit 1) h on true
  where u.company_id = $1 and u.customer = any ($2::text[])`;

const openOf = `
  select customer, currency, sum(balance) as amount from receivables
  where company_id = $1 and customer = any ($2::text[]) and balance > 0 group by customer, currency`;

const ordersOf = `
  select customer, "order", currency, open_amount as amount from orders
  where company_id = $1 and customer = any ($2::text[]) and open_amount > 0 and status is distinct from 'cancelled'
  order by customer, ordered_on, id`;

function standingOf({ grade, creditLimit, termDays, firstSignedOn, checkedOn, checkResult }: StandingRow): CreditStanding {
  return {
    grade: grade ?? undefined,
    limitCents: creditLimit === null ? undefined : cents(creditLimit),
    termDays: termDays ?? undefined,
    firstSignedOn: firstSignedOn ?? undefined,
    lastCheck: checkedOn === null || checkResult === null ? undefined : { on: checkedOn, result: checkResult },
  };
}

function grouped<Row extends { customer: string }, T>(rows: readonly Row[], make: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.customer);
    if (group) group.push(make(row));
    else groups.set(row.customer, [make(row)]);
  }
  return groups;
}
