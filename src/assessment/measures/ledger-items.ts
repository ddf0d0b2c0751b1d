/** What `ledgerItems` asks for, in the order of its parameters $1 to $8. */
export interface ItemsQuery {
  readonly company: string;
  readonly from: string;
  readonly to: string;
  /** First day of the period before, of the same length. */
  readonly previousFrom: string;
  readonly bills: string;
  readonly overdueFromDay: number;
  /** Of the grades AAA, AA, A, B, C and D, in per cent. */
  readonly coefficients: readonly number[];
  /** Whose receivables; null = everybody's. */
  readonly owners: readonly string[] | null;
}

export function itemsValues(query: ItemsQuery): unknown[] {
  const { company, from, to, previousFrom, bills, overdueFromDay, coefficients, owners } = query;
  return [company, from, to, previousFrom, bills, overdueFromDay, coefficients, owners];
}

/** When a receipt p counts, by the policy's word on acceptance bills; null = never. */
export const countsOn = `case when p.instrument <> 'acceptance_bill' or $5::text = 'on_receipt' then p.value_date when $5::text = 'on_clearing' then p.cleared_on end`;

/** An allocation that was undone while its receipt stands was never one; what went back with its receipt counted until then. */
export const isAllocated = 'a.reversed_on is not distinct from p.reversed_on';

/** What a list of open items made of it counts as money only once a clerk has said that it was. Balances it moves at once. */
export const isMoney = `(not p.derived or p.classified_as is not distinct from 'paid')`;

export const standing = (day: string, counted: string, back: string) => `${counted} <= ${day} and (${back} is null or ${back} > ${day})`;
const dayBefore = '($2::date - 1)';
const lastDay = '$3::date';

/**
 * CTEs up to `items`: every receivable that the owners have on the last day, with all that scores sum of it (domain.md, Assessment, exactly),
 * in its own currency, null where there is nothing, which costs no sum anything:
 * `opened`, `brought` (of it, due before the period), `due`, `received`, `received_due` (by the last day, on what fell due in the period),
 * `received_brought`, `current`, `cycle`, `open`, `overdue`, `lost`, `sales`, `sales_before`, `bills` (in hand on the last day);
 * and what its customer was on the first day, or when it first signed: `coefficient` in per cent, `good`, `is_new`; `renewal`.
 * @param some whether owners are given: few receivables are then looked up, instead of reading all
 */
export function ledgerItems(some: boolean): string {
  return `
  owned_before as (
    select distinct on (receivable_id) receivable_id, owner from receivable_owners
    where company_id = $1 and changed_on > ${lastDay} order by receivable_id, changed_on, id),
  mine as ${some ? `materialized (${mineOfSome})` : `(${mineOfAll})`},
  flows as (
    select receivable_id, received_by, nullif(coalesce(received_by, 0) - coalesce(received_before, 0), 0) as received, bills,
      case when other_by is null then received_by else coalesce(received_by, 0) + other_by end as settled_by,
      case when other_before is null then received_before else coalesce(received_before, 0) + other_before end as settled_before
    from (
      select a.receivable_id,
        sum(a.amount) filter (where by_then and ${isMoney}) as received_by, sum(a.amount) filter (where before and ${isMoney}) as received_before,
        sum(a.amount) filter (where by_then and not ${isMoney}) as other_by, sum(a.amount) filter (where before and not ${isMoney}) as other_before,
        sum(a.amount) filter (where not by_then and p.instrument = 'acceptance_bill' and p.value_date <= ${lastDay}
          and (p.reversed_on is null or p.reversed_on > ${lastDay})) as bills
      from ${some ? 'mine m join allocations a on a.receivable_id = m.id' : 'allocations a'}
      join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
      cross join lateral (select ${countsOn} as counted) c
      cross join lateral (select coalesce(${standing(lastDay, 'counted', 'p.reversed_on')}, false) as by_then,
        coalesce(${standing(dayBefore, 'counted', 'p.reversed_on')}, false) as before) t
      where a.company_id = $1 and ${isAllocated}
      group by a.receivable_id) f),
  credited as (
    select a.receivable_id,
      coalesce(sum(a.amount) filter (where ${standing(dayBefore, 'k.credited_on', 'k.reversed_on')}), 0) as before,
      coalesce(sum(a.amount) filter (where ${standing(lastDay, 'k.credited_on', 'k.reversed_on')}), 0) as by
    from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
    where a.company_id = $1 and a.reversed_on is not distinct from k.reversed_on${some ? ' and a.receivable_id in (select id from mine)' : ''}
    group by a.receivable_id),
  ${postings},
  written_off as (
    select receivable_id,
      coalesce(sum(amount) filter (where ${standing(dayBefore, 'posted_on', 'back')}), 0) as before,
      coalesce(sum(amount) filter (where ${standing(lastDay, 'posted_on', 'back')}), 0) as by,
      sum(amount) filter (where posted_on >= $2::date and ${standing(lastDay, 'posted_on', 'back')}) as lost
    from postings group by receivable_id),
  ${clients(some)},
  items as (
    select r.id, r.owner, r.customer, r.document, r.instalment, r.issued_on, r.due_on, r.currency, s.*,
      case when r.due_on < $2::date then s.opened end as brought,
      case when d.due then r.amount end as due,
      case when d.due then s.received_by end as received_due,
      case when r.due_on < $2::date and s.opened > 0 then s.received end as received_brought,
      case when d.due then s.received end as current,
      case when r.due_on < $2::date then s.received end as cycle,
      case when r.due_on + $6::integer <= ${lastDay} then s.open end as overdue,
      case when r.issued_on between $2::date and ${lastDay} then r.amount end as sales,
      case when r.issued_on between $4::date and ${dayBefore} then r.amount end as sales_before,
      k.coefficient, k.good, k.is_new, n.contract is not null as renewal
    from mine r
    left join flows f on f.receivable_id = r.id
    left join credited c on c.receivable_id = r.id
    left join written_off w on w.receivable_id = r.id
    join clients k on k.customer = r.customer
    left join (select contract from contracts where company_id = $1 and renewal_of is not null) n on n.contract = r.contract
    cross join lateral (select r.due_on between $2::date and ${lastDay} as due) d
    cross join lateral (select
      case when r.issued_on <= ${dayBefore}
        then nullif(greatest(r.amount - coalesce(f.settled_before, 0) - coalesce(c.before, 0) - coalesce(w.before, 0), 0), 0) end as opened,
      case when r.issued_on <= ${lastDay}
        then nullif(greatest(r.amount - coalesce(f.settled_by, 0) - coalesce(c.by, 0) - coalesce(w.by, 0), 0), 0) end as open,
      f.received_by, f.received, f.bills, w.lost) s)`;
}

const mine = (owner: string) => `
    select r.id, r.customer, r.document, r.instalment, r.issued_on, r.due_on, r.currency, r.amount, r.contract, ${owner} as owner`;

const notCancelled = `
      and (not r.has_case or r.balance = 0 or not exists (
        select from cases c where c.company_id = $1 and c.receivable_id = r.id and c.collection = 'cancelled'))`;

const mineOfAll = `${mine('coalesce(o.owner, r.owner)')}
    from receivables r left join owned_before o on o.receivable_id = r.id
    where r.company_id = $1 and $8::text[] is null${notCancelled}`;

/** Those that have stayed whose they are, and those that were theirs: so the database can tell how many there are, and joins them as many. */
const mineOfSome = `${mine('r.owner')}
    from receivables r
    where r.company_id = $1 and r.owner = any ($8::text[]) and r.id not in (select receivable_id from owned_before)${notCancelled}
    union all
    ${mine('o.owner')}
    from owned_before o join receivables r on r.company_id = $1 and r.id = o.receivable_id
    where o.owner = any ($8::text[])${notCancelled}`;

/** What was posted as lost, and when that was taken back. */
export const postings = `
  postings as (
    select c.receivable_id, e.case_id, e.posted_on, e.seq, e.amount, e.back
    from (
      select j.case_id, j.seq, j.business_date as posted_on, e.entry ->> 'type' as type, (e.entry ->> 'amountCents')::numeric / 100 as amount,
        min(j.business_date) filter (where e.entry ->> 'type' = 'writeOffReversed') over (
          partition by j.case_id order by j.seq, e.place rows between current row and unbounded following) as back
      from case_journal j cross join lateral jsonb_array_elements(j.entries) with ordinality e (entry, place)
      where j.company_id = $1 and (j.entries @> '[{"type": "writeOffPosted"}]' or j.entries @> '[{"type": "writeOffReversed"}]')
        and j.business_date <= ${lastDay} and e.entry ->> 'type' in ('writeOffPosted', 'writeOffReversed')) e
    join cases c on c.company_id = $1 and c.id = e.case_id
    where e.type = 'writeOffPosted')`;

/**
 * A grade counts from the day it was first known; before that, as it was when it became known.
 * Without the coalesce the database would compare each customer with all of the CTE, of whose rows it expects a single one.
 */
const clients = (some: boolean) => `
  graded_before as (
    select distinct on (v.customer) v.customer, v.grade from customer_versions v join customers k on k.company_id = v.company_id and k.customer = v.customer
    where v.company_id = $1 and v.changed_on > greatest($2::date, k.first_signed_on) and v.grade is not null order by v.customer, v.changed_on, v.id),
  kept_before as (
    select distinct on (v.customer) v.customer, v.strategic from customer_versions v join customers k on k.company_id = v.company_id and k.customer = v.customer
    where v.company_id = $1 and v.changed_on > greatest($2::date, k.first_signed_on) order by v.customer, v.changed_on, v.id),
  clients as (
    select k.customer, coalesce(s.strategic, k.strategic) or coalesce(g.grade in ('AAA', 'AA'), false) as good,
      coalesce(k.first_signed_on between date_trunc('year', ${lastDay})::date and ${lastDay} and g.grade in ('AAA', 'AA', 'A'), false) as is_new,
      coalesce(($7::integer[])[array_position(array['AAA', 'AA', 'A', 'B', 'C', 'D'], g.grade)], 100) as coefficient
    from customers k
    left join graded_before b on b.customer = k.customer
    left join kept_before s on s.customer = k.customer
    cross join lateral (select coalesce(b.grade, k.grade) as grade) g
    where k.company_id = $1${some ? ' and coalesce(k.customer in (select customer from mine), false)' : ''})`;
