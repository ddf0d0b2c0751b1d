import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { givenBackHundredths } from '../../../workflows/attribution/deduction.js';
import { daysOfQuarter, periodOf, quarterOf } from '../../../workflows/attribution/period.js';
import { groupOf, rootCauseSaid, rootCauses } from '../../../workflows/attribution/root-causes.js';
import type { Ground } from '../../../workflows/evidence/grounds.js';
import { defaultPolicy } from '../../../workflows/policy.js';
import { accountUses, voucherKinds, vouchersOf, vouchersOfProvision } from '../../../workflows/vouchers.js';

describe('A correction counts in', () => {
  it.each([
    ['2026-07-01', undefined, '2026Q3'],
    ['2026-09-30', undefined, '2026Q3'],
    ['2026-09-30', '2026-06-30', '2026Q3'],
    ['2026-09-30', '2026-09-30', '2026Q4'],
    ['2026-02-03', '2026-12-31', '2027Q1'],
  ])('%s, closed until %s: %s', (date, closedUntil, period) => {
    expect(periodOf(date, closedUntil)).toBe(period);
  });

  it.each(['2026Q1', '2026Q2', '2026Q3', '2026Q4'])('%s has the days that it is made of', (period) => {
    const { from, to } = daysOfQuarter(period);
    expect([quarterOf(from), quarterOf(to)]).toEqual([period, period]);
  });
});

describe('The root cause of a loss', () => {
  it.each<[string, Ground[], boolean, string | undefined]>([
    ['is the customer’s insolvency', ['origin', 'inability_to_pay', 'bankruptcy'], false, 'customer_insolvent'],
    ['is that there is no customer any more', ['origin', 'deregistered'], false, 'customer_gone'],
    ['is an event', ['force_majeure', 'origin'], false, 'natural_event'],
    ['is a small difference, where it was waived', [], true, 'small_difference'],
    ['is not its age', ['origin', 'over_3_years'], false, undefined],
    ['is not that a court has decided', ['origin', 'inability_to_pay', 'judgment'], false, undefined],
  ])('%s', (_what, grounds, waived, cause) => {
    expect(rootCauseSaid(grounds, waived)).toBe(cause);
  });

  it('stands in one group of the tree', () => {
    expect(new Set(rootCauses).size).toBe(rootCauses.length);
    expect(groupOf('limitation_missed')).toBe('legal');
  });
});

describe('The vouchers of an entry', () => {
  const accounts = defaultPolicy;

  it.each([
    ['cash', '1001'],
    ['bank_transfer', '1002'],
    ['acceptance_bill', '1121'],
    [undefined, '1002'],
  ])('put a recovery by %s into account %s', (instrument, account) => {
    const [, receipt] = vouchersOf({ type: 'recoveryReceived', amountCents: 5, instrument }, accounts);
    expect(receipt).toMatchObject({ kind: 'recovery_receipt', debit: account, credit: '1122', amountCents: 5 });
  });

  it('always leave allowance and receivables as they would be, had the bounced money never come', () => {
    const entries = ['recoveryReceived', 'recoveryReversed'].map((type) => ({ type, amountCents: 5, instrument: 'cash' }));
    const sums = new Map<string, number>();
    for (const { debit, credit, amountCents } of entries.flatMap((entry) => vouchersOf(entry, accounts))) {
      sums.set(debit, (sums.get(debit) ?? 0) + amountCents);
      sums.set(credit, (sums.get(credit) ?? 0) - amountCents);
    }
    expect([...sums.values()]).toEqual([0, 0, 0]);
  });

  it('debit and credit the accounts that their kind is told to use', () => {
    const { allowanceAccount, receivablesAccount, bankAccount, impairmentLossAccount } = defaultPolicy;
    const codes = {
      allowance: allowanceAccount,
      receivables: receivablesAccount,
      money: bankAccount,
      impairmentLoss: impairmentLossAccount,
    };
    const recorded = ['writeOffPosted', 'recoveryReceived', 'recoveryReversed'].map((type) => ({ type, amountCents: 5 }));
    const made = [
      ...[...recorded, { type: 'writeOffReversed', writtenOffCents: 5, recoveredCents: 0 }].flatMap((entry) =>
        vouchersOf(entry, defaultPolicy),
      ),
      ...[5, -5].flatMap((change) => vouchersOfProvision(change, defaultPolicy)),
    ];
    expect(made.map(({ kind }) => kind).toSorted()).toEqual(voucherKinds.toSorted());
    for (const { kind, debit, credit } of made)
      expect([kind, codes[accountUses[kind].debit], codes[accountUses[kind].credit]]).toEqual([kind, debit, credit]);
  });

  it('are none where nothing is left to put back', () => {
    expect(vouchersOf({ type: 'writeOffReversed', writtenOffCents: 100, recoveredCents: 100 }, accounts)).toEqual([]);
    expect(vouchersOf({ type: 'writeOffReversed', writtenOffCents: 100, recoveredCents: 99 }, accounts)).toMatchObject([
      { amountCents: 1 },
    ]);
    expect(vouchersOf({ type: 'voteCast' }, accounts)).toEqual([]);
  });
});

describe('What recoveries give back', () => {
  it('is never more than was taken, in however many parts they come, and all of it in the end', () => {
    const cents = fc.integer({ min: 1, max: 1_000_000_00 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_00 }), fc.array(cents, { minLength: 1, maxLength: 20 }), (points, parts) => {
        const writtenOff = parts.reduce((sum, part) => sum + part, 0);
        let recovered = 0;
        let before = 0;
        for (const part of parts) {
          recovered += part;
          const back = givenBackHundredths(points, recovered, writtenOff);
          expect(back).toBeGreaterThanOrEqual(before);
          expect(back).toBeLessThanOrEqual(points);
          before = back;
        }
        expect(before).toBe(points);
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
