import type { Cents } from './money.js';

/** Why a case went wrong, as a share of it names it (domain.md, Deduction). */
export const causes = [
  'credit_check_missing',
  'credit_check_ignored',
  'over_promised',
  'credit_policy_breached',
  'follow_up_neglected',
  'dunning_notice_late',
  'list_late',
  'evidence_late',
  'customer_insolvent',
  'force_majeure',
] as const;

export type Cause = (typeof causes)[number];

/** When an acceptance bill counts as received (domain.md, Assessment, exactly). */
export const billCounts = ['on_clearing', 'on_receipt', 'never'] as const;

export type BillCount = (typeof billCounts)[number];

/** Of customers, the best first. */
export const creditGrades = ['AAA', 'AA', 'A', 'B', 'C', 'D'] as const;

export type CreditGrade = (typeof creditGrades)[number];

/** The numbers of domain.md. A version of a company's policy replaces some of them from a date on; none is written anywhere else. */
export interface Policy {
  readonly version: number;
  /** A case is the board's when it is over this many overdue days. */
  readonly reviewAfterOverdueDays: number;
  readonly confirmationWorkingDays: number;
  readonly graceMonthsDefault: number;
  readonly graceMonthsAtMost: number;
  /** Between an instalment's date, or the end of grace, and the verdict that it was missed. */
  readonly graceLeewayWorkingDays: number;
  readonly continueMonthsDefault: number;
  readonly continueMonthsAtMost: number;
  readonly continueTimesAtMost: number;
  readonly deferredTimesBeforeManager: number;
  readonly legalReviewDays: number;
  /** Above it a write-off is approved by the general manager. In company currency. */
  readonly writeOffLimitCents: Cents;
  /** What may be waived without a board; 0 = nothing. */
  readonly smallBalanceCents: Cents;
  /** What one customer was forgiven within so many months counts together: a debt that is split stays under no limit. */
  readonly forgivenTogetherMonths: number;
  readonly attemptLateWorkingDays: number;
  readonly disputeReminderWorkingDays: number;
  readonly disputeEscalationWorkingDays: number;
  readonly pauseWorkingDaysAtMost: number;
  readonly quorumSeats: number;
  /** Day of the month whose night calls the monthly meeting. */
  readonly meetingCalledOnDay: number;
  readonly meetingClosesAfterWorkingDays: number;
  /** At least so long do the members of a circular vote have. */
  readonly circularVoteWorkingDays: number;
  readonly attributionAnswerWorkingDays: number;
  readonly attributionDecisionWorkingDays: number;
  readonly attributionProposalWorkingDays: number;
  /** The owner is reminded on these overdue days, ascending, and after each so many working days without an attempt. */
  readonly reminderOverdueDays: readonly number[];
  readonly attemptEveryWorkingDays: number;
  readonly positionReminderOverdueDay: number;
  /** Calendar days before a plan's instalment. */
  readonly instalmentReminderDays: number;
  readonly confirmationReminderWorkingDays: number;
  readonly voteReminderWorkingDays: number;
  /** Overdue days of the letters of level 1, 2, 3 and 4. */
  readonly letterOverdueDays: readonly number[];
  readonly letterLateWorkingDays: number;
  /** Calendar days within which a letter of level 1, 2, 3 and 4 asks for the money. */
  readonly letterPaymentDays: readonly number[];
  /** For what legal is asked for without a day. */
  readonly evidenceWorkingDays: number;
  readonly disputePauseWorkingDays: number;
  readonly promisePauseWorkingDays: number;
  /** After so many broken promises another one stops no letter. */
  readonly brokenPromisesWithoutPause: number;
  /** Without an attempt for so long, follow-up was neglected. */
  readonly neglectedWorkingDays: number;
  /** Day of the month by which the overdue list of the month before is published. */
  readonly listPublishedByDay: number;
  /** Owners confirm or object within them; silence counts as confirmed. */
  readonly listAnswerWorkingDays: number;
  /** The directors settle a disagreement within them; then the ledger's figure stands. */
  readonly listSettlementWorkingDays: number;
  readonly limitationYears: number;
  readonly limitationWarningDays: readonly number[];
  readonly smallClaimCents: Cents;
  /** A ten-thousandth of it is a small claim too; 0 = not known. */
  readonly yearlyRevenueCents: Cents;
  readonly deductionBasePoints: Readonly<Record<Cause, number>>;
  /** In ascending order; the first band that the balance is under applies, the last has no bound. Factor in tenths. */
  readonly deductionBands: readonly DeductionBand[];
  /** What a person may lose in one assessment period; the rest lapses. */
  readonly deductionPointsAtMost: number;
  /** Of a month's pay; above it the scorecards' export warns. In hundredths of a per cent, as are the others so named. */
  readonly wageWarningHundredths: number;
  /** A credit check older than this on the day of signing is none; 0 = it is never too old. */
  readonly creditCheckMonthsAtMost: number;
  /** Credit limits of the grades AAA, AA, A, B, C and D, in whole units of the company's currency; a customer's own limit goes before. */
  readonly gradeCreditLimits: readonly number[];
  /** Terms of the same grades; a customer's own term goes before. */
  readonly gradeTermDays: readonly number[];
  /** Customers of this grade and of worse ones prepay or give security. */
  readonly weakFromGrade: CreditGrade;
  /** So do those who first signed within so many months; 0 = being new is no reason. */
  readonly newCustomerMonths: number;
  /** Of a contract's or order's amount: what they prepay or secure. */
  readonly securityPercent: number;
  /** Above it an exception from the credit policy is approved by the general manager. In company currency. */
  readonly creditExceptionLimitCents: Cents;
  readonly creditExceptionMonthsAtMost: number;
  /** From this part of the limit on a customer is near it. */
  readonly nearCreditLimitPercent: number;
  /** Of the open items; when more of them are missing on a list, a second person releases it. */
  readonly vanishedItemsHundredths: number;
  readonly overdueShareBenchmarkHundredths: number;
  readonly badDebtBenchmarkHundredths: number;
  readonly countAcceptanceBills: BillCount;
  /** A balance counts as overdue in scores from this overdue day on. */
  readonly overdueMetricFromDay: number;
  /** Of the grades AAA, AA, A, B, C and D, in per cent. */
  readonly gradeCoefficientPercents: readonly number[];
  /** What receipts from strategic, AAA and AA customers alone would add to a card. */
  readonly goodCustomerPoints: number;
  /** What one upheld complaint of over-dunning or withheld shipment takes. */
  readonly upheldComplaintPoints: number;
  /** What such complaints take from one card at most. */
  readonly complaintPointsAtMost: number;
  /** From so many points on the grade is A, B or C; below them it is D. */
  readonly gradePoints: readonly number[];
  /** Over so many months' rolls loss rates are taken together; fewer where the ledger does not go back so far. */
  readonly provisionMonths: number;
  /** What the months ahead make of the loss rates that months past had. */
  readonly provisionForwardFactorHundredths: number;
  /** Of what is over 180 overdue days, from where nothing rolls on. */
  readonly provisionOldestLossHundredths: number;
  /** Of cases that the board has resolved as bad debts and that are not posted yet. */
  readonly provisionImpairedLossHundredths: number;
  /** Codes of the general ledger for voucher proposals: 坏账准备, 应收账款, 信用减值损失, 银行存款, 库存现金, 应收票据. */
  readonly allowanceAccount: string;
  readonly receivablesAccount: string;
  readonly impairmentLossAccount: string;
  readonly bankAccount: string;
  readonly cashAccount: string;
  readonly billsAccount: string;
}

export interface DeductionBand {
  readonly underCents?: Cents;
  readonly factorTenths: number;
}

export const defaultPolicy: Policy = {
  version: 0,
  reviewAfterOverdueDays: 90,
  confirmationWorkingDays: 5,
  graceMonthsDefault: 1,
  graceMonthsAtMost: 2,
  graceLeewayWorkingDays: 3,
  continueMonthsDefault: 1,
  continueMonthsAtMost: 3,
  continueTimesAtMost: 2,
  deferredTimesBeforeManager: 2,
  legalReviewDays: 90,
  writeOffLimitCents: 500_000_00,
  smallBalanceCents: 0,
  forgivenTogetherMonths: 12,
  attemptLateWorkingDays: 5,
  disputeReminderWorkingDays: 15,
  disputeEscalationWorkingDays: 30,
  pauseWorkingDaysAtMost: 30,
  quorumSeats: 2,
  meetingCalledOnDay: 20,
  meetingClosesAfterWorkingDays: 5,
  circularVoteWorkingDays: 1,
  attributionAnswerWorkingDays: 5,
  attributionDecisionWorkingDays: 10,
  attributionProposalWorkingDays: 10,
  reminderOverdueDays: [1, 7, 15, 30, 60, 80],
  attemptEveryWorkingDays: 5,
  positionReminderOverdueDay: 85,
  instalmentReminderDays: 3,
  confirmationReminderWorkingDays: 3,
  voteReminderWorkingDays: 3,
  letterOverdueDays: [3, 15, 30, 60],
  letterLateWorkingDays: 2,
  letterPaymentDays: [7, 7, 5, 7],
  evidenceWorkingDays: 10,
  disputePauseWorkingDays: 30,
  promisePauseWorkingDays: 15,
  brokenPromisesWithoutPause: 2,
  neglectedWorkingDays: 15,
  listPublishedByDay: 5,
  listAnswerWorkingDays: 3,
  listSettlementWorkingDays: 5,
  limitationYears: 3,
  limitationWarningDays: [180, 90, 30],
  smallClaimCents: 50_000_00,
  yearlyRevenueCents: 0,
  deductionBasePoints: {
    credit_check_missing: 10,
    credit_check_ignored: 10,
    over_promised: 8,
    credit_policy_breached: 8,
    follow_up_neglected: 5,
    dunning_notice_late: 5,
    list_late: 3,
    evidence_late: 3,
    customer_insolvent: 0,
    force_majeure: 0,
  },
  deductionBands: [{ underCents: 100_000_00, factorTenths: 5 }, { underCents: 1_000_000_00, factorTenths: 10 }, { factorTenths: 15 }],
  deductionPointsAtMost: 30,
  wageWarningHundredths: 20_00,
  creditCheckMonthsAtMost: 0,
  gradeCreditLimits: [5_000_000, 3_000_000, 2_000_000, 1_000_000, 200_000, 0],
  gradeTermDays: [90, 60, 60, 30, 30, 0],
  weakFromGrade: 'C',
  newCustomerMonths: 6,
  securityPercent: 100,
  creditExceptionLimitCents: 500_000_00,
  creditExceptionMonthsAtMost: 6,
  nearCreditLimitPercent: 80,
  vanishedItemsHundredths: 20_00,
  overdueShareBenchmarkHundredths: 5_00,
  badDebtBenchmarkHundredths: 2_00,
  countAcceptanceBills: 'on_clearing',
  overdueMetricFromDay: 1,
  gradeCoefficientPercents: [120, 110, 100, 100, 90, 80],
  goodCustomerPoints: 5,
  upheldComplaintPoints: 3,
  complaintPointsAtMost: 10,
  gradePoints: [100, 85, 70],
  provisionMonths: 12,
  provisionForwardFactorHundredths: 100_00,
  provisionOldestLossHundredths: 100_00,
  provisionImpairedLossHundredths: 100_00,
  allowanceAccount: '1231',
  receivablesAccount: '1122',
  impairmentLossAccount: '6702',
  bankAccount: '1002',
  cashAccount: '1001',
  billsAccount: '1121',
};
