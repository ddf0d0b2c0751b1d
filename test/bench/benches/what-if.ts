import { addDays } from '../../../workflows/calendar/dates.js';
import type { Bench } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { perSecond } from '../figures.js';
import { today } from '../ledger.js';
import { caseSeed } from '../seeds.js';
import { inWorker } from '../worker.js';

/** Nights of the span that have run: each leaves entries in the journals. */
const nights = [60, 40, 20, 10, 5, 0];

/** Other numbers, tried on every case: there is nothing to compare it with. */
export const whatIf: Bench = {
  name: 'what-if',
  run: async (setting) => {
    const { server, receivables: count, say } = setting;
    const from = await caseSeed(setting, 'what_if_cases', { count, dueBetween: [-180, -81] }, addDays(today, -80));
    await server.seed(
      'what_if',
      async (url) => {
        for (const days of nights) {
          say(`  the night of ${addDays(today, -days)}`);
          await inWorker('night', { url, on: addDays(today, -days) });
        }
        await onDatabase(url, (client) => client.query('vacuum analyze'));
      },
      from,
    );
    const { seconds, peakMegabytes } = await server.withClone('what_if', (url) => inWorker('whatIf', { url }));
    const ours = `${seconds.toFixed(0)} s, ${perSecond(count / seconds)}`;
    return [{ work: `what-if over ${count} cases`, ours, limit: '', ratio: '', memory: `${Math.round(peakMegabytes)} MB` }];
  },
};
