import { Injectable } from '@nestjs/common';
import { CaseDesk } from '../../cases/case-desk.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Batch } from './batch.js';
import { finishImport, type ImportRow, sameFileBefore, startImport } from './import-record.js';
import type { ImportRequest } from './import-request.js';
import { kinds } from './kinds.js';
import { merge } from './merge.js';
import { canonical, type ImportProfile } from './profiles/import-profile.js';
import { ImportProfiles } from './profiles/import-profiles.js';
import { csvRows } from './reading/csv-rows.js';
import { textOfFile } from './reading/file-text.js';
import { openFile } from './reading/open-file.js';
import { countBadRows, keepFaults } from './row-faults.js';
import { createStage, fillStage } from './staging.js';

/** How far an import is: reading counts rows, merging does not. */
export type OnProgress = (progress: { step: 'reading' | 'merging'; rows: number }) => void;

/** Takes files into the ledger: all of a file or nothing of it, and a file that is known changes nothing. */
@Injectable()
export class Importer {
  constructor(
    private readonly database: Database,
    private readonly profiles: ImportProfiles,
    private readonly desk: CaseDesk,
  ) {}

  /**
   * @returns the import as recorded, with status `rejected` if bad rows stopped it
   * @throws Problem 4xx for a file that cannot be read at all, or a profile or company that there is none of; nothing is written then
   */
  run(request: ImportRequest, onProgress?: OnProgress): Promise<ImportRow> {
    return this.database.transaction(async (tx) => {
      await prepare(tx, request.companyId);
      const profile = await this.profileOf(request, tx);
      const { id, businessDate } = await startImport(tx, request, profile?.version);
      const before = await sameFileBefore(tx, request, profile?.version);
      if (before !== undefined)
        return finishImport(tx, request.companyId, id, { status: 'done', rows: before, accepted: 0, rejected: 0, unchanged: before });
      return this.take(tx, request, { id, businessDate }, profile?.definition, onProgress);
    });
  }

  private async profileOf({ kind, profile: name }: ImportRequest, tx: Tx) {
    if (name === undefined) return undefined;
    const profile = await this.profiles.read(name, tx);
    if (profile.definition.kind !== kind) throw new Problem(400, 'profile.kind_differs', { name, kind: profile.definition.kind });
    return profile;
  }

  private async take(
    tx: Tx,
    request: ImportRequest,
    { id, businessDate }: { id: string; businessDate: string },
    profile: ImportProfile | undefined,
    onProgress?: OnProgress,
  ): Promise<ImportRow> {
    const { kind, companyId, file } = request;
    const format = profile ?? canonical;
    const rows = csvRows(textOfFile(file.path, format.encoding), format.delimiter);
    const { layout, reader, body } = await openFile(kinds[kind], rows, profile, { companyId, businessDate, notation: format });
    await createStage(tx, reader);
    const read = await fillStage(tx, reader, body, (count) => onProgress?.({ step: 'reading', rows: count }));
    onProgress?.({ step: 'merging', rows: read });
    const said = new Set([...layout.places.keys(), ...layout.constants.keys()]);
    const batch: Batch = {
      tx,
      companyId,
      importId: id,
      kind,
      login: request.by,
      fileName: file.name,
      businessDate,
      skipsBadRows: request.onError === 'skip',
      said,
    };
    const merged = await merge(batch, this.desk);
    const rejected = await countBadRows(tx);
    await keepFaults(tx, companyId, id, layout.labels);
    const counts = merged ? { accepted: merged.accepted, unchanged: read - rejected - merged.accepted } : { accepted: 0, unchanged: 0 };
    return finishImport(tx, companyId, id, { status: merged ? 'done' : 'rejected', rows: read, rejected, ...counts });
  }
}

/** One importer at a time per company; and a large file may take its time. */
async function prepare(tx: Tx, companyId: string): Promise<void> {
  await tx.query(`set local statement_timeout = 0`);
  await tx.query(`set local idle_in_transaction_session_timeout = 0`);
  await tx.query(`set local work_mem = '64MB'`);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ledger import ' || $1, 0))`, [companyId]);
}
