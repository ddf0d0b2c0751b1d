import type { Share } from '../attribution/causes.js';
import type { FactKind } from '../attribution/facts.js';
import type { Past } from '../attribution/owners.js';
import type { RootCause } from '../attribution/root-causes.js';
import type { BusinessDate } from '../calendar/dates.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import type { DisputeOutcome, DisputeReason } from '../dispute/dispute.js';
import type { EvidenceKind, Ground } from '../evidence/grounds.js';
import type { Cents } from '../money.js';
import type { Instalment } from '../payment-plan/plan.js';
import type { Policy } from '../policy.js';
import type { RollSeat, Seat } from '../review-board/seats.js';
import type { NamedFact } from '../review-board/second-vote.js';
import type { Choice } from '../review-board/tally.js';
import type { Actor } from './actor.js';

export const attemptChannels = ['phone', 'email', 'visit', 'letter', 'message'] as const;
export const attemptOutcomes = ['reached', 'no_answer', 'will_pay_later', 'refuses', 'disputes', 'other'] as const;
export const positions = ['will_pay', 'cannot_pay', 'contests_debt'] as const;
export const views = ['collectable', 'doubtful', 'bad'] as const;
export const letterChannels = ['email', 'post', 'courier', 'hand'] as const;
export const legalSteps = ['letter', 'suit', 'preservation', 'judgment', 'enforcement', 'agency', 'review', 'other'] as const;

export type Position = (typeof positions)[number];
export type View = (typeof views)[number];

/** What an open case may not change quietly (domain.md, What must always hold, 8). */
export interface FactChanges {
  readonly dueOn?: BusinessDate;
  readonly amountCents?: Cents;
  readonly customer?: string;
  readonly owner?: string;
}

/** Bodies of architecture.md's contract; amounts in minor units, persons by login, evidence and receipts by id. */
export type Command =
  | {
      type: 'logAttempt';
      channel: (typeof attemptChannels)[number];
      on: BusinessDate;
      outcome: (typeof attemptOutcomes)[number];
      with?: string;
      note?: string;
      evidence?: string;
    }
  | { type: 'recordPromise'; amountCents: Cents; dueOn: BusinessDate; by?: string; note?: string }
  | { type: 'withdrawPromise'; promise?: number; reason?: string }
  | { type: 'reportPosition'; position: Position; note: string; expectedOn?: BusinessDate }
  | { type: 'confirm'; view: View; amountCents: Cents; note?: string }
  | { type: 'returnToSales'; reason: string }
  | { type: 'raiseDispute'; reason: DisputeReason; contestedCents: Cents; note: string }
  | { type: 'resolveDispute'; outcome: DisputeOutcome; creditedCents?: Cents; note: string }
  | { type: 'pause'; from?: BusinessDate; until: BusinessDate; reason: string }
  | { type: 'docket'; reason?: string; newFact?: NamedFact }
  | { type: 'castVote'; choice: Choice; reason: string; graceMonths?: number; nextReviewOn?: BusinessDate; forSeat?: Seat }
  | { type: 'recuse'; reason: string }
  | { type: 'proposePlan'; instalments: readonly Instalment[]; note?: string }
  | { type: 'acceptPlan' }
  | { type: 'recordLegalStep'; step: (typeof legalSteps)[number]; on: BusinessDate; amountCents?: Cents; agency?: string; note?: string }
  | { type: 'exhaustLegalAction'; reason: string }
  | {
      type: 'attachEvidence';
      evidence: string;
      sha256: string;
      kind: EvidenceKind;
      ground: Ground;
      /** The day on which a demand reached the customer, or the customer acknowledged the debt, which the document proves. */
      demandOn?: BusinessDate;
    }
  | { type: 'acceptEvidence'; evidence: string }
  | { type: 'withdrawEvidence'; evidence: string; reason: string }
  | { type: 'requestEvidence'; ground?: Ground; note?: string; neededBy?: BusinessDate }
  | { type: 'recordLetter'; level: number; channel: (typeof letterChannels)[number]; sentOn: BusinessDate; trackingNo?: string }
  | { type: 'approveWriteOff'; note?: string }
  | { type: 'rejectWriteOff'; reason: string }
  | { type: 'postWriteOff'; voucherNo: string; rootCause?: RootCause }
  | { type: 'reverseWriteOff'; voucherNo?: string; reason?: string }
  | { type: 'waiveSmallBalance'; reason: string }
  | { type: 'proposeAttribution'; shares: readonly Share[]; reason?: string }
  | { type: 'acceptAttribution' }
  | { type: 'contestAttribution'; reason: string }
  | { type: 'decideAttribution'; shares: readonly Share[]; reason?: string }
  | { type: 'appealAttribution'; reason: string }
  | { type: 'reassign'; owner: string; reason: string; withinTeam: boolean }
  | { type: 'correctFacts'; changes: FactChanges; reason: string }
  | { type: 'confirmCorrection'; correction: number }
  | { type: 'cancel'; reason: string }
  // From a meeting only.
  | { type: 'callToBoard'; meeting: string }
  | {
      type: 'openVoting';
      meeting: string;
      roll: readonly RollSeat[];
      /** The last day of a circular vote. */
      until?: BusinessDate;
      newFact?: NamedFact;
    }
  | { type: 'nameSeat'; seat: Seat; person: string }
  | { type: 'closeVoting'; meeting: string }
  // From finance's imports and allocations only.
  | { type: 'applyReceipt'; receipt: string; amountCents: Cents; valueDate: BusinessDate; instrument: string }
  | { type: 'reverseReceipt'; receipt: string; amountCents: Cents; reversedOn: BusinessDate }
  | { type: 'applyCredit'; credit: string; amountCents: Cents; creditedOn: BusinessDate }
  | { type: 'reverseCredit'; credit: string; amountCents: Cents; reversedOn: BusinessDate }
  // From the clock.
  | { type: 'dateReached' }
  | { type: 'remind' }
  | { type: 'recordFact'; fact: FactKind; on: BusinessDate; numbers: Readonly<Record<string, number | string>> };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What surrounds a command when it is given; the journal keeps all of it but the rules, which it names by version. */
export interface Circumstances {
  readonly by: Actor;
  /** Business date on which the command was given. */
  readonly date: BusinessDate;
  /** The direct manager of the case's owner, today. */
  readonly ownersManager?: string;
  /** Holders of the board's seats who are away today. */
  readonly away?: readonly string[];
  /** Told with what forgives a debt. */
  readonly forgiven?: Forgiven;
  /** Told with what says who answers for the case. */
  readonly past?: Past;
}

/** What else the case's customer was forgiven, in the same currency, and not reversed since. */
export interface Forgiven {
  /** The first day that counts. */
  readonly since: BusinessDate;
  readonly writeOffs: ForgivenDebts;
  readonly waivers: ForgivenDebts;
}

/** Proposed, approved or posted. */
export interface ForgivenDebts {
  readonly amountCents: Cents;
  /** Documents, largest first, of many only the first. */
  readonly documents: readonly string[];
}

/** The numbers and the calendar in force. */
export interface Rules {
  /** The machine's version: a replay takes each entry as the machine of its day did. */
  readonly machine: number;
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
}

/** A command as the machine takes it. */
export type Told<T extends CommandType = CommandType> = CommandOf<T> & {
  readonly told: Circumstances;
  readonly rules: Rules;
  /** The collection region's state in which it is told, as a path. */
  readonly collection: string;
  /** The machine is only asked whether the state could take the command; the rules are left aside. */
  readonly askingState?: true;
};

export const fromMeetingOnly: readonly CommandType[] = ['callToBoard', 'openVoting', 'nameSeat', 'closeVoting'];
export const fromClockOnly: readonly CommandType[] = ['dateReached', 'remind', 'recordFact'];
export const fromFinanceOnly: readonly CommandType[] = ['applyReceipt', 'reverseReceipt', 'applyCredit', 'reverseCredit'];
