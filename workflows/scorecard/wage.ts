import { type Cents, roundHalfUp } from '../money.js';
import type { Card } from './card.js';
import { ratio } from './curve.js';
import { factorOf, type Reward } from './reward.js';

/** What is known of somebody's pay, for one export; nothing of it is kept. */
export interface Pay {
  readonly monthlyCents: Cents;
  /** What the bonus factor multiplies. */
  readonly bonusBaseCents?: Cents;
  /** What one point of deduction costs, where points are paid for one by one. */
  readonly pointCents?: Cents;
}

export interface WageLoss {
  readonly lostCents: Cents;
  /** Of a month's pay, in hundredths of a per cent. */
  readonly shareHundredths: number;
  readonly warns: boolean;
}

/**
 * What the deductions of a card cost in money (工资支付暂行规定 第十六条): so much a point, or what the bonus loses because the card stands
 * in a lower band than it would without them.
 * @returns undefined where the pay does not say what a point costs
 */
export function wageLoss(
  card: Card,
  reward: Reward | undefined,
  { monthlyCents, bonusBaseCents, pointCents }: Pay,
  warnHundredths: number,
): WageLoss | undefined {
  const lostCents = pointCents === undefined ? lostBonus(card, reward, bonusBaseCents) : lostPoints(card, pointCents);
  if (lostCents === undefined || monthlyCents <= 0) return undefined;
  const shareHundredths = Number(roundHalfUp(BigInt(lostCents) * 10_000n, BigInt(monthlyCents)));
  return { lostCents, shareHundredths, warns: BigInt(lostCents) * 10_000n > BigInt(monthlyCents) * BigInt(warnHundredths) };
}

function lostPoints({ deductedHundredths }: Card, pointCents: Cents): Cents {
  return Number(roundHalfUp(BigInt(Math.max(0, deductedHundredths)) * BigInt(pointCents), 100n));
}

function lostBonus(card: Card, reward: Reward | undefined, base: Cents | undefined): Cents | undefined {
  if (!reward || base === undefined || card.totalHundredths === null) return undefined;
  const undeducted = { ...card, totalHundredths: withoutDeductions(card) };
  const [before, after] = [factorOf(reward, undeducted), factorOf(reward, card)];
  if (before === undefined || after === undefined) return undefined;
  return Math.max(0, times(base, before) - times(base, after));
}

function withoutDeductions({ lines, qualityAdjustmentHundredths, adjustedHundredths }: Card): number {
  const points = lines.reduce((sum, { contributionHundredths }) => sum + contributionHundredths, 0);
  return Math.max(0, points + qualityAdjustmentHundredths + adjustedHundredths);
}

function times(amount: Cents, factor: string): Cents {
  const { n, d } = ratio(factor);
  return Number(roundHalfUp(BigInt(amount) * n, d));
}
