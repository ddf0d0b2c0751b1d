import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { restoreHeldFile } from './held-files.js';
import { heldRequest } from './held-imports.js';
import type { ImportRow } from './import-record.js';
import { Importer } from './importer.js';

/** Held files, taken after all. */
@Injectable()
export class Releases {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly importer: Importer,
  ) {}

  /** @throws Problem 409 `import.not_held`, `import.same_person`, and as `Importer.run` */
  async release(held: ImportRow, by: string): Promise<ImportRow> {
    const request = await heldRequest(this.database, held, by);
    const path = join(this.config.home, 'incoming', randomUUID());
    try {
      await restoreHeldFile(this.database, held.companyId, held.id, path);
      return await this.importer.release({ ...request, file: { ...request.file, path } }, held.id, by);
    } finally {
      await rm(path, { force: true });
    }
  }
}
