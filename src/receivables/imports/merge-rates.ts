import type { Batch, Merged } from './batch.js';
import { addFaults, dropBadRows } from './row-faults.js';

/** A rate that is known may have been reckoned with: it is only changed by who says why. */
export async function judgeRates({ tx, companyId }: Batch): Promise<void> {
  await addFaults(
    tx,
    `select s.line, 'currency', s.currency, 'rate.own_currency', jsonb_build_object('currency', c.currency)
     from stage s join companies c on c.id = $1 where s.currency = c.currency`,
    [companyId],
  );
  await addFaults(
    tx,
    `select s.line, 'rate', s.rate::text, 'rate.differs', jsonb_build_object('known', k.rate::text)
     from stage s cross join lateral (${lastVersion}) k where k.rate <> s.rate and s.correction is null`,
    [companyId],
  );
  await dropBadRows(tx, 'stage');
}

/** Of a day the last version holds, and the earlier ones stay to be seen. */
export async function mergeRates({ tx, companyId, importId, login, businessDate }: Batch): Promise<Merged> {
  const written = await tx.query(
    `insert into rate_versions (company_id, currency, rate_on, version, rate, correction, import_id, recorded_by, recorded_on)
     select $1, s.currency, s."on", coalesce(k.version, 0) + 1, s.rate, s.correction, $2, $3, $4
     from stage s left join lateral (${lastVersion}) k on true where k.rate is distinct from s.rate
     returning 1`,
    [companyId, importId, login, businessDate],
  );
  return { accepted: written.length };
}

const lastVersion = `
  select version, rate from rate_versions k
  where k.company_id = $1 and k.currency = s.currency and k.rate_on = s."on" order by version desc limit 1`;
