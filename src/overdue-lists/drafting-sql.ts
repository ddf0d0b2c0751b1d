import { bucketStarts } from '../../workflows/overdue-list/differences.js';

/** Of allocation a: what was recovered of a write-off that was reversed later pays the debt that came back (domain.md, writtenOff). */
const paysTheDebt = `(not a.recovery or a.allocated_on < coalesce(
      (select (w.snapshot -> 'context' ->> 'writtenOffOn')::date from cases w where w.company_id = a.company_id and w.receivable_id = a.receivable_id),
      'infinity'))`;

/**
 * What was open of every case's receivable at the end of a day, of those due before it (domain.md, Assessment: overdue(d)), by the
 * ledger's own figures: receipts and credits count by value date, unless taken back by then; a write-off from its posting. A bill
 * counts as it does in the balance that everybody sees, from its value date on.
 * @param day an SQL expression, as is `known`: only what was entered by then is looked at, so that a night that is run late finds what it
 *   would have found in time. What the record has no day of entry for, a reversal, counts by its own date.
 */
const openAt = (day: string, known: string) => `
  select c.id as case_id, r.id as receivable_id, r.amount - coalesce(paid.amount, 0) - coalesce(credited.amount, 0)
    - case when r.written_off > 0 and (c.snapshot -> 'context' ->> 'writtenOffOn')::date <= ${day} then r.written_off else 0 end as open
  from receivables r
  join cases c on c.company_id = r.company_id and c.receivable_id = r.id and c.opened_on <= ${known}
  left join (
    select a.receivable_id, sum(a.amount) as amount from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
    where a.company_id = $1 and ${paysTheDebt} and p.value_date <= ${day} and a.allocated_on <= ${known}
      and (a.reversed_on is null or a.reversed_on > ${day}) group by 1) paid on paid.receivable_id = r.id
  left join (
    select a.receivable_id, sum(a.amount) as amount from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
    where a.company_id = $1 and k.credited_on <= ${day} and a.allocated_on <= ${known}
      and (a.reversed_on is null or a.reversed_on > ${day}) group by 1) credited on credited.receivable_id = r.id
  where r.company_id = $1 and r.due_on < ${day}`;

const bucket = (days: string) =>
  `case ${bucketStarts.map((start, n) => `when ${days} < ${start} then ${n}`).join(' ')} else ${bucketStarts.length} end`;

/** As `differenceOf` of workflows/overdue-list/differences.ts says; a test compares the two. */
const difference = `
  case when l.case_id is null then 'new'
    when coalesce(t.open, 0) <> l.balance then 'corrected'
    when o.open > l.balance or ${bucket('o.overdue_days')} > ${bucket('l.overdue_days')} then 'worse'
    when o.open < l.balance then 'better'
    else 'unchanged' end`;

/**
 * All rows of a list, and what of the last one is gone, in one statement. A case opened in error is not claimed.
 * $1 company, $2 list, $3 its day, $4 known by, $5 the last list, $6 its day; both null where there is none.
 */
export const draftRows = `
  with open_now as materialized (
    select *, $3::date - due_on as overdue_days from (${openAt('$3::date', '$4::date')}) o
    join lateral (select r.customer, r.document, r.instalment, r.due_on, r.currency, r.amount, r.owner
      from receivables r where r.company_id = $1 and r.id = o.receivable_id) r on true
    where open > 0),
  open_then as materialized (select case_id, open from (${openAt('$6::date', '$4::date')}) o),
  last_rows as materialized (
    select id, case_id, coalesce(agreed_balance, balance) as balance, overdue_days from overdue_list_rows where company_id = $1 and list_id = $5::bigint),
  drafted as (
    insert into overdue_list_rows (company_id, list_id, case_id, customer, customer_name, document, instalment, due_on, overdue_days, currency,
      amount, balance, owner, collection, difference, last_balance, last_overdue_days, last_balance_now)
    select $1, $2::bigint, o.case_id, o.customer, k.name, o.document, o.instalment, o.due_on, o.overdue_days, o.currency, o.amount, o.open, o.owner,
      s.collection, ${difference}, l.balance, l.overdue_days, case when l.case_id is not null then coalesce(t.open, 0) end
    from open_now o
    join customers k on k.company_id = $1 and k.customer = o.customer
    join cases c on c.company_id = $1 and c.id = o.case_id
    left join lateral (
      select j.state -> 'collection' as collection from case_journal j
      where j.company_id = $1 and j.case_id = o.case_id and j.business_date <= greatest($3::date, c.opened_on) order by j.seq desc limit 1) j on true
    cross join lateral (
      select case jsonb_typeof(j.collection) when 'object' then (select key || '.' || value from jsonb_each_text(j.collection) limit 1)
        else coalesce(j.collection #>> '{}', c.collection) end as collection) s
    left join last_rows l on l.case_id = o.case_id
    left join open_then t on t.case_id = o.case_id
    where s.collection <> 'cancelled'
    order by o.customer, o.due_on, o.document, o.instalment
    returning case_id)
  insert into overdue_list_gone (company_id, list_id, case_id, last_row, kind, collection, last_balance_now)
  select $1, $2::bigint, l.case_id, l.id, case when coalesce(t.open, 0) <> l.balance then 'corrected' else 'gone' end, c.collection, coalesce(t.open, 0)
  from last_rows l
  join cases c on c.company_id = $1 and c.id = l.case_id
  left join open_then t on t.case_id = l.case_id
  where l.balance > 0 and not exists (select from drafted d where d.case_id = l.case_id)
  order by l.id`;
