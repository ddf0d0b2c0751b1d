import { addMonths, type BusinessDate } from '../calendar/dates.js';
import type { Cents } from '../money.js';
import { type CreditGrade, creditGrades, type Policy } from '../policy.js';

/** What is known of a customer's credit. */
export interface CreditStanding {
  readonly grade?: CreditGrade | undefined;
  /** The customer's own, in company currency; goes before that of the grade. */
  readonly limitCents?: Cents | undefined;
  readonly termDays?: number | undefined;
  /** Or first bought, where no file says when; undefined where nothing is known. */
  readonly firstSignedOn?: BusinessDate | undefined;
  /** The last credit check on file. */
  readonly lastCheck?: { readonly on: BusinessDate; readonly result: string } | undefined;
}

/** Why a customer prepays or gives security; after a failed check, all of it. */
export type Weakness = 'no_grade' | 'weak_grade' | 'new_customer' | 'check_failed' | 'check_asks_security';

export interface CreditTerms {
  /** Undefined where neither the customer nor the grade has one. */
  readonly limitCents?: Cents;
  readonly termDays?: number;
  readonly limitFrom: 'customer' | 'grade' | 'none';
  readonly termFrom: 'customer' | 'grade' | 'none';
  readonly weaknesses: readonly Weakness[];
}

/** What the policy gives a customer on a day. A limit of one's own says that somebody has judged the customer: no grade is no reason then. */
export function creditTerms(standing: CreditStanding, on: BusinessDate, policy: Policy): CreditTerms {
  const { grade, limitCents, termDays } = standing;
  const ofGrade = grade && gradeTerms(grade, policy);
  const limit = limitCents ?? ofGrade?.limitCents;
  const term = termDays ?? ofGrade?.termDays;
  return {
    ...(limit !== undefined && { limitCents: limit }),
    ...(term !== undefined && { termDays: term }),
    limitFrom: limitCents !== undefined ? 'customer' : ofGrade ? 'grade' : 'none',
    termFrom: termDays !== undefined ? 'customer' : ofGrade ? 'grade' : 'none',
    weaknesses: weaknessesOf(standing, on, policy),
  };
}

export function gradeTerms(grade: CreditGrade, { gradeCreditLimits, gradeTermDays }: Policy): { limitCents: Cents; termDays: number } {
  const place = creditGrades.indexOf(grade);
  return { limitCents: (gradeCreditLimits[place] ?? 0) * 100, termDays: gradeTermDays[place] ?? 0 };
}

function weaknessesOf({ grade, limitCents, firstSignedOn, lastCheck }: CreditStanding, on: BusinessDate, policy: Policy): Weakness[] {
  const isWeak = grade !== undefined && creditGrades.indexOf(grade) >= creditGrades.indexOf(policy.weakFromGrade);
  const isNew = policy.newCustomerMonths > 0 && (firstSignedOn === undefined || on < addMonths(firstSignedOn, policy.newCustomerMonths));
  return [
    ...(grade === undefined && limitCents === undefined ? (['no_grade'] as const) : []),
    ...(isWeak ? (['weak_grade'] as const) : []),
    ...(isNew ? (['new_customer'] as const) : []),
    ...weaknessOfCheck(lastCheck, on, policy),
  ];
}

/** One that is too old is none, as where it is asked whose fault a bad debt is. */
function weaknessOfCheck(check: CreditStanding['lastCheck'], on: BusinessDate, { creditCheckMonthsAtMost: months }: Policy): Weakness[] {
  if (!check || (months > 0 && addMonths(check.on, months) < on)) return [];
  if (check.result === 'failed') return ['check_failed'];
  return check.result === 'passed_with_security' ? ['check_asks_security'] : [];
}
