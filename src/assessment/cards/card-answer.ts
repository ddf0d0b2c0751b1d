import { formatAmount } from '../../../workflows/money.js';
import type { Days } from '../../../workflows/scorecard/assessment-period.js';
import { type Card, type CardLine, curveOf } from '../../../workflows/scorecard/card.js';
import { factorOf } from '../../../workflows/scorecard/reward.js';
import { lineOf, printed } from '../card-line.js';
import type { CarriedLate } from '../late/carried.js';
import { explainedLines } from '../measures/line-rows.js';
import { cardId } from './card-id.js';
import type { KeptInputs } from './kept-card.js';
import type { ScorecardAnswer, ScorecardLine, ScorecardSummary } from './scorecards.shapes.js';

/** A card of either kind: as it is made now, or as it was closed. */
export interface ShownCard {
  readonly company: string;
  readonly period: string;
  readonly days: Days;
  readonly person: string;
  readonly name: string;
  readonly post: string;
  readonly channel: string | null;
  readonly team: string | null;
  readonly acknowledgedOn: string | null;
  readonly inputs: KeptInputs;
  readonly card: Card;
  readonly closedOn: string | null;
  readonly fingerprint: string | null;
}

export function summaryOf({ company, period, person, name, post, channel, team, inputs, card, closedOn }: ShownCard): ScorecardSummary {
  const { reward } = inputs.scheme;
  return {
    id: cardId({ company, period, person }),
    company,
    period,
    person,
    name,
    post,
    channel,
    team,
    status: closedOn === null ? 'provisional' : 'closed',
    total: card.totalHundredths === null ? null : formatAmount(card.totalHundredths),
    grade: card.grade,
    bonusFactor: (reward && factorOf(reward, card)) ?? null,
  };
}

export function answerOf(shown: ShownCard): Omit<ScorecardAnswer, 'businessDate' | 'before' | 'appeals'> {
  const { company, days, inputs, card, closedOn, fingerprint, acknowledgedOn } = shown;
  const { scheme, receipts } = inputs;
  return {
    ...summaryOf(shown),
    from: days.from,
    to: days.to,
    closedOn,
    fingerprint,
    scheme: {
      id: scheme.id,
      version: scheme.version,
      creditGradeCoefficient: scheme.creditGradeCoefficient,
      acknowledgedOn,
      ...(scheme.reward && { reward: { by: scheme.reward.by, bands: [...scheme.reward.bands] } }),
    },
    lines: card.lines.map((line) => scorecardLine(line, shown)),
    noData: card.totalHundredths === null,
    qualityAdjustment: formatAmount(card.qualityAdjustmentHundredths),
    deductions: inputs.deductions.map(({ id, kind, pointsHundredths }) => ({ id, kind, points: formatAmount(pointsHundredths) })),
    deducted: formatAmount(card.deductedHundredths),
    lapsed: formatAmount(card.lapsedHundredths),
    adjustments: inputs.adjustments.map(({ id, pointsHundredths, ofPeriod, reason }) => ({
      appeal: id,
      points: formatAmount(pointsHundredths),
      card: cardId({ company, period: ofPeriod, person: shown.person }),
      reason,
    })),
    carried: (inputs.carried ?? []).map((line) => carriedLine(line, shown)),
    adjusted: formatAmount(card.adjustedHundredths),
    receipts: {
      counted: printed(receipts.counted),
      current: printed(receipts.current),
      cycle: printed(receipts.cycle),
      fromGoodCustomers: printed(receipts.fromGoodCustomers),
      billsInHand: printed(receipts.billsInHand),
    },
    upheldComplaints: inputs.quality.upheldComplaints,
  };
}

function carriedLine(
  { ofPeriod, wasHundredths, isHundredths, carriedHundredths, pointsHundredths, records, more }: CarriedLate,
  shown: ShownCard,
) {
  return {
    card: cardId({ company: shown.company, period: ofPeriod, person: shown.person }),
    period: ofPeriod,
    was: formatAmount(wasHundredths),
    is: formatAmount(isHundredths),
    before: formatAmount(carriedHundredths),
    points: formatAmount(pointsHundredths),
    records: [...records],
    more,
  };
}

function scorecardLine(line: CardLine, { company, period, person, post, inputs: { scheme, targets } }: ShownCard): ScorecardLine {
  const own = targets.metrics[line.key];
  const collection = targets.collectionCents;
  const target = line.key === 'collection_achievement' && collection !== undefined ? formatAmount(collection) : (own?.target ?? null);
  const query = new URLSearchParams({ company, person, period, post });
  if (scheme.creditGradeCoefficient) query.set('creditGradeCoefficient', 'true');
  const metric = scheme.metrics.find(({ key }) => key === line.key) ?? { key: line.key, weightHundredths: 0 };
  const curve = curveOf(metric, targets);
  const isExplained = (explainedLines as readonly string[]).includes(line.key);
  return {
    ...lineOf(line),
    baseline: own?.baseline ?? null,
    target,
    challenge: own?.challenge ?? null,
    schemeWeight: formatAmount(metric.weightHundredths),
    curve: curve ? [...curve] : null,
    source: isExplained ? `/api/v1/scorecards/preview/lines/${line.key}?${query}` : null,
  };
}
