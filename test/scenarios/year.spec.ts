import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WhatIfWork } from '../../src/analysis/what-if/what-if-work.js';
import { cents, formatAmount } from '../../workflows/money.js';
import { Picks } from '../faults/histories/picks.js';
import type { Answer } from '../support/api.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { TrainingSystem } from '../support/training-system.js';
import { AccountBook } from './year/account-book.js';
import type { Held } from './year/board.js';
import { faultsOfDeduction, faultsOfWriteOff, recordOf, sumsOfShares } from './year/checks.js';
import { months, open, play } from './year/months.js';
import { Office } from './year/office.js';

const seed = 20260105;
const monthsOfPlay = 240_000;

let system: TrainingSystem;
let office: Office;
const meetings: Held[] = [];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  office = new Office(system, new Picks(seed), new AccountBook(), '2026-01-05');
  await open(office);
});

afterAll(() => system?.close());

async function expectSound(): Promise<void> {
  expect(await brokenInvariants(system)).toEqual([]);
  expect(await office.get('auditor', '/api/v1/audit/verify')).toMatchObject({ ok: true, problems: [] });
  const { items } = await office.get('auditor', '/api/v1/reconciliation');
  expect(items.find(({ company }: Answer['body']) => company === 'C01')).toMatchObject({
    ...{ ledgerDifference: '0.00', receiptDifference: '0.00', creditDifference: '0.00', caseDifference: '0.00' },
  });
}

// Each test goes on from the one before: it is one story.
describe('A year of one company with 400 cases is played month by month', () => {
  test.each(months)(
    '%s: the list is what is overdue and open, the board hears every old case, and the record is sound',
    async (month) => {
      const { list, overdue, meetings: held } = await play(office, month);
      expect(list.totals).toEqual([
        expect.objectContaining({ currency: 'CNY', rows: overdue.rows, balance: formatAmount(overdue.balanceCents) }),
      ]);
      expect(held.flatMap(({ forgotten }) => forgotten)).toEqual([]);
      meetings.push(...held);
      const balances = await system.rows<{ document: string; balance: string }>('select document, balance from receivables');
      expect(balances.filter(({ document, balance }) => cents(balance) !== office.book.open(document))).toEqual([]);
      await expectSound();
    },
    monthsOfPlay,
  );
});

describe('At the end of that year', () => {
  let cases: string[];
  const records = new Map<string, Awaited<ReturnType<typeof recordOf>>>();

  beforeAll(async () => {
    await office.moveTo('2027-01-04');
    cases = (await office.cases('true')).map(({ id }) => id);
    for (const id of cases) records.set(id, await recordOf(office, id));
  }, monthsOfPlay);

  test('everything has happened that happens to debts', () => {
    expect(cases).toHaveLength(400);
    const outcomes = meetings.flatMap(({ agenda }) => agenda.map(({ outcome }) => outcome));
    expect(outcomes).toEqual(expect.arrayContaining(['bad_debt', 'continue', 'deferred', 'grace', 'legal_action', 'void']));
    const types = [...records.values()].flat().map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining([
        ...[
          'promiseKept',
          'promiseBroken',
          'graceBroken',
          'settled',
          'reopened',
          'writeOffRejected',
          'writeOffReversed',
          'recoveryReceived',
        ],
        ...['smallBalanceWaived', 'attributionContested', 'attributionFinal', 'attributionDecided', 'attributionAppealed', 'deductionMade'],
      ]),
    );
  });

  test('the record is sound once more', expectSound);

  test('no debt was written off without accepted evidence, a root cause and two different people', () => {
    const written = [...records.values()].filter((said) => said.some(({ type }) => type === 'writeOffPosted'));
    expect(written.length).toBeGreaterThan(20);
    expect(written.flatMap(faultsOfWriteOff)).toEqual([]);
  });

  test('all shares of responsibility add up to 100', () => {
    const sums = [...records.values()].flatMap(sumsOfShares);
    expect(sums.length).toBeGreaterThan(20);
    expect([...new Set(sums)]).toEqual([100_00]);
  });

  test('each deduction leads to its case, entry, proposal and who decided', async () => {
    const rows = await office.all('hr', '/api/v1/deductions');
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.flatMap((row) => faultsOfDeduction(row, records.get(row.case) ?? [], byId).map((fault) => `${row.id}: ${fault}`))).toEqual(
      [],
    );
  });

  test('the vouchers come to what was written off, recovered and put back, without a gap in their numbers', async () => {
    const vouchers = await office.all('finance_director', '/api/v1/vouchers?company=C01');
    const sums = new Map<string, number>();
    for (const { kind, amount } of vouchers) sums.set(kind, (sums.get(kind) ?? 0) + cents(amount));
    const { writtenOff, recovered, putBack } = office.book.booked;
    expect(Object.fromEntries(sums)).toEqual({
      ...{ write_off: writtenOff, recovery: recovered, recovery_receipt: recovered, write_off_reversed: putBack },
    });
    expect(vouchers.map(({ number }) => Number(number))).toEqual(vouchers.map((_, n) => vouchers.length - n));
  });

  describe('a what-if over it', () => {
    test.each<[what: string, changes: object, isMoved: boolean]>([
      ['with the numbers that were in force finds nothing', {}, false],
      ['with 60 days moves cases', { reviewAfterOverdueDays: 60 }, true],
    ])('%s', async (_what, changes, isMoved) => {
      const { id } = await office.post('hr', '/api/v1/what-if', { company: 'C01', from: '2026-01-06', until: '2027-01-03', changes });
      await system.server.app.get(WhatIfWork).run(id);
      const { status, summary } = await office.get('hr', `/api/v1/what-if/${id}`);
      const { items } = await office.get('hr', `/api/v1/what-if/${id}/cases`);
      expect([status, isMoved ? summary.differing > 100 : summary.differing, isMoved || items]).toEqual([
        'done',
        isMoved || 0,
        isMoved || [],
      ]);
    });
  });
});
