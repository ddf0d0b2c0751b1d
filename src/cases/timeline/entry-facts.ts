/** What of an entry's facts the sentence is made of; the sentences themselves are `timeline:entry.<type>`. */
export interface EntryFacts {
  /** This fact's value names the sentence among several: `timeline:entry.<type>.<value>`. */
  readonly variant?: string;
  /** Values of ours, said by `timeline:word.<fact>.<value>`. */
  readonly words?: readonly string[];
  /** Logins, said by name. */
  readonly persons?: readonly string[];
  /** Said only where they are there, in this order: `timeline:clause.<type>.<fact>`. */
  readonly clauses?: readonly string[];
  /** What somebody wrote, quoted below the sentence. */
  readonly quotes?: readonly string[];
  /** Its amount is money that came in. */
  readonly moneyIn?: true;
}

/** Every type of entry that is more than its plain facts. */
export const entryFacts: Readonly<Record<string, EntryFacts>> = {
  caseOpened: { persons: ['owner'] },
  attemptLogged: { words: ['channel', 'outcome'], clauses: ['with', 'evidence', 'enteredLate'], quotes: ['note'] },
  promiseRecorded: { clauses: ['by'], quotes: ['note'] },
  promiseWithdrawn: { quotes: ['reason'] },
  positionReported: { words: ['position'], clauses: ['expectedOn'], quotes: ['note'] },
  escalated: { variant: 'because' },
  confirmed: { words: ['view'], clauses: ['disagrees'], quotes: ['note'] },
  returnedToSales: { quotes: ['reason'] },
  planProposed: { quotes: ['note'] },
  letterRecorded: { words: ['channel'], clauses: ['trackingNo'] },
  paused: { quotes: ['reason'] },
  evidenceAttached: { words: ['kind', 'ground'], clauses: ['demandOn'] },
  evidenceWithdrawn: { quotes: ['reason'] },
  evidenceRequested: { variant: 'by', words: ['ground'], clauses: ['ground', 'neededBy'], quotes: ['note'] },
  legalStepRecorded: { words: ['step'], clauses: ['agency', 'amount'], quotes: ['note'] },
  writeOffApproved: { quotes: ['note'] },
  writeOffRejected: { quotes: ['reason'] },
  smallBalanceWaived: { quotes: ['reason'] },
  approvalWithdrawn: { persons: ['approvedBy'] },
  reversalAsked: { quotes: ['reason'] },
  receiptApplied: { words: ['instrument'], moneyIn: true },
  recoveryReceived: { words: ['instrument'], moneyIn: true },
  cancelled: { variant: 'because' },
  docketed: { variant: 'because', quotes: ['reason'] },
  factFound: { variant: 'fact', clauses: ['givenDays', 'limit', 'askedDays', 'gap'] },
  voteCast: { words: ['seat', 'choice'], persons: ['person'], clauses: ['graceMonths', 'nextReviewOn'], quotes: ['reason'] },
  recused: { persons: ['person'], quotes: ['reason'] },
  seatNamed: { words: ['seat'], persons: ['person'] },
  votingClosed: { variant: 'outcome', words: ['why'], clauses: ['why', 'votes'] },
  disputeRaised: { words: ['reason'], quotes: ['note'] },
  disputeResolved: { words: ['outcome'], clauses: ['credited'], quotes: ['note'] },
  disputeUnresolved: { variant: 'told' },
  reassigned: { persons: ['from', 'to'], quotes: ['reason'] },
  correctionAsked: { quotes: ['reason'] },
  factsCorrected: { persons: ['askedBy'], quotes: ['reason'] },
  cancellationAsked: { quotes: ['reason'] },
  attributionProposed: { quotes: ['reason'] },
  attributionAccepted: { persons: ['person'] },
  attributionContested: { persons: ['person'], quotes: ['reason'] },
  attributionAppealed: { persons: ['person'], quotes: ['reason'] },
  attributionFinal: { clauses: ['silent'] },
  attributionDecided: { variant: 'onAppeal', quotes: ['reason'] },
  deductionMade: { words: ['cause'], persons: ['person'] },
  decisionLate: { variant: 'appealed' },
  reminderDue: { variant: 'kind' },
};

/** Sentences cannot be named by yes and no. */
export const variantNames: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  onAppeal: ['appeal', 'first'],
  appealed: ['appealed', 'contested'],
};
