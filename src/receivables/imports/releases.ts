import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { BackgroundImports } from './background-imports.js';
import { restoreHeldFile } from './held-files.js';
import { heldRequest } from './held-imports.js';
import type { ImportRow } from './import-record.js';
import { Importer } from './importer.js';
import { isForLater, isLarge } from './large-files.js';
import { incomingPath } from './upload.js';

/** Held files, taken after all. */
@Injectable()
export class Releases {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly importer: Importer,
    private readonly background: BackgroundImports,
  ) {}

  /**
   * @param prefer the header: whether to wait for a large file, or not even for a small one
   * @returns the import with status `running` where it goes on in the background
   * @throws Problem 409 `import.not_held`, `import.same_person`, and as `Importer.run`
   */
  async release(held: ImportRow, by: string, prefer: string): Promise<ImportRow> {
    const request = await heldRequest(this.database, held, by);
    if (isForLater(isLarge({ rows: held.rows, bytes: request.file.bytes }), prefer)) return this.background.release(request, held.id, by);
    const path = incomingPath(this.config.home);
    try {
      await restoreHeldFile(this.database, held.companyId, held.id, path);
      return await this.importer.release({ ...request, file: { ...request.file, path } }, held.id, by);
    } finally {
      await rm(path, { force: true });
    }
  }
}
