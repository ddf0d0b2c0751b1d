import type { MetricValue } from '../../../workflows/scorecard/card.js';
import { cycleImprovement } from '../../../workflows/scorecard/dso.js';
import type { MetricKey } from '../../../workflows/scorecard/metrics.js';
import type { MeasuredPeriod } from './assessed.js';
import type { LedgerSums } from './ledger-sums.js';

/** The values that come from the sums alone. `collection_achievement` has the receipts as numerator and its target beside it. */
export function ledgerValues(sums: LedgerSums, { days, before }: MeasuredPeriod): Partial<Record<MetricKey, MetricValue>> {
  const value = (numerator: string, denominator: string): MetricValue =>
    sums.unrated === null ? { numerator, denominator } : { none: 'no_rate' };
  return {
    actual_recovery_rate: value(sums.weighedReceipts, sums.weighedBase),
    term_recovery_rate: value(sums.weighedReceivedDue, sums.weighedDue),
    overdue_share: value(sums.overdue, sums.open),
    bad_debt_rate: value(sums.lost, sums.openAndLost),
    new_quality_recovery_rate: value(sums.newReceipts, sums.newBase),
    renewal_recovery_rate: value(sums.renewalReceipts, sums.renewalBase),
    overdue_recovery_rate: value(sums.weighedReceivedBrought, sums.weighedBrought),
    cycle_improvement: sums.unrated === null ? cycleImprovement(sums, days, before) : { none: 'no_rate' },
  };
}
