import { rename, rm } from 'node:fs/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { failImport, type ImportRow, interruptImport, markAlive } from './import-record.js';
import type { ImportRequest } from './import-request.js';
import { type Begun, Importer } from './importer.js';

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
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly importer: Importer,
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
    const work = this.take({ ...request, file: { ...request.file, path } }, begun).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return begun.record;
  }

  /** What waits is given up and what is being read as well; what is being written is waited for. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.underWay);
  }

  private async take(request: ImportRequest, begun: Begun): Promise<void> {
    const { companyId, id } = begun.record;
    let rows = 0;
    const alive = setInterval(() => {
      markAlive(this.database, companyId, id, rows).catch(() => undefined);
    }, aliveEveryMilliseconds);
    try {
      await this.importer.resume(request, begun, (progress) => {
        if (this.stopping) throw new Stopped();
        rows = progress.rows;
      });
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Stopped)) this.log.error(`import ${id} of ${companyId} was interrupted`, error);
      await (error instanceof Problem
        ? failImport(this.database, companyId, id, error)
        : interruptImport(this.database, companyId, id)
      ).catch(() => undefined);
    } finally {
      clearInterval(alive);
      await rm(request.file.path, { force: true });
    }
  }
}
