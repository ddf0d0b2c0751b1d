import type { Bench } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { compare } from '../comparison.js';
import { customersFor } from '../ledger.js';
import { ledgerFile, ledgerSeed } from '../seeds.js';
import { importStraight } from '../straight-import.js';
import { timed } from '../timed.js';
import { inWorker } from '../worker.js';

/** The whole list comes again: one row in ten has another amount, one in twenty is new, the rest is known. */
export const dailyList: Bench = {
  name: 'daily-list',
  run: async (setting) => {
    const { server, receivables: known } = setting;
    const dueBetween = [1, 60] as const;
    const seed = await ledgerSeed(setting, 'known', { count: known, dueBetween });
    const fresh = Math.round(known / 20);
    const count = known + fresh;
    const path = await ledgerFile(setting, 'daily.csv', { count, dueBetween, customers: customersFor(known), changed: true });
    const accepted = Math.floor(known / 10) + fresh;
    return [
      await compare(setting, {
        work: `daily list of ${count} rows, 10 % changed, 5 % new`,
        count,
        ours: () => server.withClone(seed, (url) => inWorker('importFile', { url, path, accepted })),
        limit: () => server.withClone(seed, (url) => onDatabase(url, (client) => timed(() => importStraight(client, path)))),
      }),
    ];
  },
};
