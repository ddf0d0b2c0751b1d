import type { Batch, Merged } from './batch.js';
import { addPeople } from './merge-customers.js';
import { addFaults, dropBadRows, judgeCustomers } from './row-faults.js';

/** What a file may say otherwise than the check that is known, by canonical column. */
const compared = {
  result: ['s.result', 'k.result'],
  limit: ['s."limit"::text', 'k.credit_limit::text'],
  termDays: ['s.term_days::text', 'k.term_days::text'],
  note: ['s.note', 'k.note'],
};

/** A check once recorded is never another one: whether somebody signed without it, or against it, is told from it years later. */
export async function judgeCreditChecks(batch: Batch): Promise<void> {
  const { tx, companyId, said } = batch;
  await judgeCustomers(batch, 'stage');
  const values = Object.entries(compared).flatMap(([column, [now, known]]) =>
    said.has(column) ? [`('${column}', ${now}, ${known})`] : [],
  );
  await addFaults(
    tx,
    `select s.line, c.name, coalesce(c.said, ''), 'credit_check.differs', jsonb_build_object('known', coalesce(c.known, '–'))
     from stage s
     join credit_checks k on k.company_id = $1 and k.customer = s.customer and k.checked_on = s.checked_on and k.checked_by = s.checked_by
     cross join lateral (select * from (values ${values.join(', ')}) v (name, said, known) where said is distinct from known limit 1) c`,
    [companyId],
  );
  await dropBadRows(tx, 'stage');
}

export async function mergeCreditChecks(batch: Batch): Promise<Merged> {
  const { tx, companyId, importId, login, businessDate } = batch;
  await addPeople(batch, 'stage', 'checked_by');
  const written = await tx.query(
    `insert into credit_checks (company_id, customer, checked_on, checked_by, result, credit_limit, term_days, note, import_id, recorded_by,
       recorded_on)
     select $1, customer, checked_on, checked_by, result, "limit", term_days, note, $2, $3, $4 from stage order by line
     on conflict do nothing returning 1`,
    [companyId, importId, login, businessDate],
  );
  return { accepted: written.length };
}
