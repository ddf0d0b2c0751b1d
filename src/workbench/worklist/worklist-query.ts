import { CasesQuery } from '../../cases/cases.shapes.js';
import { type WorklistTab, worklistTabs } from '../../cases/worklist-tabs.js';
import { Problem } from '../../platform/errors/problem.js';
import { validationPipe } from '../../platform/errors/validation.js';
import { OneOf } from '../../platform/shapes.js';

/** What the worklist's address says. */
export class WorklistQuery extends CasesQuery {
  @OneOf(worklistTabs, { optional: true })
  tab?: WorklistTab;
}

const pipe = validationPipe();
const usual: Readonly<Record<string, unknown>> = { state: 'open', limit: 50, sort: 'due' };

/** A form without script also sends the fields that were left empty. @throws Problem 400 `request.invalid` */
export async function readWorklistQuery(fields: Record<string, unknown>): Promise<WorklistQuery> {
  const typed = Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, amounts.includes(name) && typeof value === 'string' ? value.replaceAll(/[,，\s]/g, '') : value]),
  );
  return (await pipe.transform(typed, { type: 'query', metatype: WorklistQuery })) as WorklistQuery;
}

const amounts: readonly string[] = ['minBalance', 'maxBalance'];

/** What is typed, and not chosen. */
const conditions: readonly string[] = ['q', 'customer', ...amounts, 'minOverdueDays', 'maxOverdueDays', 'nextUntil'];

/** The same without the conditions that are none; the problem says what is wrong with them. @throws Problem 400 `request.invalid` for all else */
export async function readTypedConditions(fields: Record<string, unknown>): Promise<{ query: WorklistQuery; problem?: Problem }> {
  try {
    return { query: await readWorklistQuery(fields) };
  } catch (error) {
    const wrong = error instanceof Problem ? (error.errors ?? []).map(({ field }) => field) : [];
    if (!(error instanceof Problem) || wrong.length === 0 || !wrong.every((name) => conditions.includes(name))) throw error;
    const rest = Object.entries(fields).filter(([name]) => !wrong.includes(name));
    return { query: await readWorklistQuery(Object.fromEntries(rest)), problem: error };
  }
}

/** The address of the list with these filters; what is as usual is left out. */
export function worklistAddress(query: Partial<WorklistQuery>, path = '/cases'): string {
  const search = queryString(query);
  return search === '' ? path : `${path}?${search}`;
}

export function queryString(query: Partial<WorklistQuery>): string {
  const told = Object.entries(query).filter(([name, value]) => value !== undefined && value !== '' && value !== usual[name]);
  return new URLSearchParams(told.map(([name, value]): [string, string] => [name, String(value)])).toString();
}
