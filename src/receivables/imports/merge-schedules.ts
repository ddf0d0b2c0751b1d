import type { Batch, Merged } from './batch.js';
import { addFaults, countBadRows, dropBadRows } from './row-faults.js';

/**
 * A schedule as it would be after the file: its dates ascend, and it adds up to no more than the contract. A row that is left out leaves
 * the instalment as it was before, so what is left is looked at again.
 */
export async function judgeSchedules({ tx, companyId, skipsBadRows }: Batch): Promise<void> {
  await addFaults(tx, ofContract, [companyId]);
  await dropBadRows(tx, 'stage');
  let bad: number;
  do {
    bad = await countBadRows(tx);
    await addFaults(tx, `${afterwards} ${notAscending} union all ${beyondContract}`, [companyId]);
    await dropBadRows(tx, 'stage');
  } while (skipsBadRows && (await countBadRows(tx)) > bad);
}

/**
 * Keeps what differs as a further version of its instalment, because schedules decide about pay: what stood there before is still to be
 * seen, with who brought it and when.
 */
export async function mergeSchedules({ tx, companyId, importId, login, businessDate }: Batch): Promise<Merged> {
  const written = await tx.query(
    `insert into schedule_versions (company_id, contract, instalment, version, due_on, currency, amount, import_id, recorded_by, recorded_on)
     select $1, s.contract, s.instalment, coalesce(v.version, 0) + 1, s.due_on, c.currency, s.amount, $2, $3, $4
     from stage s
     join contracts c on c.company_id = $1 and c.contract = s.contract
     left join lateral (
       select version, due_on, amount from schedule_versions v
       where v.company_id = $1 and v.contract = s.contract and v.instalment = s.instalment order by version desc limit 1) v on true
     where case s.amount when 0 then v.amount > 0 else (s.due_on, s.amount) is distinct from (v.due_on, v.amount) end
     returning 1`,
    [companyId, importId, login, businessDate],
  );
  return { accepted: written.length };
}

const ofContract = `
  select s.line, case when c.id is null then 'contract' else 'currency' end, case when c.id is null then s.contract else s.currency end,
    case when c.id is null then 'contract.unknown' else 'contract.in_currency' end,
    case when c.id is null then '{}' else jsonb_build_object('currency', c.currency) end
  from stage s left join contracts c on c.company_id = $1 and c.contract = s.contract
  where c.id is null or s.currency <> c.currency`;

/** Every instalment of the schedules that the file names; with a line where the file says something new of it. */
const afterwards = `
  with instalments as (
    select case when (s.due_on, s.amount) is distinct from (k.due_on, k.amount) then s.line end as line,
      contract, instalment, coalesce(s.due_on, k.due_on) as due_on, coalesce(s.amount, k.amount) as amount
    from stage s
    full join (select * from schedules where company_id = $1 and contract in (select contract from stage)) k using (contract, instalment)
    where s.amount is distinct from 0)`;

/** Of two that are in the wrong order the later one is wrong, unless only the earlier one is of the file. */
const notAscending = `
  select coalesce(line, line_before), 'dueOn', (case when line is null then due_before else due_on end)::text, 'schedule.not_ascending',
    case when line is null then jsonb_build_object('instalment', instalment, 'date', due_on)
      else jsonb_build_object('instalment', instalment_before, 'date', due_before) end
  from (select line, instalment, due_on, lag(line) over one as line_before, lag(instalment) over one as instalment_before, lag(due_on) over one as due_before
        from instalments window one as (partition by contract order by instalment)) neighbours
  where due_on <= due_before and coalesce(line, line_before) is not null`;

/** Told of each row of the file with which the sum is too much. */
const beyondContract = `
  select line, 'amount', amount::text, 'schedule.beyond_contract', jsonb_build_object('scheduled', scheduled::text, 'amount', whole::text)
  from (select i.line, i.amount, c.amount as whole,
          sum(i.amount) over (partition by i.contract order by i.line nulls first rows unbounded preceding) as scheduled
        from instalments i join contracts c on c.company_id = $1 and c.contract = i.contract) running
  where line is not null and scheduled > whole`;
