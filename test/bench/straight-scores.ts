import type pg from 'pg';
import { company } from './ledger.js';

/** The quarter that is measured: the one that ends with the benchmarks' day. */
export const quarter = { from: '2026-07-01', to: '2026-09-30', before: '2026-04-01' };

export interface StraightSums {
  owner: string;
  receipts: string;
  open: string;
  weighed_base: string;
}

/** What somebody would write by hand for the same sums, once, in one statement: no grade or owner of earlier days, no rates, no explanation. */
const statement = `
  with flow as (
    select a.receivable_id,
      coalesce(sum(a.amount) filter (where counted < $2), 0) as before, coalesce(sum(a.amount) filter (where counted <= $3), 0) as by
    from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
    cross join lateral (select case when p.instrument = 'acceptance_bill' then p.cleared_on else p.value_date end as counted) c
    where a.company_id = $1 and a.reversed_on is null group by a.receivable_id),
  item as (
    select r.owner, r.due_on, r.amount, r.issued_on, k.strategic or k.grade in ('AAA', 'AA') as good,
      case k.grade when 'AAA' then 1.2 when 'AA' then 1.1 when 'C' then 0.9 when 'D' then 0.8 else 1 end as weight,
      coalesce(f.by, 0) as by, coalesce(f.by - f.before, 0) as received, r.due_on between $2 and $3 as due,
      k.first_signed_on between '2026-01-01' and $3 and k.grade in ('AAA', 'AA', 'A') as is_new, n.contract is not null as renewal,
      case when r.issued_on < $2 then r.amount - coalesce(f.before, 0) else 0 end as opened,
      case when r.issued_on <= $3 then r.amount - coalesce(f.by, 0) else 0 end as open
    from receivables r join customers k on k.company_id = r.company_id and k.customer = r.customer left join flow f on f.receivable_id = r.id
    left join contracts n on n.company_id = r.company_id and n.contract = r.contract and n.renewal_of is not null
    where r.company_id = $1)
  select owner, sum(received) as receipts, sum(received) filter (where good) as good, sum(received) filter (where due) as current,
    sum(received) filter (where due_on < $2) as cycle, sum(opened) as opened, sum(open) as open, sum(open) filter (where due_on < $3) as overdue,
    sum(amount) filter (where issued_on between $2 and $3) as sales, sum(amount) filter (where issued_on >= $4 and issued_on < $2) as sales_before,
    sum(received * weight) as weighed_receipts,
    sum((case when due_on < $2 then opened else 0 end + case when due then amount else 0 end) * weight) as weighed_base,
    sum(by * weight) filter (where due) as weighed_received_due, sum(amount * weight) filter (where due) as weighed_due,
    sum(received * weight) filter (where due_on < $2 and opened > 0) as weighed_received_brought,
    sum(opened * weight) filter (where due_on < $2) as weighed_brought,
    sum(received * weight) filter (where is_new) as new_receipts,
    sum((case when due_on < $2 then opened else 0 end + case when due then amount else 0 end) * weight) filter (where is_new) as new_base,
    sum(received * weight) filter (where renewal) as renewal_receipts,
    sum((case when due_on < $2 then opened else 0 end + case when due then amount else 0 end) * weight) filter (where renewal) as renewal_base
  from item group by owner order by owner`;

export async function sumStraight(client: Pick<pg.Client, 'query'>): Promise<StraightSums[]> {
  return (await client.query<StraightSums>(statement, [company, quarter.from, quarter.to, quarter.before])).rows;
}

/** Five thousand people, graded customers, and a receipt for every receivable, some of them acceptance bills. Written past all rules. */
export async function fillScores(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica');
  await client.query(`insert into people (login, name) select 'p' || i, 'p' || i from generate_series(0, 4999) i on conflict do nothing`);
  await client.query(`update receivables set owner = 'p' || id % 5000, received = round(amount / 2, 2)`);
  await client.query(
    `update customers set grade = (array['AAA', 'AA', 'A', 'B', 'C', 'D'])[1 + abs(hashtext(customer)) % 6], strategic = abs(hashtext(customer)) % 7 = 0,
       first_signed_on = date '2024-01-01' + abs(hashtext(customer)) % 1000`,
  );
  await client.query(
    `insert into receipts (company_id, id, receipt, customer, document, instalment, value_date, currency, amount, allocated, instrument, cleared_on, entered_on)
     overriding system value
     select company_id, id, 'R' || id, customer, document, instalment, due_on - (id % 60)::integer + 20, currency, round(amount / 2, 2), round(amount / 2, 2),
       case when id % 5 = 0 then 'acceptance_bill' else 'bank_transfer' end, case when id % 5 = 0 then due_on + (id % 90)::integer end, due_on
     from receivables`,
  );
  await client.query(
    `insert into allocations (company_id, receipt_id, receivable_id, amount, allocated_on, allocated_by)
     select company_id, id, id, round(amount / 2, 2), due_on, 'import:1 ar_clerk' from receivables`,
  );
}
