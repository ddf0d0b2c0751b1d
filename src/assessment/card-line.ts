import { formatAmount } from '../../workflows/money.js';
import type { CardLine } from '../../workflows/scorecard/card.js';
import { ratio } from '../../workflows/scorecard/curve.js';
import { rounded } from '../../workflows/scorecard/decimal.js';
import type { PreviewLine } from './preview.shapes.js';

/** What was converted has more decimals than money. */
export const printed = (exact: string) => rounded(ratio(exact));

/** A line as it is read. */
export function lineOf(line: CardLine): PreviewLine {
  const { key, value, printedHundredths, scoreHundredths, weightHundredths, contributionHundredths } = line;
  const none = 'none' in value;
  return {
    key,
    value: printedHundredths === null ? null : formatAmount(printedHundredths),
    numerator: none ? null : value.numerator,
    denominator: none ? null : value.denominator,
    noData: none ? value.none : null,
    score: scoreHundredths === null ? null : formatAmount(scoreHundredths),
    weight: formatAmount(weightHundredths),
    contribution: formatAmount(contributionHundredths),
  };
}
