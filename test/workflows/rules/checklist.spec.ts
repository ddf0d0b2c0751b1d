import { describe, expect, it, test } from '@jest/globals';
import { checklist, type FiledDocument } from '../../../workflows/evidence/checklist.js';
import { type Debt, type EvidenceKind, type Ground, grounds, missingForBadDebt } from '../../../workflows/evidence/grounds.js';
import { defaultPolicy } from '../../../workflows/policy.js';

const debt: Debt = { dueOn: '2026-01-30', balanceCents: 1000_00 };

type Filed = [kind: EvidenceKind, ground: Ground, state?: 'waits' | 'waits for the deputy' | 'withdrawn'];

function documents(...filed: Filed[]): FiledDocument[] {
  return filed.map(([kind, ground, state], index) => ({
    id: `e${index + 1}`,
    kind,
    ground,
    attachedByLegalManager: state === 'waits for the deputy',
    ...(!state?.startsWith('waits') && { acceptedBy: 'legal_manager' }),
    ...(state === 'withdrawn' && { withdrawnReason: '有误' }),
  }));
}

const list = (on: string, ...filed: Filed[]) => checklist(documents(...filed), debt, on, defaultPolicy);

describe('The checklist', () => {
  it('has every ground, in the law’s order', () => {
    expect(list('2026-06-01').grounds.map(({ ground }) => ground)).toEqual(grounds);
  });

  test.each<[what: string, filed: Filed[]]>([
    ['nothing', []],
    ['an insolvency ground alone', [['registry_proof', 'deregistered']]],
    [
      'all but an acceptance',
      [
        ['contract', 'origin'],
        ['agreement', 'restructuring', 'waits'],
      ],
    ],
    [
      'enough',
      [
        ['contract', 'origin'],
        ['agreement', 'restructuring'],
      ],
    ],
    [
      'enough, but for what was withdrawn',
      [
        ['contract', 'origin', 'withdrawn'],
        ['agreement', 'restructuring'],
      ],
    ],
  ])('says of %s what the board’s rule says', (_what, filed) => {
    const { carries, lacks } = list('2026-06-01', ...filed);
    const accepted = documents(...filed).filter(({ acceptedBy, withdrawnReason }) => acceptedBy && !withdrawnReason);
    expect(lacks).toEqual(missingForBadDebt(accepted, debt, '2026-06-01', defaultPolicy));
    expect(carries).toBe(lacks.length === 0);
  });

  it('says of each kind whether it is accepted, waits or is missing, and by which document', () => {
    const { grounds: states } = list(
      '2026-06-01',
      ['judgment', 'judgment'],
      ['enforcement_ruling', 'judgment', 'waits'],
      ['contract', 'origin', 'withdrawn'],
    );
    const ways = (ground: Ground) => states.find((state) => state.ground === ground)?.ways;
    expect(ways('judgment')).toEqual([
      [
        { kind: 'judgment', state: 'accepted', documents: ['e1'] },
        { kind: 'enforcement_ruling', state: 'attached', documents: ['e2'] },
      ],
    ]);
    expect(ways('origin')).toEqual([
      [{ kind: 'contract', state: 'missing', documents: [] }],
      [{ kind: 'statement', state: 'missing', documents: [] }],
    ]);
  });

  it('says from when on the grounds of age hold, and whether the debt is small', () => {
    const { grounds: states } = list('2026-06-01');
    expect(states.find(({ ground }) => ground === 'over_3_years')).toMatchObject({ oldEnoughFrom: '2029-01-31', complete: false });
    expect(states.find(({ ground }) => ground === 'over_1_year_small')).toMatchObject({ oldEnoughFrom: '2027-01-31', smallEnough: true });
    const large = checklist([], { ...debt, balanceCents: 50_000_01 }, '2028-06-01', defaultPolicy);
    expect(large.grounds.find(({ ground }) => ground === 'over_1_year_small')).toMatchObject({ smallEnough: false });
  });
});

describe('The nearest grounds', () => {
  test.each<[what: string, on: string, filed: Filed[], near: Ground[], steps: string[]]>([
    [
      'are those that somebody has begun, though others need fewer documents',
      '2026-06-01',
      [['judgment', 'judgment']],
      ['judgment', 'inability_to_pay', 'origin'],
      ['attach enforcement_ruling for judgment', 'attach statement for inability_to_pay', 'attach contract for origin'],
    ],
    [
      'need what is filed only to be accepted, what the legal manager filed by the deputy',
      '2026-06-01',
      [
        ['agreement', 'restructuring', 'waits for the deputy'],
        ['statement', 'origin', 'waits'],
      ],
      ['restructuring', 'origin'],
      ['legal_deputy accepts e1', 'legal_manager accepts e2'],
    ],
    [
      'are not those of an age that the debt has not',
      '2026-06-01',
      [['statement', 'over_3_years']],
      ['restructuring', 'origin'],
      ['attach agreement for restructuring', 'attach contract for origin'],
    ],
    [
      'are those of age for a debt that is old enough',
      '2029-06-01',
      [['statement', 'over_3_years']],
      ['over_3_years', 'origin'],
      ['attach contract for origin'],
    ],
  ])('%s', (_what, on, filed, near, steps) => {
    const { nearest } = list(on, ...filed);
    expect(nearest?.grounds).toEqual(near);
    expect(
      nearest?.steps.map((step) =>
        step.do === 'attach' ? `attach ${step.kind} for ${step.ground}` : `${step.by} accepts ${step.evidence}`,
      ),
    ).toEqual(steps);
  });

  it('are not asked for once a bad debt is carried', () => {
    expect(list('2026-06-01', ['contract', 'origin'], ['agreement', 'restructuring'])).not.toHaveProperty('nearest');
  });
});
