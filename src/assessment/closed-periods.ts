import type { Tx } from '../platform/database/database.js';

/** When the period was closed; undefined while it is open. */
export async function closedOn(tx: Pick<Tx, 'query'>, company: string, period: string): Promise<string | undefined> {
  const [closing] = await tx.query<{ closedOn: string }>(
    'select closed_on as "closedOn" from assessment_closings where company_id = $1 and period = $2',
    [company, period],
    'assessment.closed_on',
  );
  return closing?.closedOn;
}

/** The last day up to which anything was closed; null while nothing was. */
export async function closedUntil(tx: Pick<Tx, 'query'>, company: string): Promise<string | null> {
  const [last] = await tx.query<{ until: string | null }>(
    'select max(closed_until) as until from period_closings where company_id = $1',
    [company],
    'assessment.closed_until',
  );
  return last?.until ?? null;
}
