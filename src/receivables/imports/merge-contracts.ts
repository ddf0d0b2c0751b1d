import { askingForCredit, judgeImported } from '../credit/judge-imported.js';
import type { Batch, Merged } from './batch.js';
import { changedRows } from './changed-rows.js';
import { addPeople } from './merge-customers.js';
import { addFaults, dropBadRows, judgeCustomers } from './row-faults.js';

/** What is scheduled already must still fit. */
export async function judgeContracts(batch: Batch): Promise<void> {
  const { tx, companyId } = batch;
  await judgeCustomers(batch, 'stage');
  await addFaults(
    tx,
    `select s.line, fault.*
     from stage s
     join (select contract, min(currency) as currency, sum(amount) as amount from schedules where company_id = $1 group by 1) p using (contract)
     cross join lateral (
       select 'currency', s.currency, 'contract.scheduled_in', jsonb_build_object('currency', p.currency) where s.currency <> p.currency
       union all
       select 'amount', s.amount::text, 'contract.below_schedule', jsonb_build_object('scheduled', p.amount::text) where s.amount < p.amount) fault`,
    [companyId],
  );
  await dropBadRows(tx, 'stage');
}

/** A contract may be amended and put right, but never unseen: everything that it has been stays on record. */
export async function mergeContracts(batch: Batch): Promise<Merged> {
  const { tx, companyId, importId, login, businessDate } = batch;
  await addPeople(batch, 'stage', 'signed_by');
  const asking = await askingForCredit(batch, 'contract');
  const [written] = await tx.query<{ count: number }>(
    `with written as (${changedRows(batch, 'contracts')}),
       kept as (
         insert into contract_versions (company_id, contract_id, version, customer, signed_on, signed_by, currency, amount, term_days,
           renewal_of, ends_on, import_id, recorded_by, recorded_on)
         select company_id, id,
           (select count(*) + 1 from contract_versions v where v.company_id = w.company_id and v.contract_id = w.id),
           customer, signed_on, signed_by, currency, amount, term_days, renewal_of, ends_on, $2, $3, $4
         from written w)
     select count(*)::integer as count from written`,
    [companyId, importId, login, businessDate],
  );
  await judgeImported(batch, 'contract', asking);
  return { accepted: written?.count ?? 0 };
}
