import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Database } from '../platform/database/database.js';

/** The parts of a night, in their order. */
export type NightStep = 'opened' | 'advanced' | 'reminded';

/** What each still finds to do: rows without columns, of the company $1 on the date $2. */
export const left: Readonly<Record<NightStep, string>> = {
  opened: 'select from receivables where company_id = $1 and due_on < $2 and balance > 0 and not has_case',
  advanced: 'select from cases where company_id = $1 and next_date <= $2',
  reminded: 'select from cases where company_id = $1 and remind_on <= $2',
};

/** More are not counted: it is for people, who see from it how long a night will take. */
export const mostCounted = 100_000;

export async function countLeft(
  database: Database,
  step: NightStep,
  companyId: string,
  on: BusinessDate,
  most = mostCounted,
): Promise<number> {
  const [row] = await database.query<{ left: number }>(`select count(*)::int as left from (${left[step]} limit $3) rows_left`, [
    companyId,
    on,
    most,
  ]);
  return row?.left ?? 0;
}
