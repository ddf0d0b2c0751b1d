import type { Tx } from '../platform/database/database.js';

/** How a customer stands and pays, and how it was checked; amounts by currency. */
export interface CustomerHistory {
  customer: string;
  name: string;
  grade: string | null;
  creditLimit: string | null;
  termDays: number | null;
  strategic: boolean;
  /** Newest first, ten at most. */
  receipts: { receipt: string; valueDate: string; currency: string; amount: string; instrument: string; reversedOn: string | null }[];
  standing: { currency: string; items: number; amount: string; received: string; open: string; overdue: string }[];
  /** Newest first, five at most. */
  creditChecks: { checkedOn: string; checkedBy: string; result: string; limit: string | null; note: string | null }[];
}

/** For rooms that judge cases, of many customers in one question. Whether the reader may see them is for those rooms to ask. */
export function customerHistories(
  database: Pick<Tx, 'query'>,
  companyId: string,
  customers: readonly string[],
): Promise<CustomerHistory[]> {
  return database.query(
    `select k.customer, k.name, k.grade, k.credit_limit as "creditLimit", k.term_days as "termDays", k.strategic,
       coalesce((
         select jsonb_agg(jsonb_build_object('receipt', p.receipt, 'valueDate', p.value_date, 'currency', p.currency, 'amount', p.amount::text,
           'instrument', p.instrument, 'reversedOn', p.reversed_on) order by p.value_date desc, p.id desc)
         from (select * from receipts p where p.company_id = k.company_id and p.customer = k.customer
               order by p.value_date desc, p.id desc limit 10) p), '[]') as receipts,
       coalesce((
         select jsonb_agg(jsonb_build_object('currency', s.currency, 'items', s.items, 'amount', s.amount::text, 'received', s.received::text,
           'open', s.open::text, 'overdue', s.overdue::text) order by s.currency)
         from (select r.currency, count(*)::int as items, sum(r.amount) as amount, sum(r.received) as received, sum(r.balance) as open,
                 coalesce(sum(r.balance) filter (where r.due_on < business_date($1)), 0)::numeric(18, 2) as overdue
               from receivables r where r.company_id = k.company_id and r.customer = k.customer group by r.currency) s), '[]') as standing,
       coalesce((
         select jsonb_agg(jsonb_build_object('checkedOn', c.checked_on, 'checkedBy', c.checked_by, 'result', c.result,
           'limit', c.credit_limit::text, 'note', c.note) order by c.checked_on desc, c.id desc)
         from (select * from credit_checks c where c.company_id = k.company_id and c.customer = k.customer
               order by c.checked_on desc, c.id desc limit 5) c), '[]') as "creditChecks"
     from customers k where k.company_id = $1 and k.customer = any ($2::text[])`,
    [companyId, customers],
    'customers.histories',
  );
}
