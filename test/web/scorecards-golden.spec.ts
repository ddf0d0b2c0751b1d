import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/api.js';
import { type GoldenCard, targetsOf } from '../support/scorecard/golden-card.js';
import { loadLedgers } from '../support/scorecard/golden-ledger.js';
import { TrainingSystem } from '../support/training-system.js';
import { setPolicy } from '../support/write-offs.js';
import { golden } from '../workflows/support/golden.js';

const cards = golden<GoldenCard>('scorecards').map((card, i) => ({ ...card, prefix: `G${i + 1}-` }));

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  await setPolicy(system, { smallBalanceCents: 1_000_000_000_00, writeOffLimitCents: 1_000_000_000_00, forgivenTogetherMonths: 0 });
  await loadLedgers(system, cards, '2027-06-30');
});

afterAll(() => system?.close());

describe('A card that the database sums reads as it was worked out by hand', () => {
  it.each(cards)('$name', async (card) => {
    const { status, body } = await preview(card);
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(asGolden(body)).toEqual(card.expected);
  });
});

function preview({
  prefix,
  owner,
  period,
  scheme,
  targets,
  ledger,
  upheld_complaints,
  attributions,
}: (typeof cards)[number]): Promise<Answer> {
  const { metrics } = targetsOf(scheme.metrics, undefined);
  return system.api.post('hr', '/api/v1/scorecards/preview', {
    company: 'C01',
    person: prefix + owner,
    period: `${period.from.slice(0, 4)}Q${Math.ceil(Number(period.from.slice(5, 7)) / 3)}`,
    scheme: {
      post: 'salesperson',
      creditGradeCoefficient: scheme.credit_grade_coefficient,
      metrics: scheme.metrics.map(({ key, weight, curve }) => ({
        key,
        weight,
        ...(curve && { curve: curve.map(([value, score]) => ({ value, score })) }),
      })),
    },
    targets: { ...targets, metrics: Object.entries(metrics).map(([key, target]) => ({ key, ...target })) },
    supposed: {
      surveys: Object.entries(ledger.survey).map(([key, value]) => ({ key, value })),
      upheldComplaints: upheld_complaints,
      deductions: attributions.map(({ cause, amount, share, settled }) => ({ cause, amount, share: Number(share), settled })),
    },
  });
}

function asGolden({ lines, qualityAdjustment, deductions, deducted, lapsed, total, grade }: Answer['body']): object {
  return {
    lines: lines.map(({ key, value, score, weight, contribution }: Record<string, string>) => ({
      key,
      value,
      score,
      weight,
      contribution,
    })),
    quality_adjustment: qualityAdjustment,
    deductions: deductions.map(({ points }: { points: string }) => points),
    deducted,
    lapsed,
    total,
    grade,
  };
}
