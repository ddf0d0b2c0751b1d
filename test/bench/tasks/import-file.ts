import { statSync } from 'node:fs';
import { Importer } from '../../../src/receivables/imports/importer.js';
import { company } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

export async function importFile({ url, path, accepted }: OnDatabase & { path: string; accepted: number }): Promise<Task<undefined>> {
  const app = await openApplication(url);
  const file = { path, name: 'receivables.csv', sha256: Buffer.alloc(32, path), bytes: statSync(path).size };
  return {
    info: undefined,
    run: async () => {
      const made = await app.get(Importer).run({ kind: 'receivables', companyId: company, file, onError: 'stop', by: 'ar_clerk' });
      if (made.accepted !== accepted) throw new Error(`${made.accepted} rows were taken of ${accepted}, ${made.rejected} rejected`);
    },
    close: () => app.close(),
  };
}
