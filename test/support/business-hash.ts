import type { TrainingSystem } from './training-system.js';

/** What a refused request may leave behind: that it was refused. */
const mayChange = ['access_refusals', 'request_counts'];

/** One line per table with how many rows it has and a hash over all of them: whatever is added, changed or lost shows. */
export async function businessHash(system: TrainingSystem): Promise<string[]> {
  const tables = await system.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relispartition
       and relname <> all ($1) union all
     select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'p' order by 1`,
    [mayChange],
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const [row] = await system.rows<{ rows: string; hash: string | null }>(
      `select count(*) as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${name} t`,
    );
    lines.push(`${name}: ${row?.rows} ${row?.hash}`);
  }
  return lines;
}
