import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Problem } from '../../../platform/errors/problem.js';
import { incomingPath, type Upload } from '../upload.js';
import type { DraftWish, ImportDraft } from './import-draft.js';

const partBytes = 1024 * 1024;
const lineFeed = 0x0a;
const columns = `company_id as "companyId", id, by, file_name as "fileName", encode(sha256, 'hex') as sha256, bytes::float8 as bytes,
  lines::float8 as lines, wish, import_id as "importId"`;

/** Files on their way into the ledger, kept in the database, where every replica finds them, for a day. */
@Injectable()
export class ImportDrafts {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  keep({ file, lines }: Upload, companyId: string, by: string, wish: DraftWish): Promise<ImportDraft> {
    return this.database.transaction(async (tx) => {
      await tx.query(`delete from import_drafts where created_at < now() - interval '1 day'`);
      const [kept] = await tx.query<ImportDraft>(
        `insert into import_drafts (company_id, by, file_name, sha256, bytes, lines, wish)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
        [companyId, by, file.name, file.sha256, file.bytes, lines, JSON.stringify(wish)],
      );
      if (!kept) throw new Error('the draft is not kept');
      await keepParts(tx, kept, file.path);
      return kept;
    });
  }

  /** @throws Problem 404 `draft.unknown`, also for somebody else's and for one that was forgotten or taken */
  async read(id: string, by: string): Promise<ImportDraft> {
    const [found] = await this.database.query<ImportDraft>(
      `select ${columns} from import_drafts d where id = $1::bigint and by = $2
         and exists (select from import_draft_files f where f.company_id = d.company_id and f.draft_id = d.id)`,
      [id, by],
    );
    if (!found) throw new Problem(404, 'draft.unknown', { id });
    return found;
  }

  /** What has become of somebody's draft. @returns undefined for one that is none of theirs, or was not imported */
  async importOf(id: string, by: string): Promise<string | undefined> {
    const [found] = await this.database.query<{ importId: string | null }>(
      'select import_id as "importId" from import_drafts where id = $1::bigint and by = $2',
      [id, by],
    );
    return found?.importId ?? undefined;
  }

  async remember({ companyId, id }: ImportDraft, wish: DraftWish): Promise<void> {
    await this.database.query('update import_drafts set wish = $3 where company_id = $1 and id = $2::bigint', [
      companyId,
      id,
      JSON.stringify(wish),
    ]);
  }

  /** From now on nobody else imports it. @throws Problem 409 `draft.taken` */
  async take({ companyId, id, fileName }: ImportDraft): Promise<void> {
    const taken = await this.database.query(
      'update import_drafts set taken_at = now() where company_id = $1 and id = $2::bigint and taken_at is null returning id',
      [companyId, id],
    );
    if (taken.length === 0) throw new Problem(409, 'draft.taken', { fileName });
  }

  /** It was not imported after all, and may be mended. @param importId that rejected it */
  async giveBack({ companyId, id }: ImportDraft, importId?: string): Promise<void> {
    await this.database.query(
      'update import_drafts set taken_at = null, import_id = coalesce($3::bigint, import_id) where company_id = $1 and id = $2::bigint',
      [companyId, id, importId ?? null],
    );
  }

  /** Its file has become an import. How many lines it has stays known, for those who watch. */
  async settle({ companyId, id }: ImportDraft, importId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('update import_drafts set import_id = $3::bigint where company_id = $1 and id = $2::bigint', [
        companyId,
        id,
        importId,
      ]);
      await tx.query('delete from import_draft_files where company_id = $1 and draft_id = $2::bigint', [companyId, id]);
    });
  }

  /** What an import came from. @returns undefined where it came another way, or a day is over */
  async ofImport(companyId: string, importId: string): Promise<{ id: string; by: string; lines: number; isThere: boolean } | undefined> {
    const [found] = await this.database.query<{ id: string; by: string; lines: number; isThere: boolean }>(
      `select id, by, lines::float8 as lines,
         exists (select from import_draft_files f where f.company_id = d.company_id and f.draft_id = d.id) as "isThere"
       from import_drafts d where company_id = $1 and import_id = $2::bigint order by id desc limit 1`,
      [companyId, importId],
    );
    return found;
  }

  /**
   * Puts its file where it can be read.
   * @param beginning only about so many bytes of a text, up to the end of a line
   */
  async withFile<T>(draft: ImportDraft, work: (path: string) => Promise<T>, beginning = Number.POSITIVE_INFINITY): Promise<T> {
    const path = incomingPath(this.config.home);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, Readable.from(this.parts(draft, beginning)), { mode: 0o600 });
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  private async *parts({ companyId, id }: ImportDraft, beginning: number): AsyncGenerator<Buffer> {
    for (let part = 0; ; part += 1) {
      const [found] = await this.database.query<{ bytes: Buffer }>(
        'select bytes from import_draft_files where company_id = $1 and draft_id = $2::bigint and part = $3',
        [companyId, id, part],
      );
      if (!found) return;
      const isLast = (part + 1) * partBytes >= beginning && found.bytes.length === partBytes;
      yield isLast ? wholeLines(found.bytes) : found.bytes;
      if (isLast) return;
    }
  }
}

async function keepParts(tx: Tx, { companyId, id }: ImportDraft, path: string): Promise<void> {
  let part = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: partBytes }) as AsyncIterable<Buffer>) {
    await tx.query('insert into import_draft_files (company_id, draft_id, part, bytes) values ($1, $2::bigint, $3, $4)', [
      companyId,
      id,
      part,
      bytes,
    ]);
    part += 1;
  }
}

/** Cut inside a character or a quoted cell, the rest would be called a fault of the file. */
function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(lineFeed) + 1;
  return end === 0 ? bytes : bytes.subarray(0, end);
}
