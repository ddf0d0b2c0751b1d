import { type CreditGrade, creditGrades, type Policy } from '../policy.js';
import { gradeTerms } from './terms.js';

/** How a customer has paid, over a year. */
export interface PaymentBehaviour {
  /** Payments on receivables. */
  readonly payments: number;
  /** After the due date, weighted by amount; early is negative. */
  readonly averageDaysLate: number;
  /** Of the amount, in hundredths of a per cent. */
  readonly shareLateHundredths: number;
  /** What is open now and overdue for longer than a quarter of a year. */
  readonly longOverdue: boolean;
}

export interface GradeSuggestion {
  readonly grade: CreditGrade;
  readonly termDays: number;
  readonly limitCents: number;
  /** Than the grade of now; undefined where there is none. */
  readonly move?: 'better' | 'worse' | 'same';
}

const fewestPayments = 3;

/** The first whose bounds are both kept: late days on average, and share paid late in hundredths of a per cent. */
const bounds: readonly (readonly [CreditGrade, days: number, share: number])[] = [
  ['AAA', 0, 5_00],
  ['AA', 5, 15_00],
  ['A', 15, 30_00],
  ['B', 30, 50_00],
  ['C', 60, 80_00],
];

/** A grade and terms that payments would speak for, for a person to judge. @returns undefined where too few payments say anything */
export function suggestGrade(
  { payments, averageDaysLate, shareLateHundredths, longOverdue }: PaymentBehaviour,
  current: CreditGrade | undefined,
  policy: Policy,
): GradeSuggestion | undefined {
  if (payments < fewestPayments) return undefined;
  const paid = bounds.find(([, days, share]) => averageDaysLate <= days && shareLateHundredths <= share)?.[0] ?? 'D';
  // Who owes for so long is not graded by what else was paid.
  const grade = longOverdue && place(paid) < place('C') ? 'C' : paid;
  const move = current && (place(grade) < place(current) ? 'better' : place(grade) > place(current) ? 'worse' : 'same');
  return { grade, ...gradeTerms(grade, policy), ...(move && { move }) };
}

function place(grade: CreditGrade): number {
  return creditGrades.indexOf(grade);
}
