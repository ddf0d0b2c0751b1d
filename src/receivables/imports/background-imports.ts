import { rename, rm } from 'node:fs/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { Stopping } from '../../platform/stopping.js';
import { restoreHeldFile } from './held-files.js';
import { forgetHeld, type HeldRequest, holdAgain } from './held-imports.js';
import { failImport, type ImportRow, interruptImport, markAlive } from './import-record.js';
import type { ImportRequest } from './import-request.js';
import { type Begun, Importer } from './importer.js';
import { incomingPath } from './upload.js';

const aliveEveryMilliseconds = 1_000;

/** The process is stopping: what has been read so far is forgotten. */
class Stopped extends Error {}

/**
 * Large files are taken after their sender has been answered. Their record is written first, and says from then on how far they are; a
 * process that dies leaves it to say so itself by falling silent.
 */
@Injectable()
export class BackgroundImports implements OnModuleDestroy {
  private readonly log = new Logger(BackgroundImports.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly importer: Importer,
    private readonly stopping: Stopping,
  ) {}

  /**
   * @returns the import as recorded, with status `running`
   * @throws Problem for a profile or company that there is none of; nothing is written then
   */
  async start(request: ImportRequest): Promise<ImportRow> {
    const begun = await this.importer.begin(request);
    // Its sender's request clears up the file it was received in.
    const path = `${request.file.path}.taken`;
    await rename(request.file.path, path);
    return this.goOn({ ...request, file: { ...request.file, path } }, begun);
  }

  /**
   * The same for a held file that a second person has released.
   * @throws Problem 409 `import.not_held`, and as `start` for what has become impossible meanwhile
   */
  async release(request: HeldRequest, id: string, by: string): Promise<ImportRow> {
    const begun = await this.importer.beginRelease(request, id, by);
    return this.goOn({ ...request, file: { ...request.file, path: incomingPath(this.config.home) } }, begun);
  }

  /** What waits is given up and what is being read as well; what is being written is waited for. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.begin();
    await Promise.all(this.underWay);
  }

  private goOn(request: ImportRequest, begun: Begun): ImportRow {
    const work = this.take(request, begun).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return begun.record;
  }

  private async take(request: ImportRequest, begun: Begun): Promise<void> {
    const { companyId, id } = begun.record;
    // Of a released one they are known, and stay so if it has to be held again.
    let { rows } = begun.record;
    const alive = setInterval(() => {
      markAlive(this.database, companyId, id, rows).catch(() => undefined);
    }, aliveEveryMilliseconds);
    try {
      if (begun.released) await restoreHeldFile(this.database, companyId, id, request.file.path);
      await this.importer.resume(request, begun, (progress) => {
        if (this.stopping.begun) throw new Stopped();
        rows = Math.max(rows, progress.rows);
      });
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Stopped)) this.log.error(`import ${id} of ${companyId} was interrupted`, error);
      await this.end(begun, error).catch(() => undefined);
    } finally {
      clearInterval(alive);
      await rm(request.file.path, { force: true });
    }
  }

  private end({ record, released }: Begun, error: unknown): Promise<void> {
    const { companyId, id } = record;
    if (error instanceof Problem)
      return this.database.transaction(async (tx) => {
        if (released) await forgetHeld(tx, companyId, id);
        await failImport(tx, companyId, id, error);
      });
    return released ? holdAgain(this.database, record) : interruptImport(this.database, companyId, id);
  }
}
