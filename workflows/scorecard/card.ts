import type { MetricKey } from './metrics.js';
import type { Scheme, Targets } from './scheme.js';

/** Why a line has no value. */
export type NoData = 'no_denominator' | 'no_target' | 'no_survey';

/**
 * An exact value, numerator ÷ denominator, both plain decimals (amounts as '16874400.00', counts as '4'); a survey's value has the
 * denominator '1'. Plain JSON, so that what a closed period was computed from can be kept.
 */
export type MetricValue = { readonly numerator: string; readonly denominator: string } | { readonly none: NoData };

/** One row of the ledger of deductions, in the period in which it counts. */
export interface CountedDeduction {
  readonly id: string;
  readonly kind: 'deduction' | 'give_back' | 'reversal';
  readonly pointsHundredths: number;
  /**
   * Of what an earlier period took and this one gives back: what that period took in all, and what of it counted. What had lapsed is not
   * given back.
   */
  readonly ofEarlier?: { readonly takenHundredths: number; readonly countedHundredths: number };
}

/** Points that an accepted appeal adds or takes. */
export interface Adjustment {
  readonly id: string;
  /** Positive = in the person's favour. */
  readonly pointsHundredths: number;
}

/** All that a card is made of: kept with a closed card, from which anybody can make it again. */
export interface CardInputs {
  readonly scheme: Pick<Scheme, 'metrics'>;
  readonly targets: Targets;
  /** A metric that is missing here has no data. */
  readonly values: Readonly<Partial<Record<MetricKey, MetricValue>>>;
  readonly quality: {
    /** Amounts as decimals, without coefficient. */
    readonly receipts: string;
    readonly receiptsOfGoodCustomers: string;
    readonly upheldComplaints: number;
  };
  readonly deductions: readonly CountedDeduction[];
  readonly adjustments: readonly Adjustment[];
}

export interface CardLine {
  readonly key: MetricKey;
  readonly value: MetricValue;
  /** As people read it: '46.97' of a rate is per cent; null = no data. */
  readonly printed: string | null;
  readonly scoreHundredths: number | null;
  /** Rounded for print; the contribution is made with the exact one. */
  readonly weightHundredths: number;
  readonly contributionHundredths: number;
}

export type Grade = 'A' | 'B' | 'C' | 'D';

export interface Card {
  readonly lines: readonly CardLine[];
  readonly qualityAdjustmentHundredths: number;
  /** Taken less given back, at most what policy allows; negative where more comes back than is taken. */
  readonly deductedHundredths: number;
  readonly lapsedHundredths: number;
  readonly adjustedHundredths: number;
  /** Null where no line has data. */
  readonly totalHundredths: number | null;
  readonly grade: Grade | null;
}
