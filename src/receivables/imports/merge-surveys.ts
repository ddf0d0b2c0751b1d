import type { Batch, Merged } from './batch.js';
import { addFaults, dropBadRows } from './row-faults.js';

/** Nobody brings what customers said of themselves, nor changes what a closed period was computed from. */
export async function judgeSurveys(batch: Batch): Promise<void> {
  const { tx, companyId } = batch;
  await judgePersons(batch);
  await addFaults(
    tx,
    `select s.line, 'period', s.period, 'period.closed', jsonb_build_object('on', c.closed_on)
     from stage s join assessment_closings c on c.company_id = $1 and c.period = s.period`,
    [companyId],
  );
  await addFaults(
    tx,
    `select s.line, 'customer', s.customer, 'customer.unknown', '{}' from stage s
     where s.customer is not null and not exists (select from customers c where c.company_id = $1 and c.customer = s.customer)`,
    [companyId],
  );
  await dropBadRows(tx, 'stage');
}

/** What was said before stays to be seen; the last version holds. */
export async function mergeSurveys({ tx, companyId, importId, login, businessDate }: Batch): Promise<Merged> {
  const written = await tx.query(
    `insert into survey_results (company_id, period, person, key, customer, version, value, answers, surveyed_on, import_id, recorded_by, recorded_on)
     select $1, s.period, s.person, s.key, s.customer, coalesce(k.version, 0) + 1, s.value, s.answers, s.surveyed_on, $2, $3, $4
     from stage s left join lateral (
       select version, value, answers, surveyed_on from survey_results k
       where k.company_id = $1 and k.period = s.period and k.person = s.person and k.key = s.key and k.customer is not distinct from s.customer
       order by version desc limit 1) k on true
     where (k.value, k.answers, k.surveyed_on) is distinct from (s.value, s.answers, s.surveyed_on)
     returning 1`,
    [companyId, importId, login, businessDate],
  );
  return { accepted: written.length };
}

/** Known to the company's people, and somebody else than who brings the file. */
export async function judgePersons({ tx, login }: Batch): Promise<void> {
  // From here on nothing that scores are made of changes, until the file is in.
  await tx.query('lock table cases in row share mode');
  await addFaults(
    tx,
    `select line, 'person', person, 'person.unknown', '{}' from stage s where not exists (select from people p where p.login = s.person)`,
  );
  await addFaults(tx, `select line, 'person', person, 'person.own', '{}' from stage where person = $1`, [login]);
}
