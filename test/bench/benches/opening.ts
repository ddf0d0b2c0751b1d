import type { Bench } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { compare } from '../comparison.js';
import { ledgerSeed, nightLedger, yesterday } from '../seeds.js';
import { openStraight } from '../straight-night.js';
import { timed } from '../timed.js';
import { inWorker } from '../worker.js';

/** So many receivables without a case, as on the day after the first file. */
export const opening: Bench = {
  name: 'opening',
  run: async (setting) => {
    const { server, receivables: count } = setting;
    const seed = await ledgerSeed(setting, 'night_ledger', nightLedger(setting));
    return [
      await compare(setting, {
        work: `${count} cases opened in a night`,
        count,
        ours: () => server.withClone(seed, (url) => inWorker('night', { url, on: yesterday })),
        limit: () => server.withClone(seed, (url) => onDatabase(url, (client) => timed(() => openStraight(client, yesterday)))),
      }),
    ];
  },
};
