import type { Bench } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { compare } from '../comparison.js';
import { emptySeed, ledgerFile } from '../seeds.js';
import { importStraight } from '../straight-import.js';
import { timed } from '../timed.js';
import { inWorker } from '../worker.js';

/** None of the rows is overdue, so that no case is opened: that is a work of its own. */
export const firstImport: Bench = {
  name: 'first-import',
  run: async (setting) => {
    const { server, receivables: count } = setting;
    const seed = await emptySeed(setting);
    const path = await ledgerFile(setting, 'first.csv', { count, dueBetween: [1, 60] });
    return [
      await compare(setting, {
        work: `first import of ${count} receivables`,
        count,
        ours: () => server.withClone(seed, (url) => inWorker('importFile', { url, path, accepted: count })),
        limit: () => server.withClone(seed, (url) => onDatabase(url, (client) => timed(() => importStraight(client, path)))),
      }),
    ];
  },
};
