import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from '../../platform/database/database.js';
import { type Kind, sqlName } from './kinds.js';
import type { FileRow } from './reading/file-row.js';
import type { RowReader } from './reading/row-reader.js';

/**
 * Two tables that end with the transaction: `stage` with the file's good rows, `stage_fault` with what is wrong with the others, by
 * canonical column.
 */
export async function createStage(tx: Tx, reader: RowReader): Promise<void> {
  await tx.query(`create temp table stage (line bigint not null, ${reader.columns.join(', ')}, faults json) on commit drop`);
  await tx.query(
    `create temp table stage_fault (line bigint not null, "column" text not null, value text not null, code text not null, facts jsonb not null)
     on commit drop`,
  );
}

/**
 * Streams the rows into `stage`; no more than a few pieces of the file are in memory at a time.
 * @param onRows told how many rows have been read so far
 * @returns how many rows the file has
 */
export async function fillStage(
  tx: Tx,
  reader: RowReader,
  rows: AsyncIterable<FileRow[]>,
  onRows?: (read: number) => void,
): Promise<number> {
  let read = 0;
  let bad = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const some of rows) {
      let text = '';
      for (const row of some) {
        const staged = reader.read(row);
        text += staged.line;
        if (staged.bad) bad += 1;
      }
      read += some.length;
      onRows?.(read);
      if (text) yield Buffer.from(text);
    }
  }
  await pipeline(Readable.from(lines(), { objectMode: true, highWaterMark: 2 }), tx.client.query(copyFrom('copy stage from stdin')));
  if (bad) await setFaultsApart(tx);
  await tx.query('analyze stage');
  return read;
}

async function setFaultsApart(tx: Tx): Promise<void> {
  await tx.query(
    `insert into stage_fault select s.line, f.column, f.value, f.code, coalesce(f.facts, '{}')
     from stage s cross join json_to_recordset(s.faults) as f ("column" text, value text, code text, facts jsonb) where s.faults is not null`,
  );
  await tx.query('delete from stage where faults is not null');
}

/**
 * Rows that name again what an earlier row of the file has named: wrong if they say something else, or if the kind allows none at all;
 * otherwise they are dropped, as said already.
 */
export async function judgeRepetitions(tx: Tx, kind: Kind): Promise<void> {
  const keys = kind.key.map(sqlName);
  const [repeated] = await tx.query(`select 1 from stage group by ${keys.join(', ')} having count(*) > 1 limit 1`);
  if (!repeated) return;
  const values = kind.columns.filter(({ sql }) => sql).map(({ name }) => sqlName(name));
  await tx.query(
    `create temp table repetition on commit drop as
     select line, first_line, ${kind.keyOnce ? 'true' : 'said <> first_said'} as wrong
     from (select line, said, first_value(line) over same as first_line, first_value(said) over same as first_said
           from (select line, ${keys.join(', ')}, row(${values.join(', ')})::text as said from stage) named
           window same as (partition by ${keys.join(', ')} order by line)) told
     where line > first_line`,
  );
  await tx.query(
    `insert into stage_fault select s.line, $1, s.${keys[0]}, $2, jsonb_build_object('line', r.first_line)
     from repetition r join stage s using (line) where r.wrong`,
    [kind.key[0], 'row.repeated'],
  );
  await tx.query('delete from stage s using repetition r where r.line = s.line');
}
