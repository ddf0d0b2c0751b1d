import { describe, expect, it, test } from '@jest/globals';
import { saleFacts } from '../../../workflows/attribution/sale-facts.js';
import { formatAmount } from '../../../workflows/money.js';
import { defaultPolicy, type Policy } from '../../../workflows/policy.js';
import { contradictionOf, differences, readChanges } from '../../../workflows/policy-versions/changes.js';
import { nameOf, policyFields, policyKeys, type Shape } from '../../../workflows/policy-versions/fields.js';
import { boundsOf, written } from '../../../workflows/policy-versions/written.js';

describe('Every number of the policy', () => {
  it('is declared', () => {
    const { version: _, ...numbers } = defaultPolicy;
    expect([...policyKeys].sort()).toEqual(Object.keys(numbers).sort());
  });

  it('has a name of its own', () => {
    expect(new Set(policyKeys.map(nameOf)).size).toBe(policyKeys.length);
  });

  it.each(policyKeys)('%s: its default is within its bounds, and reads back as it is written', (key) => {
    const read = readChanges({ [nameOf(key)]: written(key, defaultPolicy) });
    expect(read).toEqual({ changes: { [key]: defaultPolicy[key] } });
  });

  it.each(policyKeys)('%s: takes its lowest and its highest value, and nothing beyond them', (key) => {
    const { good, bad } = atTheBounds(policyFields[key].shape);
    for (const value of good) expect([value, readChanges({ [nameOf(key)]: value })]).toEqual([value, { changes: expect.anything() }]);
    for (const value of bad) expect([value, readChanges({ [nameOf(key)]: value })]).toEqual([value, { faults: expect.anything() }]);
  });

  const never = [null, true, {}, [], [[1]], -1, 1.5, 1e15, '#', '', '1 e3', ' 5', '5 ', '-0.00', '１', { under: '1' }, [null], ['7']];
  it.each(policyKeys)('%s: is never anything else', (key) => {
    for (const value of never) expect([value, readChanges({ [nameOf(key)]: value })]).toEqual([value, { faults: expect.anything() }]);
  });
});

describe('A proposal', () => {
  it('names every value that cannot be, and where inside it', () => {
    expect(
      readChanges({
        reviewAfterOverdueDays: 5,
        writeOffLimit: 5,
        amuont: 1,
        writeOffLimitCents: 5,
        letterOverdueDays: [3, 15, 15, 60],
        deductionBasePoints: { ...defaultPolicy.deductionBasePoints, over_promised: 'x', other: 1, list_late: undefined },
      }),
    ).toEqual({
      faults: [
        { at: ['reviewAfterOverdueDays'], code: 'whole_number', facts: { min: 30, max: 365 } },
        { at: ['writeOffLimit'], code: 'money', facts: { min: '0.00', max: '1000000000000.00' } },
        { at: ['amuont'], code: 'unknown', facts: {} },
        { at: ['writeOffLimitCents'], code: 'unknown', facts: {} },
        { at: ['letterOverdueDays'], code: 'day_list', facts: { min: 1, max: 365, fewest: 4, most: 4, order: 'ascending' } },
        { at: ['deductionBasePoints', 'other'], code: 'unknown', facts: {} },
        { at: ['deductionBasePoints', 'over_promised'], code: 'whole_number', facts: { min: 0, max: 100 } },
        { at: ['deductionBasePoints', 'list_late'], code: 'required', facts: {} },
      ],
    });
  });

  test.each<[rule: string, bands: unknown, taken: boolean]>([
    ['one band for all', [{ factor: '1.0' }], true],
    ['rising ends, the last without one', [{ under: '1.00', factor: '0' }, { under: '2.00', factor: '0.5' }, { factor: '10' }], true],
    ['an end that does not rise', [{ under: '2.00', factor: '0.5' }, { under: '2.00', factor: '1' }, { factor: '2' }], false],
    ['an end of nothing', [{ under: '0.00', factor: '0.5' }, { factor: '2' }], false],
    ['a last band with an end', [{ under: '2.00', factor: '0.5' }], false],
    ['a band without an end before the last', [{ factor: '0.5' }, { factor: '1' }], false],
    ['no band', [], false],
    ['a factor over 10', [{ factor: '10.1' }], false],
    ['a factor with two decimals', [{ factor: '0.55' }], false],
    ['a field too many', [{ factor: '1', over: '1' }], false],
  ])('of bands: %s', (_rule, bands, taken) => {
    expect('changes' in readChanges({ deductionBands: bands })).toBe(taken);
  });

  test.each<[rule: string, policy: Partial<Policy>, facts: object | undefined]>([
    ['the default grace is at most the longest', { graceMonthsDefault: 2, graceMonthsAtMost: 2 }, undefined],
    [
      'a default grace over the longest',
      { graceMonthsDefault: 3 },
      { smaller: 'graceMonthsDefault', value: 3, larger: 'graceMonthsAtMost', limit: 2 },
    ],
    [
      'a default continuation over the longest',
      { continueMonthsAtMost: 1, continueMonthsDefault: 2 },
      { smaller: 'continueMonthsDefault', value: 2, larger: 'continueMonthsAtMost', limit: 1 },
    ],
    [
      'an escalation before the reminder',
      { disputeEscalationWorkingDays: 10 },
      { smaller: 'disputeReminderWorkingDays', value: 15, larger: 'disputeEscalationWorkingDays', limit: 10 },
    ],
    [
      'more waived than written off',
      { smallBalanceCents: 500_000_01 },
      { smaller: 'smallBalance', value: '500000.01', larger: 'writeOffLimit', limit: '500000.00' },
    ],
  ])('whose numbers go together or not: %s', (_rule, policy, facts) => {
    expect(contradictionOf({ ...defaultPolicy, ...policy })).toEqual(facts);
  });

  it('says only what it changes', () => {
    const after = { ...defaultPolicy, version: 7, reviewAfterOverdueDays: 60, writeOffLimitCents: 300_000_00, quorumSeats: 2 };
    expect(differences(defaultPolicy, after)).toEqual([
      { key: 'reviewAfterOverdueDays', from: 90, to: 60 },
      { key: 'writeOffLimitCents', from: '500000.00', to: '300000.00' },
    ]);
  });
});

describe('A credit check on the day of signing', () => {
  const sale = { issuedOn: '2026-06-01', dueOn: '2026-07-01', contract: { number: 'V1', signedOn: '2026-06-01' } };
  const old = { ...sale, check: { on: '2025-05-31', result: 'passed' } };

  it.each([
    ['of any age is one where the policy names no age', old, 0, []],
    ['that is a year and a day old is none where the policy names a year', old, 12, ['credit_check_missing']],
    ['that is a year old is still one', { ...sale, check: { on: '2025-06-01', result: 'passed' } }, 12, []],
    ['that failed within the year was ignored', { ...sale, check: { on: '2026-05-01', result: 'failed' } }, 12, ['credit_check_ignored']],
  ])('%s', (_rule, one, creditCheckMonthsAtMost, kinds) => {
    expect(saleFacts(one, { ...defaultPolicy, creditCheckMonthsAtMost }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

/** The outermost values that are taken, and the next ones that are not. */
function atTheBounds(shape: Shape): { good: unknown[]; bad: unknown[] } {
  const { min, max } = boundsOf(shape) ?? { min: 0, max: 0 };
  switch (shape.kind) {
    case 'whole':
      return { good: [min, max], bad: [shape.min - 1, shape.max + 1] };
    case 'money':
      return { good: [min, max], bad: ['-0.01', '1e3', `${Number(max) + 1}.00`, '1.001'] };
    case 'percent':
      return { good: ['0', max], bad: [formatAmount(shape.max + 1), '1.001'] };
    case 'days': {
      const days = Array.from({ length: shape.most }, (_, n) => shape.min + n);
      const ordered = shape.order === 'descending' ? days.toReversed() : days;
      const wrongly = shape.order === undefined ? [] : [ordered.toReversed(), ordered.fill(shape.min, 0, 0).map(() => shape.min)];
      const enough = ordered.slice(0, shape.fewest);
      const outside = [shape.min - 1, shape.max + 1].map((day) => [day, ...enough.slice(1)]);
      return {
        good: [ordered, enough],
        bad: [...outside, ...wrongly.filter((list) => list.length > 1), ordered.slice(0, shape.fewest - 1)],
      };
    }
    case 'choice':
      return { good: [...shape.of], bad: [shape.of.join()] };
    case 'account':
      return { good: ['1', '1122.01-a', 'x'.repeat(30)], bad: ['x'.repeat(31), '-1', '1 2', '11\n'] };
    case 'causes':
      return { good: [], bad: [{ ...defaultPolicy.deductionBasePoints, list_late: shape.max + 1 }] };
    case 'bands':
      return { good: [[{ factor: '0' }]], bad: [Array.from({ length: shape.most + 1 }, (_, n) => ({ under: `${n}`, factor: '1' }))] };
  }
}
