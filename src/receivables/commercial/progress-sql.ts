/** When a receipt p counts, by the policy's word on acceptance bills in $4; null = never. */
const countsOn = `case when p.instrument <> 'acceptance_bill' or $4::text = 'on_receipt' then p.value_date when $4::text = 'on_clearing' then p.cleared_on end`;

const fills = (received: string) => `least(i.amount, greatest(${received} - i.before, 0.00))`;
const dayBefore = '($2::date - 1)';
const lastDay = '$3::date';

/**
 * CTEs up to `x`: each instalment of a payment schedule that fell due in the month, and each earlier one that was not complete when it began,
 * of the company $1 in the month from $2 to $3. The schedule counts as it stood on the last day; what came in on the receivables of a
 * contract fills its instalments in the order of their dates. Most instalments are never changed, and need no looking for the version that
 * stood then; and what comes `before` an instalment matters only to a contract that something came for.
 * `came` has the receipts, each as scores count it: what was undone never came, and what a list of open items made is no money before a
 * clerk has said so. On which day before the month one counted makes no difference: so there are few sums. These conditions are such as the database can estimate: told "is not distinct from" it looks receivables up one by one.
 * @param scope over contracts `k`
 * @param seesAll whether it leaves out none: then all receipts are read in one go, else those of the contracts that are seen
 */
export function instalmentsOf(scope: string, seesAll: boolean): string {
  return `
    with seen as materialized (
      select k.id, k.contract, k.customer, k.signed_by from contracts k where k.company_id = $1 and ${scope}),
    changed as materialized (
      select contract, instalment from schedule_versions where company_id = $1 and version > 1 and contract in (select contract from seen)),
    standing as (
      select contract, instalment, due_on, currency, amount from schedule_versions
      where company_id = $1 and version = 1 and contract in (select contract from seen)
        and (contract, instalment) not in (select contract, instalment from changed)
      union all
      select * from (
        select distinct on (contract, instalment) contract, instalment, due_on, currency, amount from schedule_versions
        where company_id = $1 and (contract, instalment) in (select contract, instalment from changed)
        order by contract, instalment, recorded_on <= ${lastDay} desc, case when recorded_on <= ${lastDay} then version else -version end desc) v),
    came as materialized (
      select r.contract, r.currency, greatest(c.counted, ${dayBefore}) as counted, p.reversed_on is not null and p.reversed_on <= ${lastDay} as undone,
        sum(a.amount) as amount
      from receivables r
      join allocations a on a.company_id = r.company_id and a.receivable_id = r.id
      join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
        and (a.reversed_on = p.reversed_on or a.reversed_on is null and p.reversed_on is null) and (not p.derived or p.classified_as = 'paid')
      cross join lateral (select ${countsOn} as counted) c
      where r.company_id = $1 and r.contract ${seesAll ? 'is not null' : '= any (array(select contract from seen))'} and c.counted <= ${lastDay} and (p.reversed_on is null or p.reversed_on > ${dayBefore})
      group by 1, 2, 3, 4),
    paid as materialized (
      select contract, currency, sum(amount) filter (where counted <= ${dayBefore}) as earlier, sum(amount) filter (where not undone) as by_end
      from came group by contract, currency),
    plan as (
      select *, 0.00 as before from standing where amount > 0 and due_on <= ${lastDay} and contract not in (select contract from paid)
      union all
      select *, coalesce(sum(amount) over (partition by contract order by due_on, instalment rows between unbounded preceding and 1 preceding), 0.00)
      from standing where amount > 0 and due_on <= ${lastDay} and contract in (select contract from paid)),
    x as materialized (
      select k.id * 1000000 + i.instalment as id, k.id as contract_id, k.contract, k.customer, k.signed_by, i.instalment, i.due_on,
        i.currency, i.before, i.due_on < $2::date as brought, i.amount, f.by_end,
        case when i.due_on < $2::date and f.earlier > 0 then i.amount - f.earlier else i.amount end as planned,
        case when i.due_on < $2::date and f.earlier > 0 then f.by_end - f.earlier else f.by_end end as received,
        case when f.by_end > 0 then i.amount - f.by_end else i.amount end as rest
      from plan i
      join seen k on k.contract = i.contract
      left join paid p on p.contract = i.contract and p.currency = i.currency
      cross join lateral (
        select case when p.earlier is null then 0.00 else ${fills('p.earlier')} end as earlier,
          case when p.by_end is null then 0.00 else ${fills('p.by_end')} end as by_end) f
      where i.due_on >= $2::date or f.earlier < i.amount)`;
}

/** CTE `owned`: whose the contracts of some rows of `x` are, as scores have it. Looked up by contract, not by instalment. */
export const ownedOf = (rows: string) => `
    owned as materialized (
      select k.contract, coalesce((
        select r.owner from receivables r where r.company_id = $1 and r.contract = k.contract order by r.issued_on desc, r.id desc limit 1),
        k.signed_by) as owner
      from (select distinct contract, signed_by from ${rows}) k)`;

/** The same of all contracts: to read the last receivable of each in one go is faster than to look up most of them. */
export const ownedOfAll = `
    owned as materialized (
      select k.contract, coalesce(r.owner, k.signed_by) as owner
      from seen k
      left join (
        select distinct on (contract) contract, owner from receivables where company_id = $1 and contract is not null
        order by contract desc, issued_on desc, id desc) r on r.contract = k.contract)`;

/** CTE `timely`: what came for some rows of `x` by the day on which each was due. Nothing is asked of what nothing came for. */
export const timelyOf = (rows: string) => `
    timely as (
      select i.id, i.contract, i.currency, ${fills('sum(c.amount)')} as on_time
      from ${rows} i join came c on c.contract = i.contract and c.currency = i.currency
      where not i.brought and i.by_end > 0 and c.counted <= i.due_on and not c.undone
      group by i.id, i.contract, i.currency, i.amount, i.before)`;
