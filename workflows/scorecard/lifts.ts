import type { Policy } from '../policy.js';
import { type Card, type CardInputs, cardOf, type Grade, type MetricValue } from './card.js';
import { added, difference, product } from './decimal.js';
import type { MetricKey } from './metrics.js';

/** An overdue receivable with something open on the period's last day. Amounts are decimals in company currency. */
export interface OverdueItem {
  readonly id: string;
  readonly open: string;
  /** What its customer's credit grade weighs it with, '1' where the scheme does not. */
  readonly weight: string;
  /** It falls due in the period; otherwise it was brought into it. */
  readonly dueInPeriod: boolean;
  /** Of a strategic, AAA or AA customer. */
  readonly good: boolean;
  /** Of a quality customer first signed this year. */
  readonly isNew: boolean;
  readonly renewal: boolean;
  /** A dispute of it was resolved in the period, and there is still time to pay it in time. */
  readonly afterDispute: boolean;
}

/** What the card would be if this one item were paid in full by the period's last day, and in time after its dispute. */
export interface Lift {
  readonly id: string;
  /** More than the card has now. */
  readonly pointsHundredths: number;
  readonly totalHundredths: number;
  readonly grade: Grade;
  /** Lines that would read otherwise, what adds most first. */
  readonly lines: readonly { readonly key: MetricKey; readonly printedHundredths: number }[];
}

/**
 * What would lift the card most, the largest first; what lifts nothing is left out. Instalments of payment schedules, a team's
 * members and what a deduction gives back when its case settles are taken as they are: it may be more.
 * @param openBalance of all receivables that the card is measured by, on the period's last day
 */
export function lifts(inputs: CardInputs, items: readonly OverdueItem[], openBalance: string, policy: Policy): Lift[] {
  const now = cardOf(inputs, policy);
  return items
    .flatMap((item) => {
      const then = cardOf(paid(inputs, item, openBalance), policy);
      const { totalHundredths, grade } = then;
      if (totalHundredths === null || grade === null) return [];
      const pointsHundredths = totalHundredths - (now.totalHundredths ?? 0);
      return pointsHundredths > 0 ? [{ id: item.id, pointsHundredths, totalHundredths, grade, lines: changed(now, then) }] : [];
    })
    .sort((a, b) => b.pointsHundredths - a.pointsHundredths);
}

function paid(inputs: CardInputs, item: OverdueItem, openBalance: string): CardInputs {
  const { quality, values } = inputs;
  return {
    ...inputs,
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, moved(key as MetricKey, value, item, openBalance)]),
    ) as CardInputs['values'],
    quality: {
      ...quality,
      receipts: added(quality.receipts, item.open),
      ...(item.good && { receiptsOfGoodCustomers: added(quality.receiptsOfGoodCustomers, item.open) }),
    },
  };
}

function moved(key: MetricKey, value: MetricValue, item: OverdueItem, openBalance: string): MetricValue {
  if ('none' in value) return value;
  const { numerator, denominator } = value;
  const { open, dueInPeriod, isNew, renewal, afterDispute } = item;
  const weighed = product(open, item.weight);
  const more = (amount: string): MetricValue => ({ numerator: added(numerator, amount), denominator });
  switch (key) {
    case 'collection_achievement':
      return more(open);
    case 'actual_recovery_rate':
      return more(weighed);
    case 'term_recovery_rate':
      return dueInPeriod ? more(weighed) : value;
    case 'overdue_recovery_rate':
      return dueInPeriod ? value : more(weighed);
    case 'new_quality_recovery_rate':
      return isNew ? more(weighed) : value;
    case 'renewal_recovery_rate':
      return renewal ? more(weighed) : value;
    case 'complaint_collection_timeliness':
      return afterDispute ? more('1') : value;
    case 'overdue_share':
      return { numerator: difference(numerator, open), denominator: difference(denominator, open) };
    case 'bad_debt_rate':
      return { numerator, denominator: difference(denominator, open) };
    case 'cycle_improvement':
      // (was − open × k) ÷ was with k unknown: what is not was, is open × k, of which the item is its part. Both sides times the balance stay decimals.
      return {
        numerator: added(product(numerator, openBalance), product(open, difference(denominator, numerator))),
        denominator: product(denominator, openBalance),
      };
    default:
      return value;
  }
}

function changed(now: Card, then: Card): Lift['lines'] {
  return then.lines
    .flatMap(({ key, printedHundredths, contributionHundredths }, i) => {
      const before = now.lines[i];
      if (!before || printedHundredths === null || printedHundredths === before.printedHundredths) return [];
      return [{ key, printedHundredths, more: contributionHundredths - before.contributionHundredths }];
    })
    .sort((a, b) => b.more - a.more)
    .map(({ key, printedHundredths }) => ({ key, printedHundredths }));
}
