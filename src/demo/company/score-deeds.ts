import { addDays, type BusinessDate, daysBetween } from '../../../workflows/calendar/dates.js';
import { csv } from '../csv.js';
import { announceSchemes, enterPeople, proposeSchemes, publishList, setTargets, trainForSchemes } from '../score/arrangements.js';
import { contracts, paidReceivables, receiptsOfThem, schedule } from '../score/history.js';
import { daysSinceProposed, lastQuarter } from '../score/quarters.js';
import { complaint, renewingCustomer, surveys } from '../score/voices.js';
import { customerColumns } from './customers.js';
import type { Arranging, Bringing, Deed, FileKind } from './deed.js';

/** The first day of the ledger: the history comes before what is open, so that nobody is chased for what was paid. */
const opening = 21;

/** What HR, finance and customers do so that the last quarter can be closed and this one is under way; of C01. */
export function scoreDeeds(today: BusinessDate): Deed[] {
  const proposed = daysSinceProposed(today);
  const sinceQuarter = daysBetween(lastQuarter(today).to, today) - 1;
  const file = (daysAgo: number, kind: FileKind, content: () => string, more: Partial<Bringing> = {}): Bringing => ({
    daysAgo,
    login: 'ar_clerk',
    kind,
    company: 'C01',
    content,
    ...more,
  });
  const arranged = (daysAgo: number, arrange: Arranging['arrange']): Arranging => ({ daysAgo, arrange });
  const history = { name: 'history', cases: 'later' } as const;
  return [
    arranged(proposed, (door) => enterPeople(door, today)),
    arranged(proposed, (door) => proposeSchemes(door, today)),
    arranged(proposed - 2, announceSchemes),
    arranged(proposed - 6, (door) => trainForSchemes(door, addDays(today, 6 - proposed))),
    file(opening, 'customers', () => csv(customerColumns, [renewingCustomer]), { name: 'renewing' }),
    file(opening, 'contracts', () => contracts(today)),
    file(opening, 'schedules', () => schedule(today)),
    file(opening, 'receivables', () => paidReceivables(today), history),
    file(opening, 'receipts', () => receiptsOfThem(today), { ...history, name: 'history-receipts' }),
    arranged(opening, (door) => setTargets(door, today)),
    ...(sinceQuarter <= opening ? [arranged(sinceQuarter, (door: Parameters<Arranging['arrange']>[0]) => publishList(door, today))] : []),
    file(0, 'surveys', () => surveys(today), { login: 'hr' }),
    file(0, 'complaints', () => complaint(today)),
  ];
}
