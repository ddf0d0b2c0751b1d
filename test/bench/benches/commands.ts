import type { Bench, Line } from '../bench.js';
import { today } from '../ledger.js';
import type { Ask } from '../load.js';
import { bookSeed } from '../seeds.js';
import { ServerPair } from '../server-pair.js';

/** Somebody logs that they called: the command that is given most. Clients never meet on a case. */
export const commands: Bench = {
  name: 'commands',
  run: async (setting) =>
    ServerPair.of(setting, await bookSeed(setting), async (pair) => {
      const lines: Line[] = [];
      for (const clients of [1, 8, 32]) {
        const ask = (client: number, time: number): Ask => ({
          method: 'POST',
          path: `/api/v1/cases/${1 + ((time * clients + client) % setting.cases)}/commands`,
          body: { type: 'logAttempt', channel: 'phone', on: today, outcome: 'reached', note: 'asked for the payment date' },
        });
        const work = `command over HTTP, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
        lines.push(...(await pair.compare({ work, clients, ours: ask, limit: ask })));
      }
      return lines;
    }),
};
