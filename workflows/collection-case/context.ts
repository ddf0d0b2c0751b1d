import type { Share } from '../attribution/causes.js';
import type { Fact } from '../attribution/facts.js';
import type { RootCause } from '../attribution/root-causes.js';
import { type BusinessDate, daysBetween } from '../calendar/dates.js';
import type { CustomerDispute } from '../dispute/dispute.js';
import type { DueLetter } from '../dunning/letters.js';
import type { EvidenceKind, Ground } from '../evidence/grounds.js';
import type { EvidenceRequest } from '../evidence/requests.js';
import type { Cents } from '../money.js';
import type { Grace } from '../payment-plan/grace.js';
import type { Inflow, PaymentPlan } from '../payment-plan/plan.js';
import type { PromiseToPay } from '../payment-plan/promise.js';
import type { Cause, Policy } from '../policy.js';
import type { RollSeat } from '../review-board/seats.js';
import type { Decided, NewFact } from '../review-board/second-vote.js';
import type { Ballot } from '../review-board/tally.js';
import type { FactChanges, Position, View } from './commands.js';
import type { Effect, Entry } from './entries.js';

/** What a case is opened with. */
export interface Opening {
  readonly companyId: string;
  readonly caseId: string;
  readonly customer: string;
  readonly document: string;
  readonly instalment: number;
  readonly issuedOn: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly currency: string;
  readonly amountCents: Cents;
  readonly receivedCents: Cents;
  readonly creditedCents: Cents;
  readonly owner: string;
  readonly openedOn: BusinessDate;
}

export interface Vote extends Ballot {
  readonly person: string;
  readonly reason: string;
  readonly on: BusinessDate;
}

/** Voting on this case in one meeting. */
export interface Round {
  readonly meeting: string;
  readonly openedOn: BusinessDate;
  readonly roll: readonly RollSeat[];
  /** All that were cast, in order; the last of a seat counts. */
  readonly votes: readonly Vote[];
  readonly recusals: readonly { readonly person: string; readonly reason: string }[];
  /** What was accepted at the opening: nothing else carries a bad debt in this round. Rounds opened before machine 3 have no such list. */
  readonly evidence?: readonly { readonly id: string; readonly sha256: string }[];
  /** The last day of a circular vote. */
  readonly until?: BusinessDate;
}

export interface LinkedEvidence {
  readonly id: string;
  readonly sha256: string;
  readonly kind: EvidenceKind;
  readonly ground: Ground;
  readonly attachedBy: string;
  readonly attachedByLegalManager: boolean;
  readonly attachedOn: BusinessDate;
  readonly demandOn?: BusinessDate;
  readonly acceptedBy?: string;
  readonly withdrawnReason?: string;
}

export interface Correction {
  readonly id: number;
  readonly changes: FactChanges;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedOn: BusinessDate;
}

/** Something that was asked for and waits for the second person. */
export interface Request {
  readonly askedBy: string;
  readonly askedOn: BusinessDate;
  readonly reason: string;
}

export interface WriteOff {
  readonly waived: boolean;
  readonly resolvedOn: BusinessDate;
  readonly approvedBy?: string;
  readonly voucherNo?: string;
  /** Why the money is lost, since the machine's third version. */
  readonly rootCause?: RootCause;
  readonly reversal?: Request & { readonly voucherNo: string };
}

/** Points that a final attribution took, and what came back since. */
export interface Deduction {
  readonly person: string;
  readonly cause: Cause;
  readonly shareHundredths: number;
  readonly pointsHundredths: number;
  /** The case had settled before, so that there is no half to give back. */
  readonly halved: boolean;
  readonly settledBackHundredths: number;
  /** By recoveries of the write-off that stands. */
  readonly recoveredBackHundredths: number;
  /** By recoveries of write-offs that were reversed since. */
  readonly earlierBackHundredths: number;
}

export interface Attribution {
  readonly shares: readonly Share[];
  readonly proposedBy: string;
  readonly proposedOn: BusinessDate;
  /** Logins of the named who accepted. */
  readonly accepted: readonly string[];
  /** Night in which silence becomes acceptance. */
  readonly silentOn?: BusinessDate;
  /** Night in which an undecided contest or appeal is overdue; gone once it was told. */
  readonly decideBy?: BusinessDate;
  readonly decidedBy: readonly string[];
  readonly appealedBy?: string;
  readonly deductions: readonly Deduction[];
}

/** All that the rules need to know of a case: plain JSON, the same after any replay. */
export interface CaseContext extends Omit<Opening, 'openedOn'> {
  readonly openedOn: BusinessDate;
  readonly balanceCents: Cents;
  readonly writtenOffCents: Cents;
  readonly recoveredCents: Cents;
  /** Receipts that came in as recoveries; a reversal must know. */
  readonly recoveries: readonly { readonly receipt: string; readonly amountCents: Cents; readonly instrument?: string }[];

  readonly attempts: { readonly count: number; readonly lastOn?: BusinessDate };
  readonly promises: readonly PromiseToPay[];
  readonly promisesMade: number;
  readonly pauses: readonly { readonly from: BusinessDate; readonly until: BusinessDate; readonly reason: string }[];
  readonly letters: readonly {
    readonly level: number;
    readonly channel: string;
    readonly sentOn: BusinessDate;
    readonly trackingNo?: string;
  }[];
  /** The letter whose day has come and that is not sent yet. */
  readonly letterDue?: DueLetter;
  /** The last night that looked for reminders, letters and neglect. */
  readonly remindedOn?: BusinessDate;
  /** What restarted the limitation clock last. */
  readonly limitationFrom?: BusinessDate;
  readonly position?: {
    readonly position: Position;
    readonly note: string;
    readonly by: string;
    readonly on: BusinessDate;
    readonly expectedOn?: BusinessDate;
  };
  readonly view?: { readonly view: View; readonly by: string; readonly on: BusinessDate };
  readonly escalated?: { readonly on: BusinessDate; readonly because: 'overdue' | 'next_review'; readonly unconfirmedOn: BusinessDate };
  readonly cancellation?: Request;
  readonly corrections: readonly Correction[];
  readonly correctionsAsked: number;

  readonly firstDocketed?: { readonly on: BusinessDate; readonly balanceCents: Cents };
  /** The owner could not be heard: docketed without finance's confirmation. */
  readonly unconfirmed: boolean;
  readonly round?: Round;
  readonly roundsClosed: number;
  readonly decided?: Decided;
  readonly newFact?: NewFact;
  readonly deferredTimes: number;
  readonly continuedTimes: number;
  readonly nextReviewOn?: BusinessDate;
  readonly plan?: PaymentPlan;
  readonly grace?: Grace;
  readonly graceMonthsGranted: number;
  readonly legal?: { readonly since: BusinessDate; readonly reviewOn: BusinessDate };
  readonly writeOff?: WriteOff;
  readonly writeOffRejections: number;
  readonly evidence: readonly LinkedEvidence[];
  readonly evidenceRequested: boolean;
  /** In their order; none before the machine's third version. */
  readonly evidenceRequests?: readonly EvidenceRequest[];
  readonly settledOn?: BusinessDate;
  readonly writtenOffOn?: BusinessDate;
  /** Night in which a missing proposal of responsibility is told to the chair; gone once it was. */
  readonly proposalDueOn?: BusinessDate;

  readonly dispute?: CustomerDispute;
  readonly attribution?: Attribution;
  readonly facts: readonly Fact[];

  /** What the command at hand put on record and asks the shell to do; decide() takes it out again. */
  readonly out: { readonly entries: readonly Entry[]; readonly effects: readonly Effect[] };
}

/** As it is stored, between two commands. */
export type KeptContext = Omit<CaseContext, 'out'>;

export function openedCase(opening: Opening): CaseContext {
  return {
    ...opening,
    balanceCents: opening.amountCents - opening.receivedCents - opening.creditedCents,
    writtenOffCents: 0,
    recoveredCents: 0,
    recoveries: [],
    attempts: { count: 0 },
    promises: [],
    promisesMade: 0,
    pauses: [],
    letters: [],
    corrections: [],
    correctionsAsked: 0,
    unconfirmed: false,
    roundsClosed: 0,
    deferredTimes: 0,
    continuedTimes: 0,
    graceMonthsGranted: 0,
    writeOffRejections: 0,
    evidence: [],
    evidenceRequested: false,
    facts: [],
    out: { entries: [], effects: [] },
  };
}

/** Calendar days from the due date (domain.md, Words); negative before it. */
export function overdueDays(context: Pick<CaseContext, 'dueOn'>, date: BusinessDate): number {
  return daysBetween(context.dueOn, date);
}

/** Documents that still stand, accepted by somebody other than who attached them. */
export function acceptedEvidence(context: Pick<CaseContext, 'evidence'>): LinkedEvidence[] {
  return context.evidence.filter((item) => item.acceptedBy !== undefined && item.withdrawnReason === undefined);
}

/** Whether the receipt came in as a recovery of what was written off. */
export function isRecovery({ recoveries }: CaseContext, reversed: { readonly receipt: string; readonly amountCents: Cents }): boolean {
  return recoveries.some(({ receipt, amountCents }) => receipt === reversed.receipt && amountCents === reversed.amountCents);
}

/** Who approves the write-off: above the limit, and after a first rejection, the general manager (domain.md, writeOff). */
export function approverOf(
  { balanceCents, writeOffRejections }: Pick<CaseContext, 'balanceCents' | 'writeOffRejections'>,
  { writeOffLimitCents }: Policy,
): 'finance_director' | 'general_manager' {
  return balanceCents > writeOffLimitCents || writeOffRejections > 0 ? 'general_manager' : 'finance_director';
}

/** Money that counts for an accepted plan or a running grace. */
export function inflow(context: CaseContext, { valueDate, amountCents }: Inflow): Pick<CaseContext, 'plan' | 'grace'> {
  return {
    ...(context.plan?.acceptedOn !== undefined && { plan: { ...context.plan, reducedByCents: context.plan.reducedByCents + amountCents } }),
    ...(context.grace && { grace: { ...context.grace, inflows: [...context.grace.inflows, { valueDate, amountCents }] } }),
  };
}
