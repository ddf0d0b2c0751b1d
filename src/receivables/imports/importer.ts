import { Injectable } from '@nestjs/common';
import { CaseDesk } from '../../cases/case-desk.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { bePatient } from '../../platform/database/patient.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Batch } from './batch.js';
import { forgetHeld, type HeldRequest, holdImport, markReleased } from './held-imports.js';
import { kinds } from './import-kinds.js';
import { finishImport, type ImportRow, markBegun, sameFileBefore, startImport } from './import-record.js';
import type { ImportRequest } from './import-request.js';
import { merge } from './merge.js';
import { ListHeld } from './open-items.js';
import { canonical, type StoredProfile } from './profiles/import-profile.js';
import { ImportProfiles } from './profiles/import-profiles.js';
import { rowsOfFile } from './reading/file-rows.js';
import { openFile } from './reading/open-file.js';
import { countBadRows, keepFaults } from './row-faults.js';
import { Slots } from './slots.js';
import { createStage, fillStage } from './staging.js';
import { judgeWishes } from './wishes.js';

/** How far an import is: reading counts rows, merging does not. */
export type OnProgress = (progress: { step: 'reading' | 'merging'; rows: number }) => void;

/** An import on record, with the profile that it is to be read with. */
export interface Begun {
  record: ImportRow;
  profile?: StoredProfile;
  /** It was held, and a second person has released it. */
  released: boolean;
}

interface Started {
  id: string;
  released?: boolean;
  businessDate: string;
  profile?: StoredProfile;
}

/** Each holds a connection for as long as it takes: more of them would leave too few for everybody else. */
const importsAtOnce = 2;

/** Takes files into the ledger: all of a file or nothing of it, and a file that is known changes nothing. */
@Injectable()
export class Importer {
  private readonly slots = new Slots(importsAtOnce);

  constructor(
    private readonly database: Database,
    private readonly profiles: ImportProfiles,
    private readonly desk: CaseDesk,
    private readonly rules: RulesInForce,
  ) {}

  /**
   * @returns the import as recorded, with status `rejected` if bad rows stopped it
   * @throws Problem 4xx for a file that cannot be read at all, or a profile or company that there is none of; nothing is written then
   */
  run(request: ImportRequest, onProgress?: OnProgress): Promise<ImportRow> {
    const start = async (tx: Tx): Promise<Started> => {
      const profile = await this.profileOf(request, tx);
      return { profile, ...(await startImport(tx, request, profile?.version)) };
    };
    return this.inSlot(request, start, onProgress);
  }

  /**
   * Records an import that `resume` is to take.
   * @throws Problem 4xx for a profile or company that there is none of; nothing is written then
   */
  begin(request: ImportRequest): Promise<Begun> {
    return this.database.transaction(async (tx) => {
      const profile = await this.profileOf(request, tx);
      const { id, businessDate } = await startImport(tx, request, profile?.version);
      await judgeWishes(tx, request, businessDate);
      return { record: await markBegun(tx, request.companyId, id), profile, released: false };
    });
  }

  /**
   * Records that somebody has released a held import, which `resume` is to take.
   * @throws Problem 409 `import.not_held`, and as `begin` for what has become impossible meanwhile
   */
  beginRelease(request: HeldRequest, id: string, by: string): Promise<Begun> {
    return this.database.transaction(async (tx) => {
      const profile = await this.profileOf(request, tx);
      await judgeWishes(tx, request, await businessDate(tx, request.companyId));
      return { record: await markReleased(tx, request.companyId, id, by), profile, released: true };
    });
  }

  /** As `run`, for an import that has begun; what it throws is not recorded yet. */
  resume(request: ImportRequest, { record: { id }, profile, released }: Begun, onProgress: OnProgress): Promise<ImportRow> {
    // The record itself is left alone until the end: locked, nobody else could write into it that the import is alive.
    const start = async (tx: Tx): Promise<Started> => {
      if (released) await forgetHeld(tx, request.companyId, id);
      return { id, released, businessDate: await businessDate(tx, request.companyId), profile };
    };
    return this.inSlot(request, start, onProgress);
  }

  /**
   * Takes a held file that a second person releases.
   * @throws Problem 409 `import.not_held`, also for one that somebody else has released meanwhile
   */
  release(request: ImportRequest, id: string, by: string): Promise<ImportRow> {
    const start = async (tx: Tx): Promise<Started> => {
      await markReleased(tx, request.companyId, id, by);
      await forgetHeld(tx, request.companyId, id);
      return { id, released: true, businessDate: await businessDate(tx, request.companyId), profile: await this.profileOf(request, tx) };
    };
    return this.inSlot(request, start);
  }

  private inSlot(request: ImportRequest, start: (tx: Tx) => Promise<Started>, onProgress?: OnProgress): Promise<ImportRow> {
    return this.slots.use(() =>
      this.database.transaction(async (tx) => {
        onProgress?.({ step: 'reading', rows: 0 });
        await prepare(tx, request.companyId);
        const started = await start(tx);
        await judgeWishes(tx, request, started.businessDate);
        const before = await sameFileBefore(tx, request, started.profile?.version);
        if (before === undefined) return this.take(tx, request, started, onProgress);
        const counts = { rows: before, accepted: 0, rejected: 0, unchanged: before };
        return finishImport(tx, request.companyId, started, { status: 'done', ...counts });
      }),
    );
  }

  /** @throws Problem 404 `profile.unknown`, 400 `profile.kind_differs` */
  async profileOf(
    { kind, profile: name }: Pick<ImportRequest, 'kind' | 'profile'>,
    tx: Pick<Tx, 'query'>,
  ): Promise<StoredProfile | undefined> {
    if (name === undefined) return undefined;
    const profile = await this.profiles.read(name, tx);
    if (profile.definition.kind !== kind) throw new Problem(400, 'profile.kind_differs', { name, kind: profile.definition.kind });
    return profile;
  }

  private async take(tx: Tx, request: ImportRequest, started: Started, onProgress?: OnProgress): Promise<ImportRow> {
    const { kind, companyId, file } = request;
    const { id, businessDate } = started;
    const profile = started.profile?.definition;
    const format = profile ?? canonical;
    const rows = rowsOfFile(file.path, format);
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
      policy: (await this.rules.on(companyId, businessDate, tx)).policy,
      asOf: request.asOf,
      released: started.released ?? false,
      skipsBadRows: request.onError === 'skip',
      opensCases: request.cases !== 'later',
      said,
    };
    const merged = await merge(batch, this.desk).catch((error: unknown) => {
      if (error instanceof ListHeld) return error;
      throw error;
    });
    if (merged instanceof ListHeld) return holdImport(tx, request, started, { rows: read, ...merged });
    const rejected = await countBadRows(tx);
    await keepFaults(tx, companyId, id, layout.labels);
    const counts = merged ? { accepted: merged.accepted, unchanged: read - rejected - merged.accepted } : { accepted: 0, unchanged: 0 };
    return finishImport(tx, companyId, started, { status: merged ? 'done' : 'rejected', rows: read, rejected, ...counts });
  }
}

/** One importer at a time per company; and a large file may take its time. */
async function prepare(tx: Tx, companyId: string): Promise<void> {
  await bePatient(tx);
  await tx.query(`set local work_mem = '64MB'`);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ledger import ' || $1, 0))`, [companyId]);
}
