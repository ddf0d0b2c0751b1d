import type { Bench } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { compare } from '../comparison.js';
import { ledgerSeed } from '../seeds.js';
import { fillScores, sumStraight } from '../straight-scores.js';
import { timed } from '../timed.js';
import { inWorker } from '../worker.js';

/** Everybody's metrics of a quarter, beside one statement that somebody would write by hand for the same sums. */
export const scores: Bench = {
  name: 'scores',
  run: async (setting) => {
    const { server, receivables: count } = setting;
    const from = await ledgerSeed(setting, 'scores_ledger', { count, dueBetween: [-270, 60] });
    await server.seed('scores', (url) => onDatabase(url, fillScores), from);
    return [
      await compare(setting, {
        work: `metrics of a quarter, ${Math.min(count, 5000)} people, ${count} receivables and receipts`,
        count,
        ours: () => server.withClone('scores', (url) => inWorker('scores', { url })),
        limit: () => server.withClone('scores', (url) => onDatabase(url, (client) => timed(() => sumStraight(client)))),
      }),
    ];
  },
};
