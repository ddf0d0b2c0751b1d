import { addDays } from '../../../workflows/calendar/dates.js';
import type { Bench, Line, Setting } from '../bench.js';
import { today } from '../ledger.js';
import type { Ask } from '../load.js';
import { compareLoads } from '../load-comparison.js';
import { bookSeed } from '../seeds.js';

const list = '/api/v1/cases';
const clients = 8;

/** Reading: lists of 50, and one case with all that its page shows. The bare server always reads the first page. */
export const pages: Bench = {
  name: 'pages',
  run: async (setting: Setting) => {
    const seed = await bookSeed(setting);
    const paths: [work: string, ours: (n: number) => string, limit: (n: number) => string][] = [
      ['list, first page', () => list, () => list],
      ['list, one owner’s', (n) => `${list}?owner=sales${String((n % 200) + 1).padStart(4, '0')}&minOverdueDays=30`, () => list],
      ['list, in the middle', (n) => `${list}?after=${addDays(today, -240 + (n % 100))}.1`, () => list],
      ['one case', (n) => `${list}/${1 + (n % setting.cases)}`, (n) => `${list}/${1 + (n % setting.cases)}`],
    ];
    const lines: Line[] = [];
    for (const [work, ours, limit] of paths) {
      const get =
        (path: (n: number) => string) =>
        (client: number, time: number): Ask => ({ method: 'GET', path: path(time * clients + client) });
      lines.push(
        ...(await compareLoads(setting, seed, { work: `${work}, ${clients} clients`, clients, ours: get(ours), limit: get(limit) })),
      );
    }
    return lines;
  },
};
