import type { Batch } from './batch.js';
import { kinds } from './import-kinds.js';
import { sqlName } from './kinds.js';

/**
 * A statement that adds the staged rows which are new to a table and changes those that differ, with the company as $1; it returns the
 * rows it has written. What the file has no column for stays as it is known; an empty cell of a column that it has means that there is
 * none.
 * @param values SQL of what a staged row `s` brings for a canonical column where it is not its cell; such a column is always written
 */
export function changedRows({ kind, said }: Batch, table: string, values: Readonly<Record<string, string>> = {}): string {
  const key = kinds[kind].key.map(sqlName);
  const written = kinds[kind].columns.filter(({ name, sql }) => sql && (said.has(name) || name in values)).map(({ name }) => name);
  const columns = written.map(sqlName).filter((column) => !key.includes(column));
  const list = (column: (name: string) => string) => columns.map(column).join(', ');
  return `insert into ${table} as known (company_id, ${written.map(sqlName).join(', ')})
    select $1, ${written.map((name) => values[name] ?? `s.${sqlName(name)}`).join(', ')} from stage s
    on conflict (company_id, ${key.join(', ')}) do update set ${list((column) => `${column} = excluded.${column}`)}
    where (${list((column) => `known.${column}`)}) is distinct from (${list((column) => `excluded.${column}`)})
    returning known.*`;
}
