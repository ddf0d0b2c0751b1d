import type { Batch, Merged } from './batch.js';
import { judgePersons } from './merge-surveys.js';
import { addFaults, dropBadRows, judgeCustomers } from './row-faults.js';

/** A complaint once recorded is never another one: somebody decides on it. */
export async function judgeComplaints(batch: Batch): Promise<void> {
  const { tx, companyId, said } = batch;
  await judgeCustomers(batch, 'stage');
  await judgePersons(batch);
  const compared = Object.entries(known).filter(([column]) => column !== 'note' || said.has(column));
  const values = compared.map(([column, expression]) => `('${column}', s.${expression}::text, k.${expression}::text)`);
  await addFaults(
    tx,
    `select s.line, c.name, coalesce(c.said, ''), 'complaint.differs', jsonb_build_object('known', coalesce(c.known, '–'))
     from stage s join complaints k on k.company_id = $1 and k.complaint = s.complaint
     cross join lateral (select * from (values ${values.join(', ')}) v (name, said, known) where said is distinct from known limit 1) c`,
    [companyId],
  );
  await dropBadRows(tx, 'stage');
}

export async function mergeComplaints({ tx, companyId, importId, login, businessDate }: Batch): Promise<Merged> {
  const written = await tx.query(
    `insert into complaints (company_id, complaint, customer, person, received_on, kind, note, import_id, recorded_by, recorded_on)
     select $1, complaint, customer, person, received_on, kind, note, $2, $3, $4 from stage order by line on conflict do nothing returning 1`,
    [companyId, importId, login, businessDate],
  );
  return { accepted: written.length };
}

const known = { customer: 'customer', person: 'person', receivedOn: 'received_on', kind: 'kind', note: 'note' };
