import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Answer } from '../../support/api.js';
import { answerAttributions, decideAttributions, proposeAttributions, reverseOne, writeOff } from './aftermath.js';
import { type Held, meet, voteByCircular } from './board.js';
import { expectPayments, fallDue } from './debts.js';
import { acceptPlans, answerList, bookReceipts, confirm, publishList, recover, settleList, waiveSmallBalances } from './finance.js';
import { gatherEvidence, sue } from './legal.js';
import type { Office } from './office.js';
import { endDisputes, followUp } from './sales.js';

export const months = Array.from({ length: 12 }, (_, n) => `2026-${String(n + 1).padStart(2, '0')}`);

/** What happens once in the year. */
const publishedLate = ['2026-04', '2026-09'];
const policyChanges = '2026-06';
const circularVote = '2026-07';
const salespersonLeaves = '2026-09';
const writeOffReversed = '2026-08';
const receiptBounces = '2026-10';

/** What a month's story leaves behind to be looked at. */
export interface Month {
  readonly list: Answer['body'];
  /** What the list must come to. */
  readonly overdue: { readonly rows: number; readonly balanceCents: number };
  readonly meetings: readonly Held[];
}

/** The books of the company as they are taken over in January. */
export async function open(office: Office): Promise<void> {
  const debts = fallDue(office, { count: 120, from: '2025-08-10', days: 140 });
  await office.invoice(debts);
  expectPayments(office, debts);
}

export async function play(office: Office, month: string): Promise<Month> {
  const on = (day: number): BusinessDate => `${month}-${String(day).padStart(2, '0')}`;
  const lastDay = addDays(on(1), -1);
  const meetings: Held[] = [];
  // The tests' PostgreSQL has no autovacuum, which in a year looks at its tables more than once.
  await office.system.rows('vacuum analyze');
  await office.moveTo(on(4));
  await invoice(office, on(5), month);
  await office.moveTo(on(publishedLate.includes(month) ? 8 : 5));
  const list = await publishList(office);
  const overdue = office.book.overdue(lastDay);
  await office.moveTo(office.in(1));
  await answerList(office, list.id);
  await settleList(office, list.id);
  await decideAttributions(office);
  await answerAttributions(office);

  await office.moveTo(on(10));
  await followUp(office);
  if (month === circularVote) meetings.push(await voteByCircular(office));
  await office.moveTo(on(12));
  await bookReceipts(office);
  await recover(office);
  await once(office, month);

  await office.moveTo(on(14));
  await endDisputes(office);
  await gatherEvidence(office);
  await confirm(office, 60);
  await office.moveTo(on(18));
  await bookReceipts(office);
  await acceptPlans(office, addMonths(on(10), 1));
  meetings.push(await meet(office));

  await office.moveTo(on(27));
  await bookReceipts(office);
  await sue(office);
  await waiveSmallBalances(office);
  await writeOff(office);
  if (month === writeOffReversed) await reverseOne(office);
  await proposeAttributions(office);
  return { list, overdue, meetings };
}

/** Most of December's falls due next year, and is not of this story. */
async function invoice(office: Office, from: BusinessDate, month: string): Promise<void> {
  const sellers = month > salespersonLeaves ? { sellers: ['sales0001'] } : {};
  const debts = fallDue(office, { count: month === '2026-12' ? 5 : 25, from, days: 20, ...sellers });
  await office.invoice(debts);
  expectPayments(office, debts);
}

async function once(office: Office, month: string): Promise<void> {
  if (month === policyChanges) {
    const changes = { smallBalance: '100.00', attributionAnswerWorkingDays: 4 };
    const proposal = { company: 'C01', effectiveFrom: '2026-07-01', changes, reason: '尾差由财务总监豁免' };
    const { id } = await office.post('admin', '/api/v1/policies', proposal);
    await office.post('finance_director', `/api/v1/policies/${id}/approve`, { reason: '同意' });
  }
  if (month === salespersonLeaves)
    office.done(await office.system.api.as('admin', 'PATCH', '/api/v1/people/sales0002', { body: { active: false } }));
  if (month === receiptBounces) {
    const [settled] = await office.cases(`c.collection = 'settled' and r.credited = 0 and c.owner = 'sales0001'`);
    if (settled) await office.bounce(settled.document);
  }
}
