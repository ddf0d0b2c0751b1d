/** When a receipt p counts, by the policy's word on acceptance bills in $4; null = never. */
const countsOn = `case when p.instrument <> 'acceptance_bill' or $4::text = 'on_receipt' then p.value_date when $4::text = 'on_clearing' then p.cleared_on end`;

/** Each as scores count it: what was undone never came, and what a list of open items made is no money before a clerk has said so. */
const receiptsOfContracts = `
  receivables r
  join allocations a on a.company_id = r.company_id and a.receivable_id = r.id
  join receipts p on p.company_id = a.company_id and p.id = a.receipt_id and a.reversed_on is not distinct from p.reversed_on
    and (not p.derived or p.classified_as is not distinct from 'paid')`;

const stands = (day: string) => `${countsOn} <= ${day} and (p.reversed_on is null or p.reversed_on > ${day})`;
const fills = (received: string) => `least(i.amount, greatest(coalesce(${received}, 0.00) - i.before, 0.00))`;
const dayBefore = '($2::date - 1)';
const lastDay = '$3::date';

/**
 * Rows `x`: each instalment of a payment schedule that fell due in the month, and each earlier one that was not complete when it began,
 * of the company $1 in the month from $2 to $3. The schedule counts as it stood on the last day; what came in on the receivables of a
 * contract fills its instalments in the order of their dates.
 * @param scope over contracts `k`
 */
export function instalmentsOf(scope: string): string {
  return `
    with plan as (
      select v.*, coalesce(sum(amount) over (partition by contract order by due_on, instalment rows between unbounded preceding and 1 preceding), 0.00) as before
      from (
        select distinct on (contract, instalment) contract, instalment, due_on, currency, amount from schedule_versions
        where company_id = $1
        order by contract, instalment, recorded_on <= ${lastDay} desc, case when recorded_on <= ${lastDay} then version else -version end desc) v
      where amount > 0),
    paid as (
      select r.contract, r.currency, sum(a.amount) filter (where ${stands(dayBefore)}) as earlier, sum(a.amount) filter (where ${stands(lastDay)}) as by_end
      from ${receiptsOfContracts}
      where r.company_id = $1 and r.contract is not null
      group by r.contract, r.currency),
    x as (
      select k.company_id, k.id * 1000000 + i.instalment as id, k.id as contract_id, k.contract, k.customer, k.signed_by, i.instalment, i.due_on,
        i.currency, i.before, i.due_on < $2::date as brought, i.amount, f.earlier, f.by_end,
        case when i.due_on < $2::date then i.amount - f.earlier else i.amount end as planned,
        case when i.due_on < $2::date then f.by_end - f.earlier else f.by_end end as received,
        i.amount - f.by_end as rest
      from plan i
      join contracts k on k.company_id = $1 and k.contract = i.contract
      left join paid p on p.contract = i.contract and p.currency = i.currency
      cross join lateral (select ${fills('p.earlier')} as earlier, ${fills('p.by_end')} as by_end) f
      where i.due_on <= ${lastDay} and (i.due_on >= $2::date or f.earlier < i.amount) and ${scope})`;
}

/** Of rows `i`: what came by the day on which it was due, and whose it is, which is as scores have it. */
export const timeAndOwner = `
    cross join lateral (
      select case when i.brought then 0.00 else (
        select ${fills('sum(a.amount)')} from ${receiptsOfContracts}
        where r.company_id = i.company_id and r.contract = i.contract and r.currency = i.currency
          and ${countsOn} <= i.due_on and (p.reversed_on is null or p.reversed_on > ${lastDay})) end as on_time) t
    cross join lateral (
      select coalesce((
        select r.owner from receivables r where r.company_id = i.company_id and r.contract = i.contract
        order by r.issued_on desc, r.id desc limit 1), i.signed_by) as owner) o`;
