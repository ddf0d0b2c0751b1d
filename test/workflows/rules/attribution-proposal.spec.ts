import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../../workflows/attribution/facts.js';
import { answersFor, cameAfter, type Owned } from '../../../workflows/attribution/owners.js';
import { suggestShares } from '../../../workflows/attribution/proposal.js';
import { causes, defaultPolicy } from '../../../workflows/policy.js';

const owners: readonly Owned[] = [
  { owner: 'first', from: '2026-01-31' },
  { owner: 'second', from: '2026-03-20' },
];
const neglect = (since: string, on: string): Fact => ({ kind: 'follow_up_neglected', on, numbers: { since, workingDays: 15 } });
const unchecked: Fact = { kind: 'credit_check_missing', on: '2026-04-01', numbers: { contract: 'V1', signedOn: '2025-06-01' } };
const lateLetter = (level: number): Fact => ({ kind: 'dunning_notice_late', on: '2026-03-01', numbers: { level, letterOn: '2026-02-26' } });
const staff = { arClerks: ['clerk'], legalOfficers: ['lawyer'] };

describe('For a fact answers', () => {
  it.each([
    ['who had the case while it was neglected', neglect('2026-02-01', '2026-02-28'), undefined, 'first'],
    ['who had it for the longest part of the neglect', neglect('2026-03-01', '2026-03-22'), undefined, 'first'],
    ['who has it, when that is the longest part', neglect('2026-03-17', '2026-04-10'), undefined, 'second'],
    ['the first owner for what was before the case', unchecked, undefined, 'first'],
    ['who signed the contract', unchecked, 'signer', 'signer'],
    ['not who signed, for a neglect', neglect('2026-02-01', '2026-02-28'), 'signer', 'first'],
  ])('%s', (_who, fact, signedBy, person) => {
    expect(answersFor(fact, { owners, ...(signedBy !== undefined && { signedBy }) })).toBe(person);
  });
});

describe('Who came to the case after the fact', () => {
  it.each([
    ['came on the day that it was found', neglect('2026-02-20', '2026-03-20'), true],
    ['came a day before it was found', neglect('2026-02-20', '2026-03-21'), false],
    ['came after a contract was signed without a check', unchecked, true],
  ])('%s', (_when, fact, isAfter) => {
    expect(cameAfter('second', fact.kind as 'follow_up_neglected', [fact], { owners }) !== undefined).toBe(isAfter);
    expect(cameAfter('first', fact.kind as 'follow_up_neglected', [fact], { owners })).toBeUndefined();
  });

  it('is not let off for what they signed, and a manager who never had it may be named', () => {
    expect(cameAfter('second', 'credit_check_missing', [unchecked], { owners, signedBy: 'second' })).toBeUndefined();
    expect(cameAfter('manager', 'follow_up_neglected', [neglect('2026-02-01', '2026-02-28')], { owners })).toBeUndefined();
  });
});

describe('The facts speak for shares', () => {
  it('that are weighed by what their causes cost and add up to 100', () => {
    const facts = [
      unchecked,
      neglect('2026-02-01', '2026-02-28'),
      neglect('2026-03-25', '2026-04-20'),
      lateLetter(2),
      lateLetter(3),
      lateLetter(4),
    ];
    const shares = suggestShares(facts, { owners }, staff, defaultPolicy);
    expect(shares.map(({ party, person, cause, shareHundredths, facts }) => [party, person, cause, shareHundredths, facts.length])).toEqual(
      [
        ['sales', 'first', 'credit_check_missing', 33_33, 1],
        ['sales', 'first', 'follow_up_neglected', 16_66, 1],
        ['sales', 'second', 'follow_up_neglected', 16_66, 1],
        ['finance', 'clerk', 'dunning_notice_late', 16_66, 2],
        ['legal', 'lawyer', 'dunning_notice_late', 16_69, 1],
      ],
    );
  });

  it('and leave the person to people where several held the role', () => {
    const [share] = suggestShares([lateLetter(2)], { owners }, { ...staff, arClerks: ['a', 'b'] }, defaultPolicy);
    expect(share).toEqual({
      party: 'finance',
      candidates: ['a', 'b'],
      cause: 'dunning_notice_late',
      shareHundredths: 100_00,
      facts: [lateLetter(2)],
    });
  });

  it.each<[string, Fact[]]>([
    ['nothing was collected', []],
    ['a fact is nobody’s cause', [{ kind: 'attempt_late_entry', on: '2026-03-01', numbers: {} }]],
  ])('of nobody where %s', (_what, facts) => {
    expect(suggestShares(facts, { owners }, staff, defaultPolicy)).toEqual([]);
  });

  it('add up to 100 for any causes', () => {
    const facts = causes.map((kind): Fact => ({ kind: kind as Fact['kind'], on: '2026-03-01', numbers: {} }));
    for (let n = 1; n <= facts.length; n++) {
      const shares = suggestShares(facts.slice(0, n), { owners }, staff, defaultPolicy);
      expect(shares.reduce((sum, { shareHundredths }) => sum + shareHundredths, 0)).toBe(100_00);
    }
  });
});
