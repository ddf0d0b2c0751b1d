import type pg from 'pg';
import type { Sent } from './sent.js';

/** A node of a plan as `explain (format json)` gives it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly Plan[];
}

interface MeasuredPlan extends Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly MeasuredPlan[];
}

/** How the database would do it: with these values, and what is prepared also with any. */
export async function plansOf(client: pg.Client, { text, values, name }: Sent): Promise<Plan[]> {
  const given = await explained<Plan>(client, `explain (format json) ${text}`, values);
  return name === undefined ? [given] : [given, await explained<Plan>(client, `explain (format json, generic_plan) ${text}`)];
}

/** How many rows of the tables the statement looks at, those it throws away included. It is done, not timed, and undone again. */
export async function rowsLookedAt(client: pg.Client, { text, values }: Sent, tables: ReadonlyMap<string, number>): Promise<number> {
  await client.query('begin');
  try {
    return lookedAt(await explained<MeasuredPlan>(client, `explain (analyze, timing off, format json) ${text}`, values), tables);
  } finally {
    await client.query('rollback');
  }
}

function lookedAt(plan: MeasuredPlan, tables: ReadonlyMap<string, number>): number {
  const {
    'Actual Rows': rows,
    'Actual Loops': loops,
    'Rows Removed by Filter': filtered = 0,
    'Rows Removed by Index Recheck': lossy = 0,
  } = plan;
  const own = tables.has(plan['Relation Name'] ?? '') && plan['Node Type'].endsWith('Scan') ? (rows + filtered + lossy) * loops : 0;
  return (plan.Plans ?? []).reduce((sum, below) => sum + lookedAt(below, tables), own);
}

async function explained<P>(client: pg.Client, text: string, values?: readonly unknown[]): Promise<P> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: P }] }>(text, values as unknown[] | undefined);
  const [first] = rows[0]?.['QUERY PLAN'] ?? [];
  if (!first) throw new Error(`no plan of ${text}`);
  return first.Plan;
}
