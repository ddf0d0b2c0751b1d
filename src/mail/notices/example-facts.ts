import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { FactKind, Facts, Notice } from './notice.js';

/** Facts as the notice may bring them, where there is no real one to show. */
export function exampleFacts({ facts }: Notice, today: BusinessDate): Facts {
  const examples: Record<FactKind, string | number> = {
    amount: 1_234_500,
    date: today,
    count: 3,
    text: '…',
    role: 'ar_clerk',
    'date?': today,
    'text?': '…',
  };
  return Object.fromEntries(Object.entries(facts).map(([name, kind]) => [name, examples[kind]]));
}
