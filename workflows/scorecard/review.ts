import type { Policy } from '../policy.js';
import { type Card, type CardInputs, cardOf, type Grade } from './card.js';
import type { MetricKey } from './metrics.js';
import { rankCorrelation } from './rank-correlation.js';
import type { SchemeMetric } from './scheme.js';

/** Cards whose total lies from `from` on, and below the next one's. */
export interface Band {
  readonly from: number;
  readonly cards: number;
}

/** How well a metric tells people apart: for people who think about a scheme, not for pay, and not exact. */
export interface Separation {
  readonly key: MetricKey;
  readonly cards: number;
  readonly noData: number;
  readonly mean: number | null;
  readonly least: number | null;
  readonly most: number | null;
  /** Standard deviation of its scores. */
  readonly spread: number | null;
  /** Of its scores with the totals. */
  readonly rankCorrelation: number | null;
  /** Scores at the upper end, and at 0. */
  readonly atMost: number;
  readonly atNothing: number;
}

const bandPoints = 10;
const lastBand = 120;

/** From 0 to 120 and more, in steps of ten points. */
export function distribution(totalsHundredths: readonly number[]): Band[] {
  const bands = Array.from({ length: lastBand / bandPoints + 1 }, (_, i) => ({ from: i * bandPoints, cards: 0 }));
  for (const total of totalsHundredths) {
    const band = bands[Math.min(bands.length - 1, Math.floor(total / 100 / bandPoints))];
    if (band) band.cards++;
  }
  return bands;
}

/** In the order in which the metrics first stand on a card. */
export function separations(cards: readonly Card[]): Separation[] {
  const keys = [...new Set(cards.flatMap(({ lines }) => lines.map(({ key }) => key)))];
  return keys.map((key) => {
    const known = cards.flatMap(({ lines, totalHundredths }) => {
      const score = lines.find((line) => line.key === key)?.scoreHundredths;
      return typeof score === 'number' && totalHundredths !== null ? [{ score: score / 100, total: totalHundredths / 100 }] : [];
    });
    const on = cards.filter(({ lines }) => lines.some((line) => line.key === key)).length;
    const scores = known.map(({ score }) => score);
    const mean = scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return {
      key,
      cards: on,
      noData: on - known.length,
      mean,
      least: scores.length === 0 ? null : Math.min(...scores),
      most: scores.length === 0 ? null : Math.max(...scores),
      spread: mean === null ? null : Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length),
      rankCorrelation: rankCorrelation(known.map(({ score, total }) => [score, total])) ?? null,
      atMost: scores.filter((score) => score >= lastBand).length,
      atNothing: scores.filter((score) => score === 0).length,
    };
  });
}

/** A card that was, and what made it. */
export interface PastCard {
  readonly person: string;
  readonly inputs: CardInputs;
  readonly policy: Policy;
}

/** One person under another scheme; the totals are null without data. */
export interface Change {
  readonly person: string;
  readonly beforeHundredths: number | null;
  readonly afterHundredths: number | null;
  readonly gradeBefore: Grade | null;
  readonly gradeAfter: Grade | null;
  /** Metrics of the other scheme that were not measured then: their weight is spread over the others. */
  readonly unmeasured: readonly MetricKey[];
}

/** The same people, values, targets and points by another scheme; who gains most stands first. */
export function underScheme(cards: readonly PastCard[], metrics: readonly SchemeMetric[]): Change[] {
  return cards
    .map(({ person, inputs, policy }) => {
      const before = cardOf(inputs, policy);
      const after = cardOf({ ...inputs, scheme: { metrics } }, policy);
      return {
        person,
        beforeHundredths: before.totalHundredths,
        afterHundredths: after.totalHundredths,
        gradeBefore: before.grade,
        gradeAfter: after.grade,
        unmeasured: metrics.flatMap(({ key }) => (key in inputs.values ? [] : [key])),
      };
    })
    .sort((a, b) => gain(b) - gain(a));
}

/** In hundredths of a point; without data on one side nothing is gained or lost. */
export function gain({ beforeHundredths, afterHundredths }: Change): number {
  return beforeHundredths === null || afterHundredths === null ? 0 : afterHundredths - beforeHundredths;
}
