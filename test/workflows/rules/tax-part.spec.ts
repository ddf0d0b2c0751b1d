import { describe, expect, it, test } from '@jest/globals';
import type { Document, EvidenceKind, Ground } from '../../../workflows/evidence/grounds.js';
import { type TaxLack, taxPart } from '../../../workflows/evidence/tax-part.js';
import { defaultPolicy } from '../../../workflows/policy.js';

const debt = { dueOn: '2026-01-30', balanceCents: 1000_00 };
type Filed = readonly [kind: EvidenceKind, ground: Ground];
const contract: Filed = ['contract', 'origin'];
const part = (on: string, booked: boolean, ...filed: Filed[]) =>
  taxPart(
    filed.map(([kind, ground]): Document => ({ kind, ground })),
    debt,
    on,
    defaultPolicy,
    booked,
  );

describe('For tax', () => {
  test.each<[what: string, on: string, booked: boolean, filed: Filed[], missing: TaxLack[]]>([
    [
      'a bankruptcy that is booked lacks nothing, though the board asks for the inability to pay',
      '2026-09-01',
      true,
      [contract, ['court_announcement', 'bankruptcy']],
      [],
    ],
    [
      'what is not booked as a loss is not deductible',
      '2026-09-01',
      false,
      [contract, ['court_announcement', 'bankruptcy']],
      ['booked_as_loss'],
    ],
    ['the origin of the debt is needed', '2026-09-01', true, [['court_announcement', 'bankruptcy']], ['origin']],
    ['a ground is needed', '2026-09-01', true, [contract, ['statement', 'inability_to_pay']], ['ground']],
    ['a restructuring needs the debtor’s tax', '2026-09-01', true, [contract, ['agreement', 'restructuring']], ['debtor_tax_statement']],
    [
      'a restructuring with it lacks nothing',
      '2026-09-01',
      true,
      [contract, ['agreement', 'restructuring'], ['statement', 'restructuring']],
      [],
    ],
    ['over three years needs a special report', '2029-09-01', true, [contract, ['statement', 'over_3_years']], ['special_report']],
    [
      'a special report completes it',
      '2029-09-01',
      true,
      [contract, ['statement', 'over_3_years'], ['special_report', 'over_3_years']],
      [],
    ],
    ['over a year and small needs one, too', '2027-09-01', true, [contract, ['statement', 'over_1_year_small']], ['special_report']],
    [
      'one ground that lacks nothing is enough',
      '2029-09-01',
      true,
      [contract, ['statement', 'over_3_years'], ['registry_proof', 'deregistered']],
      [],
    ],
  ])('%s', (_what, on, booked, filed, missing) => {
    expect(part(on, booked, ...filed)).toMatchObject({ missing, complete: missing.length === 0 });
  });

  it('each ground has its article', () => {
    expect(
      part('2029-09-01', true, ['judgment', 'judgment'], ['enforcement_ruling', 'judgment'], ['statement', 'over_3_years']).grounds,
    ).toEqual([
      { ground: 'judgment', article: 22, item: 3 },
      { ground: 'over_3_years', article: 23 },
    ]);
  });
});
