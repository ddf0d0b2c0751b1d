import { billCounts, creditGrades, type Policy } from '../policy.js';

export type PolicyKey = Exclude<keyof Policy, 'version'>;

/** What a number counts. */
export type Unit =
  | 'overdue_days'
  | 'working_days'
  | 'calendar_days'
  | 'day_of_month'
  | 'months'
  | 'years'
  | 'times'
  | 'seats'
  | 'points'
  | 'percent'
  | 'money'
  | 'account'
  | 'choice'
  | 'bands';

/** How a value is written, and within which bounds. */
export type Shape =
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  /** Company currency, in cents here and as text to people. */
  | { readonly kind: 'money'; readonly min: number; readonly max: number }
  /** Hundredths of a per cent here, text with 2 decimals to people. */
  | { readonly kind: 'percent'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'days';
      readonly min: number;
      readonly max: number;
      readonly fewest: number;
      readonly most: number;
      /** Undefined = each stands by itself. */
      readonly order?: 'ascending' | 'descending';
    }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'account' }
  | { readonly kind: 'causes'; readonly min: number; readonly max: number }
  | { readonly kind: 'bands'; readonly most: number };

export interface PolicyField {
  readonly shape: Shape;
  readonly unit: Unit;
  /** The part of domain.md that gives the default. */
  readonly clause: string;
}

const whole = (unit: Unit, min: number, max: number, clause: string): PolicyField => ({ shape: { kind: 'whole', min, max }, unit, clause });
const workingDays = (clause: string, max = 60): PolicyField => whole('working_days', 1, max, clause);
const money = (clause: string, min = 0): PolicyField => ({
  shape: { kind: 'money', min, max: 1_000_000_000_000_00 },
  unit: 'money',
  clause,
});
const percent = (clause: string): PolicyField => ({ shape: { kind: 'percent', min: 0, max: 100_00 }, unit: 'percent', clause });
const account = (): PolicyField => ({ shape: { kind: 'account' }, unit: 'account', clause: 'What the accounts get' });

/** Every number of the policy, declared once: what checks a proposal, and what people read about it, both come from here. */
export const policyFields: Readonly<Record<PolicyKey, PolicyField>> = {
  reviewAfterOverdueDays: whole('overdue_days', 30, 365, 'salesFollowUp'),
  confirmationWorkingDays: workingDays('financeConfirmation'),
  graceMonthsDefault: whole('months', 1, 12, 'The board'),
  graceMonthsAtMost: whole('months', 1, 12, 'grace.too_long'),
  graceLeewayWorkingDays: whole('working_days', 0, 30, 'gracePeriod'),
  continueMonthsDefault: whole('months', 1, 12, 'boardReview'),
  continueMonthsAtMost: whole('months', 1, 12, 'boardReview'),
  continueTimesAtMost: whole('times', 0, 10, 'boardReview'),
  deferredTimesBeforeManager: whole('times', 1, 10, 'boardReview'),
  legalReviewDays: whole('calendar_days', 7, 365, 'legalAction'),
  writeOffLimitCents: money('writeOff'),
  smallBalanceCents: money('writeOff'),
  forgivenTogetherMonths: whole('months', 0, 60, 'writeOff'),
  attemptLateWorkingDays: whole('working_days', 0, 30, 'What must always hold, 8'),
  disputeReminderWorkingDays: workingDays('customerDispute', 120),
  disputeEscalationWorkingDays: workingDays('customerDispute', 120),
  pauseWorkingDaysAtMost: workingDays('Disputes and pauses', 120),
  quorumSeats: whole('seats', 1, 3, 'The board'),
  meetingCalledOnDay: whole('day_of_month', 1, 28, 'The board'),
  meetingClosesAfterWorkingDays: workingDays('The board'),
  circularVoteWorkingDays: workingDays('The board'),
  attributionAnswerWorkingDays: workingDays('attribution'),
  attributionDecisionWorkingDays: workingDays('attribution'),
  attributionProposalWorkingDays: workingDays('attribution'),
  reminderOverdueDays: {
    shape: { kind: 'days', min: 1, max: 365, fewest: 1, most: 20, order: 'ascending' },
    unit: 'overdue_days',
    clause: 'Reminders and letters',
  },
  attemptEveryWorkingDays: workingDays('Reminders and letters'),
  positionReminderOverdueDay: whole('overdue_days', 1, 365, 'Reminders and letters'),
  instalmentReminderDays: whole('calendar_days', 0, 30, 'Reminders and letters'),
  confirmationReminderWorkingDays: workingDays('Reminders and letters'),
  voteReminderWorkingDays: workingDays('Reminders and letters'),
  letterOverdueDays: {
    shape: { kind: 'days', min: 1, max: 365, fewest: 4, most: 4, order: 'ascending' },
    unit: 'overdue_days',
    clause: 'Reminders and letters',
  },
  letterLateWorkingDays: workingDays('Reminders and letters'),
  letterPaymentDays: {
    shape: { kind: 'days', min: 1, max: 60, fewest: 4, most: 4 },
    unit: 'calendar_days',
    clause: 'Reminders and letters',
  },
  evidenceWorkingDays: workingDays('Evidence and the grounds of a bad debt'),
  disputePauseWorkingDays: workingDays('Disputes and pauses', 120),
  promisePauseWorkingDays: workingDays('Disputes and pauses', 120),
  brokenPromisesWithoutPause: whole('times', 0, 10, 'Disputes and pauses'),
  neglectedWorkingDays: workingDays('attribution', 120),
  // Three years are the law's; a company may only be warned as if they were fewer.
  limitationYears: whole('years', 1, 3, 'Limitation clock'),
  limitationWarningDays: {
    shape: { kind: 'days', min: 1, max: 365, fewest: 1, most: 10, order: 'descending' },
    unit: 'calendar_days',
    clause: 'Limitation clock',
  },
  smallClaimCents: money('Evidence and the grounds of a bad debt'),
  yearlyRevenueCents: money('Evidence and the grounds of a bad debt'),
  deductionBasePoints: { shape: { kind: 'causes', min: 0, max: 100 }, unit: 'points', clause: 'Deduction' },
  deductionBands: { shape: { kind: 'bands', most: 10 }, unit: 'bands', clause: 'Deduction' },
  deductionPointsAtMost: whole('points', 0, 100, 'Deduction'),
  wageWarningHundredths: percent('Who may do what'),
  creditCheckMonthsAtMost: whole('months', 0, 120, 'Words'),
  gradeCreditLimits: { shape: { kind: 'days', min: 0, max: 1_000_000_000, fewest: 6, most: 6 }, unit: 'money', clause: 'Words' },
  gradeTermDays: { shape: { kind: 'days', min: 0, max: 365, fewest: 6, most: 6 }, unit: 'calendar_days', clause: 'Words' },
  weakFromGrade: { shape: { kind: 'choice', of: creditGrades }, unit: 'choice', clause: 'Words' },
  newCustomerMonths: whole('months', 0, 60, 'Words'),
  securityPercent: whole('percent', 0, 100, 'Words'),
  creditExceptionLimitCents: money('Words'),
  creditExceptionMonthsAtMost: whole('months', 1, 60, 'Words'),
  nearCreditLimitPercent: whole('percent', 1, 100, 'Words'),
  vanishedItemsHundredths: percent('Ledger in'),
  listPublishedByDay: whole('day_of_month', 1, 28, 'The monthly list'),
  listAnswerWorkingDays: workingDays('The monthly list'),
  listSettlementWorkingDays: workingDays('The monthly list'),
  overdueShareBenchmarkHundredths: percent('Assessment, exactly'),
  badDebtBenchmarkHundredths: percent('Assessment, exactly'),
  countAcceptanceBills: { shape: { kind: 'choice', of: billCounts }, unit: 'choice', clause: 'Assessment, exactly' },
  overdueMetricFromDay: whole('overdue_days', 1, 365, 'Assessment, exactly'),
  gradeCoefficientPercents: {
    shape: { kind: 'days', min: 1, max: 300, fewest: 6, most: 6 },
    unit: 'percent',
    clause: 'Assessment, exactly',
  },
  goodCustomerPoints: whole('points', 0, 20, 'Quality adjustment'),
  upheldComplaintPoints: whole('points', 0, 20, 'Quality adjustment'),
  complaintPointsAtMost: whole('points', 0, 50, 'Quality adjustment'),
  gradePoints: { shape: { kind: 'days', min: 1, max: 200, fewest: 3, most: 3, order: 'descending' }, unit: 'points', clause: 'Total' },
  provisionMonths: whole('months', 1, 36, 'What the accounts get'),
  // Worse times ahead may make a loss rate several times what it was.
  provisionForwardFactorHundredths: {
    shape: { kind: 'percent', min: 0, max: 500_00 },
    unit: 'percent',
    clause: 'What the accounts get',
  },
  provisionOldestLossHundredths: percent('What the accounts get'),
  provisionImpairedLossHundredths: percent('What the accounts get'),
  allowanceAccount: account(),
  receivablesAccount: account(),
  impairmentLossAccount: account(),
  bankAccount: account(),
  cashAccount: account(),
  billsAccount: account(),
};

export const policyKeys = Object.keys(policyFields) as PolicyKey[];

/** As people and the API name it: units that stand at a key's end for the program are left out. */
export function nameOf(key: PolicyKey): string {
  return key.replace(/(Cents|Hundredths)$/, '');
}
