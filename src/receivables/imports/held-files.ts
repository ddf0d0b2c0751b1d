import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { Tx } from '../../platform/database/database.js';

const partBytes = 1024 * 1024;

/** Keeps a file in the database, where every replica finds it, until somebody releases it. */
export async function keepHeldFile(tx: Tx, companyId: string, importId: string, path: string): Promise<void> {
  let part = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: partBytes }) as AsyncIterable<Buffer>) {
    await tx.query('insert into held_files (company_id, import_id, part, bytes) values ($1, $2, $3, $4)', [
      companyId,
      importId,
      part,
      bytes,
    ]);
    part += 1;
  }
}

/** Writes it where it can be read from again. */
export async function restoreHeldFile(database: Pick<Tx, 'query'>, companyId: string, importId: string, path: string): Promise<void> {
  async function* parts(): AsyncGenerator<Buffer> {
    for (let part = 0; ; part += 1) {
      const [found] = await database.query<{ bytes: Buffer }>(
        'select bytes from held_files where company_id = $1 and import_id = $2 and part = $3',
        [companyId, importId, part],
      );
      if (!found) return;
      yield found.bytes;
    }
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Readable.from(parts()), { mode: 0o600 });
}

/** @returns whether there was one */
export async function dropHeldFile(tx: Tx, companyId: string, importId: string): Promise<boolean> {
  const parts = await tx.query('delete from held_files where company_id = $1 and import_id = $2 returning part', [companyId, importId]);
  return parts.length > 0;
}
