import { describe, expect, it } from '@jest/globals';
import { completeGrounds, type Debt, type Document, type EvidenceKind, type Ground } from '../../../workflows/evidence/grounds.js';
import { defaultPolicy } from '../../../workflows/policy.js';

const debt: Debt = { dueOn: '2026-01-30', balanceCents: 1000_00 };
const complete = (ground: Ground, kinds: readonly EvidenceKind[], on = '2026-06-01', owed = debt, policy = defaultPolicy) =>
  completeGrounds(
    kinds.map((kind): Document => ({ kind, ground })),
    owed,
    on,
    policy,
  ).includes(ground);

describe('A ground is complete by its row', () => {
  it.each([
    ['bankruptcy', ['court_announcement'], ['judgment']],
    ['judgment', ['judgment', 'enforcement_ruling'], ['judgment']],
    ['judgment', ['enforcement_ruling', 'judgment'], ['enforcement_ruling']],
    ['deregistered', ['registry_proof'], ['police_proof']],
    ['death_or_missing', ['police_proof'], ['registry_proof']],
    ['restructuring', ['agreement'], ['contract']],
    ['force_majeure', ['statement', 'agreement'], ['statement']],
    ['inability_to_pay', ['statement'], ['agreement']],
    ['inability_to_pay', ['enforcement_ruling'], ['judgment']],
    ['origin', ['contract'], ['agreement']],
    ['origin', ['statement'], ['other']],
  ] as const)('%s by %j, not by %j', (ground, enough, tooLittle) => {
    expect(complete(ground, enough)).toBe(true);
    expect(complete(ground, tooLittle)).toBe(false);
  });

  it('by documents for that ground only', () => {
    const documents: Document[] = [
      { kind: 'judgment', ground: 'judgment' },
      { kind: 'enforcement_ruling', ground: 'inability_to_pay' },
    ];
    expect(completeGrounds(documents, debt, '2026-06-01', defaultPolicy)).toEqual(['inability_to_pay']);
  });
});

describe('A ground of age', () => {
  it('is over 3 years, not 3 years', () => {
    expect(complete('over_3_years', ['statement'], '2029-01-30')).toBe(false);
    expect(complete('over_3_years', ['statement'], '2029-01-31')).toBe(true);
  });

  it('is over 1 year, not 1 year, for a small debt', () => {
    expect(complete('over_1_year_small', ['statement'], '2027-01-30')).toBe(false);
    expect(complete('over_1_year_small', ['statement'], '2027-01-31')).toBe(true);
  });

  it.each([
    ['50,000.00 is small', 50_000_00, 0, true],
    ['50,000.01 is not', 50_000_01, 0, false],
    ['a ten-thousandth of the yearly revenue is', 60_000_00, 600_000_000_00, true],
    ['a fen more is not', 60_000_01, 600_000_000_00, false],
  ])('%s', (_what, balanceCents, yearlyRevenueCents, isSmall) => {
    const owed = { ...debt, balanceCents };
    expect(complete('over_1_year_small', ['statement'], '2027-02-01', owed, { ...defaultPolicy, yearlyRevenueCents })).toBe(isSmall);
  });
});
