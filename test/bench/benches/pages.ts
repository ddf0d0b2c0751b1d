import { addDays } from '../../../workflows/calendar/dates.js';
import type { Bench, Line } from '../bench.js';
import { today } from '../ledger.js';
import type { Ask } from '../load.js';
import { bookSeed } from '../seeds.js';
import { ServerPair } from '../server-pair.js';
import { screens } from './screens.js';

type Path = (n: number) => string;

const list = '/api/v1/cases';
const clients = 8;

/** First the pages for people, role by role; then doors for machines. Lists of 50, for which the bare server always reads the first page; and one case with all that its page shows, of which the bare one gives the stored row. */
export const pages: Bench = {
  name: 'pages',
  run: async (setting) => {
    const oneCase: Path = (n) => `${list}/${1 + (n % setting.cases)}`;
    const doors: [work: string, ours: Path, limit: Path][] = [
      ['list, first page', () => list, () => list],
      [
        'list, one owner’s, overdue for 30 days',
        (n) => `${list}?owner=sales${String((n % 200) + 1).padStart(4, '0')}&minOverdueDays=30`,
        () => list,
      ],
      ['list, a page in the middle', (n) => `${list}?after=${addDays(today, -240 + (n % 100))}.1`, () => list],
      ['one case', oneCase, oneCase],
    ];
    const get = (path: Path) => (client: number, time: number) => ({ method: 'GET', path: path(time * clients + client) }) satisfies Ask;
    const seen = await screens.run(setting);
    const read = await ServerPair.of(setting, await bookSeed(setting), async (pair) => {
      const lines: Line[] = [];
      for (const [work, ours, limit] of doors)
        lines.push(...(await pair.compare({ work: `${work}, ${clients} clients`, clients, ours: get(ours), limit: get(limit) })));
      return lines;
    });
    return [...seen, ...read];
  },
};
