import type { CaseOfItem } from '../../workflows/collection-case/customer-letter.js';
import { cents } from '../../workflows/money.js';
import type { Tx } from '../platform/database/database.js';
import type { LedgerItem, Parties } from './letter-content.js';

interface Row extends Omit<LedgerItem, 'amountCents' | 'openCents' | 'case'> {
  amount: string;
  open: string;
  case: CaseOfItem | null;
}

/** Every open item of these customers, oldest first, with what its case says to letters. @returns by customer; one without is left out */
export async function openItems(
  tx: Pick<Tx, 'query'>,
  companyId: string,
  customers: readonly string[],
  on: string,
): Promise<Map<string, LedgerItem[]>> {
  const rows = await tx.query<Row>(selectItems, [companyId, customers, on], 'letters.open_items');
  const items = rows.map(({ amount, open, case: one, ...item }) => ({
    ...item,
    amountCents: cents(amount),
    openCents: cents(open),
    ...(one && { case: one }),
  }));
  return Map.groupBy(items, ({ customer }) => customer);
}

/** Who the letters of these customers are from and to. */
export async function partiesOf(tx: Pick<Tx, 'query'>, companyId: string, customers: readonly string[]): Promise<Map<string, Parties>> {
  const rows = await tx.query<Parties>(
    `select c.company_id as "companyId", k.name as "companyName", k.letterhead, c.customer, c.name as "customerName", nullif(trim(c.email), '') as email,
       c.language
     from customers c join companies k on k.id = c.company_id where c.company_id = $1 and c.customer = any ($2)`,
    [companyId, customers],
    'letters.parties',
  );
  return new Map(rows.map((row) => [row.customer, row]));
}

/** Holds the customers' open cases, in the order in which everybody locks, so that none is paid while its letter is written. */
export async function lockCasesOf(tx: Pick<Tx, 'query'>, companyId: string, customers: readonly string[]): Promise<void> {
  await tx.query(
    'select from cases where company_id = $1 and customer = any ($2) and not closed order by company_id, id for no key update',
    [companyId, customers],
    'letters.lock_cases',
  );
}

/** A letter withdrawn for this very day and level is not proposed again. */
const selectItems = `
  select r.id as "receivableId", r.customer, r.document, r.instalment, r.issued_on as "issuedOn", r.due_on as "dueOn", r.currency, r.amount, r.balance as open,
    case when c.id is not null then jsonb_strip_nulls(jsonb_build_object('id', c.id::text, 'collection', c.collection, 'letterDue', s.letter_due,
      'withdrawn', s.letter_due is not null and exists (
        select from letter_items i join letters l on l.company_id = i.company_id and l.id = i.letter_id and l.status = 'withdrawn'
        where i.company_id = c.company_id and i.case_id = c.id and i.due_level = (s.letter_due ->> 'level')::integer
          and i.due_on = (s.letter_due ->> 'on')::date),
      'dispute', s.context -> 'dispute', 'promises', s.context -> 'promises', 'grace', s.context -> 'grace', 'pauses', s.context -> 'pauses')) end as case
  from receivables r
  left join cases c on c.company_id = r.company_id and c.receivable_id = r.id
  left join lateral (select c.snapshot -> 'context' as context, c.snapshot -> 'context' -> 'letterDue' as letter_due) s on true
  where r.company_id = $1 and r.customer = any ($2) and r.balance > 0 and r.issued_on <= $3::date
  order by r.customer, r.due_on, r.document, r.instalment`;
