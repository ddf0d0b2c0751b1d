import { and, not, or, setup, stateIn } from 'xstate';
import { change } from './changes/change.js';
import * as factsChanges from './changes/disputes-and-facts.js';
import { factRecorded, isDunningDue, reminded } from './changes/dunning.js';
import * as followUp from './changes/follow-up.js';
import * as legal from './changes/legal-and-write-off.js';
import * as money from './changes/money.js';
import * as responsibility from './changes/responsibility.js';
import * as review from './changes/review.js';
import type { Told } from './commands.js';
import { type CaseContext, isRecovery, type Opening, openedCase } from './context.js';
import { refuse } from './refusals/refuse.js';

/** Goes up with every change to states or transitions; a journal entry keeps the version that took it. */
export const machineVersion = 3;

type Args = { context: CaseContext; event: Told };

/** A recovery that bounces never touches the balance, whatever state the case went on to. */
const recoveryBounces = { guard: 'wasRecovery', actions: 'recoveryReversed' } as const;

/**
 * Money in every open state: what brings the balance to 0 ends the case (domain.md, below the table of states). Where a part
 * stands written off from before, the case is written off again: what comes for that part must have where to go.
 */
const moneyWhileOpen = {
  applyReceipt: [
    { guard: 'settlesBesideWriteOff', target: '#writtenOff', actions: ['receiptApplied', 'writeOffRemained'] },
    { guard: 'settles', target: '#settled', actions: ['receiptApplied', 'settled'] },
    { guard: 'permitted', actions: 'receiptApplied' },
  ],
  applyCredit: [
    { guard: 'settlesBesideWriteOff', target: '#writtenOff', actions: ['creditApplied', 'writeOffRemained'] },
    { guard: 'settlesWithReceipts', target: '#settled', actions: ['creditApplied', 'settled'] },
    { guard: 'settles', target: '#cancelled', actions: ['creditApplied', 'cancelled'] },
    { guard: 'permitted', actions: 'creditApplied' },
  ],
  reverseReceipt: [recoveryBounces, { guard: 'permitted', actions: 'receiptReversed' }],
  reverseCredit: { guard: 'permitted', actions: 'creditReversed' },
} as const;

/** What people may do in every open state. */
const peopleWhileOpen = {
  logAttempt: { guard: 'permitted', actions: 'attemptLogged' },
  recordPromise: { guard: 'permitted', actions: 'promiseRecorded' },
  withdrawPromise: { guard: 'permitted', actions: 'promiseWithdrawn' },
  pause: { guard: 'permitted', actions: 'paused' },
  recordLetter: { guard: 'permitted', actions: 'letterRecorded' },
  proposePlan: { guard: 'permitted', actions: 'planProposed' },
  acceptPlan: { guard: 'permitted', actions: 'planAccepted' },
  reassign: { guard: 'permitted', actions: 'reassignmentAsked' },
  correctFacts: { guard: 'permitted', actions: 'correctionAsked' },
  confirmCorrection: [
    { guard: 'correctedToWriteOff', target: '#writtenOff', actions: ['correctionConfirmed', 'writeOffRemained'] },
    { guard: 'correctedToNothing', target: '#cancelled', actions: ['correctionConfirmed', 'cancelled'] },
    { guard: 'correctedToPaid', target: '#settled', actions: ['correctionConfirmed', 'settled'] },
    { guard: 'permitted', actions: 'correctionConfirmed' },
  ],
  cancel: [
    { guard: 'secondPersonCancels', target: '#cancelled', actions: 'cancelled' },
    { guard: 'permitted', actions: 'cancellationAsked' },
  ],
} as const;

/** Inside one's team a case changes hands at once as long as it was never docketed (domain.md, What must always hold, 8). */
const reassignFreely = {
  reassign: [{ guard: 'reassignedAtOnce', actions: 'reassigned' }, peopleWhileOpen.reassign],
} as const;

const waive = { waiveSmallBalance: { guard: 'permitted', target: '#writeOff.awaitingPosting', actions: 'smallBalanceWaived' } } as const;
const docketEarly = { docket: { guard: 'permitted', target: '#boardReview', actions: 'docketed' } } as const;
const whileOpen = { ...moneyWhileOpen, ...peopleWhileOpen } as const;

/** Evidence is attached, judged and withdrawn whatever the state: the tax dossier outlives the case. */
const evidenceAlways = {
  attachEvidence: { guard: 'permitted', actions: 'evidenceAttached' },
  acceptEvidence: { guard: 'permitted', actions: 'evidenceAccepted' },
  withdrawEvidence: { guard: 'permitted', actions: 'evidenceWithdrawn' },
  requestEvidence: { guard: 'permitted', actions: 'evidenceRequested' },
} as const;

/** The night looks for reminders, letters and neglect; what it finds in other records is noted whatever the state. */
const dunning = {
  remind: { guard: 'dunningIsDue', actions: 'reminded' },
  recordFact: { actions: 'factRecorded' },
} as const;

const disputeEnds = {
  applyReceipt: { guard: 'endsDispute', target: 'none', actions: 'disputeLapsed' },
  applyCredit: { guard: 'endsDispute', target: 'none', actions: 'disputeLapsed' },
  confirmCorrection: { guard: 'correctsToZero', target: 'none', actions: 'disputeLapsed' },
  cancel: { guard: 'secondPersonCancels', target: 'none', actions: 'disputeLapsed' },
  postWriteOff: { guard: 'postedNow', target: 'none', actions: 'disputeLapsed' },
} as const;

/** Only an open case can be contested. */
const isClosed = or([stateIn('#writtenOff'), stateIn('#settled'), stateIn('#cancelled')]);
const mayDispute = { raiseDispute: { guard: and([not(isClosed), 'permitted']), target: 'open', actions: 'disputeRaised' } } as const;

const permitted = ({ context, event }: Args) => event.askingState === true || refuse(context, event) === undefined;
const settles = ({ context, event }: Args) =>
  money.settles(context, event as Told<'applyReceipt' | 'applyCredit'>) && permitted({ context, event });
const settledByReceipts = ({ context, event }: Args) => settles({ context, event }) && context.receivedCents > 0;
const correctsToZero = ({ context, event }: Args) =>
  !event.askingState && factsChanges.balanceAfter(context, event as Told<'confirmCorrection'>) === 0 && permitted({ context, event });
const secondPersonCancels = ({ context, event }: Args) => context.cancellation !== undefined && permitted({ context, event });

/**
 * The collection case (domain.md, The case): three regions side by side. Every guard that can refuse asks the rules of
 * `refusals/`; every action is a change of `changes/`. There are no timers: time comes as `dateReached`.
 */
export const collectionCase = setup({
  types: { context: {} as CaseContext, events: {} as Told, input: {} as Opening },
  guards: {
    permitted,
    settles,
    settlesBesideWriteOff: (args) => settles(args) && args.context.writtenOffCents > 0,
    settlesWithReceipts: settledByReceipts,
    correctsToZero,
    correctedToWriteOff: (args) => correctsToZero(args) && args.context.writtenOffCents > 0,
    correctsDebt: (args) => permitted(args) && factsChanges.changesDebt(args.context, args.event as Told<'confirmCorrection'>),
    correctedToNothing: (args) => correctsToZero(args) && args.context.receivedCents === 0,
    correctedToPaid: (args) => correctsToZero(args) && args.context.receivedCents > 0,
    secondPersonCancels,
    reassignedAtOnce: ({ context, event }) =>
      permitted({ context, event }) && factsChanges.isReassignedAtOnce(context, event as Told<'reassign'>),
    dunningIsDue: ({ context, event }) => isDunningDue(context, event),
    reviewDue: ({ context, event }) => followUp.isReviewDue(context, event),
    escalatesNow: ({ context, event }) => context.escalated === undefined && followUp.isReviewDue(context, event),
    leftUnconfirmed: ({ context, event }) => context.escalated !== undefined && context.escalated.unconfirmedOn <= event.told.date,
    isEscalated: ({ context }) => context.escalated !== undefined,
    confirmedForBoard: ({ context, event }) => permitted({ context, event }) && followUp.isReviewDue(context, event),
    resolvesGrace: (args) => permitted(args) && review.resolves('grace', args),
    resolvesBadDebt: (args) => permitted(args) && review.resolves('bad_debt', args),
    resolvesLegalAction: (args) => permitted(args) && review.resolves('legal_action', args),
    resolvesContinue: (args) => permitted(args) && review.resolves('continue', args),
    graceIsBroken: ({ context, event }) => review.isGraceBroken(context, event),
    healsGrace: ({ context, event }) =>
      permitted({ context, event }) && !settles({ context, event }) && review.healsGrace(context, event as Told<'applyReceipt'>),
    legalReviewDue: ({ context, event }) => context.legal !== undefined && context.legal.reviewOn <= event.told.date,
    wasRecovery: ({ context, event }) => isRecovery(context, event as Told<'reverseReceipt'>),
    reversalConfirmed: ({ context, event }) => context.writeOff?.reversal !== undefined && permitted({ context, event }),
    reversalOfNothing: ({ context, event }) =>
      context.writeOff?.reversal !== undefined && context.recoveredCents === context.writtenOffCents && permitted({ context, event }),
    endsDispute: settles,
    // The dispute's region alone would take a posting in any state.
    postedNow: and([stateIn({ collection: { writeOff: 'awaitingPosting' } }), permitted]),
    disputeReminderDue: ({ context, event }) => factsChanges.isDisputeReminderDue(context, event),
    disputeEscalationDue: ({ context, event }) => factsChanges.isDisputeEscalationDue(context, event),
    upholdsAll: ({ context, event }) => permitted({ context, event }) && (event as Told<'resolveDispute'>).outcome === 'upheld',
    upholdsPart: ({ context, event }) => permitted({ context, event }) && (event as Told<'resolveDispute'>).outcome === 'partly_upheld',
    namesNobody: ({ context, event }) =>
      !event.askingState && responsibility.namesNobody(context, event as Told<'proposeAttribution'>) && permitted({ context, event }),
    lastToAccept: ({ context, event }) => permitted({ context, event }) && responsibility.isLastToAccept(context, event),
    silenceIsOver: ({ context, event }) => responsibility.isSilenceOver(context, event),
    decisionIsLate: ({ context, event }) => responsibility.isDecisionLate(context, event),
    proposalIsMissing: ({ context, event }) => responsibility.isProposalMissing(context, event),
  },
  actions: {
    attemptLogged: change(followUp.attemptLogged),
    promiseRecorded: change(followUp.promiseRecorded),
    promiseWithdrawn: change(followUp.promiseWithdrawn),
    promisesJudged: change(followUp.promisesJudged),
    positionReported: change(followUp.positionReported),
    escalated: change(followUp.escalated),
    confirmed: change(followUp.confirmed),
    returnedToSales: change(followUp.returnedToSales),
    planProposed: change(followUp.planProposed),
    planAccepted: change(followUp.planAccepted),
    reminded: change(reminded),
    factRecorded: change(factRecorded),
    letterRecorded: change(followUp.letterRecorded),
    paused: change(followUp.paused),
    receiptApplied: change(money.receiptApplied),
    receiptReversed: change(money.receiptReversed),
    creditApplied: change(money.creditApplied),
    creditReversed: change(money.creditReversed),
    recoveryReceived: change(money.recoveryReceived),
    recoveryReversed: change(money.recoveryReversed),
    settled: change(money.settled),
    writeOffRemained: change(money.writeOffRemained),
    cancelled: change(money.cancelled),
    reopened: change(money.reopened),
    disputeLapsed: change(money.disputeLapsed),
    docketed: change(review.docketed),
    docketedUnconfirmed: change(review.docketedUnconfirmed),
    calledToBoard: change(review.calledToBoard),
    votingOpened: change(review.votingOpened),
    voteCast: change(review.voteCast),
    recused: change(review.recused),
    seatNamed: change(review.seatNamed),
    votingClosed: change(review.votingClosed),
    graceBroken: change(review.graceBroken),
    graceJudged: change(review.graceJudged),
    graceRestored: change(review.graceRestored),
    evidenceAttached: change(legal.evidenceAttached),
    evidenceAccepted: change(legal.evidenceAccepted),
    evidenceWithdrawn: change(legal.evidenceWithdrawn),
    evidenceRequested: change(legal.evidenceRequested),
    legalStepRecorded: change(legal.legalStepRecorded),
    legalReviewDue: change(legal.legalReviewDue),
    writeOffApproved: change(legal.writeOffApproved),
    writeOffRejected: change(legal.writeOffRejected),
    smallBalanceWaived: change(legal.smallBalanceWaived),
    approvalWithdrawn: change(legal.approvalWithdrawn),
    writeOffPosted: change(legal.writeOffPosted),
    reversalAsked: change(legal.reversalAsked),
    writeOffReversed: change(legal.writeOffReversed),
    attributionProposed: change(responsibility.attributionProposed),
    attributionAccepted: change(responsibility.attributionAccepted),
    attributionContested: change(responsibility.attributionContested),
    attributionAppealed: change(responsibility.attributionAppealed),
    attributionFinal: change(responsibility.attributionFinal),
    attributionDecided: change(responsibility.attributionDecided),
    decisionLate: change(responsibility.decisionLate),
    proposalMissing: change(responsibility.proposalMissing),
    disputeRaised: change(factsChanges.disputeRaised),
    disputeResolved: change(factsChanges.disputeResolved),
    disputeReminded: change(factsChanges.disputeReminded),
    disputeEscalated: change(factsChanges.disputeEscalated),
    reassigned: change(factsChanges.reassigned),
    reassignmentAsked: change(factsChanges.reassignmentAsked),
    correctionAsked: change(factsChanges.correctionAsked),
    correctionConfirmed: change(factsChanges.correctionConfirmed),
    cancellationAsked: change(factsChanges.cancellationAsked),
  },
}).createMachine({
  id: 'collectionCase',
  context: ({ input }) => openedCase(input),
  type: 'parallel',
  states: {
    collection: {
      initial: 'salesFollowUp',
      on: { ...evidenceAlways, ...dunning },
      states: {
        salesFollowUp: {
          id: 'salesFollowUp',
          on: {
            ...whileOpen,
            ...reassignFreely,
            ...waive,
            ...docketEarly,
            reportPosition: { guard: 'permitted', target: 'financeConfirmation', actions: 'positionReported' },
            dateReached: [
              { guard: 'reviewDue', target: 'financeConfirmation', actions: ['promisesJudged', 'escalated'] },
              { actions: 'promisesJudged' },
            ],
          },
        },
        financeConfirmation: {
          on: {
            ...whileOpen,
            ...reassignFreely,
            ...waive,
            ...docketEarly,
            confirm: [
              { guard: 'confirmedForBoard', target: 'boardReview', actions: ['confirmed', 'docketed'] },
              { guard: 'permitted', target: 'salesFollowUp', actions: 'confirmed' },
            ],
            returnToSales: { guard: 'permitted', target: 'salesFollowUp', actions: 'returnedToSales' },
            callToBoard: { guard: 'isEscalated', target: 'boardReview', actions: 'calledToBoard' },
            dateReached: [
              { guard: 'leftUnconfirmed', target: 'boardReview', actions: ['promisesJudged', 'docketedUnconfirmed'] },
              { guard: 'escalatesNow', actions: ['promisesJudged', 'escalated'] },
              { actions: 'promisesJudged' },
            ],
          },
        },
        boardReview: {
          id: 'boardReview',
          initial: 'docketed',
          on: { ...whileOpen, dateReached: { actions: 'promisesJudged' } },
          states: {
            docketed: {
              on: {
                ...waive,
                applyReceipt: { guard: 'healsGrace', target: '#gracePeriod', actions: ['receiptApplied', 'graceRestored'] },
                openVoting: { target: 'voting', actions: 'votingOpened' },
              },
            },
            voting: {
              on: {
                castVote: { guard: 'permitted', actions: 'voteCast' },
                recuse: { guard: 'permitted', actions: 'recused' },
                nameSeat: { guard: 'permitted', actions: 'seatNamed' },
                closeVoting: [
                  { guard: 'resolvesGrace', target: '#gracePeriod', actions: 'votingClosed' },
                  { guard: 'resolvesBadDebt', target: '#writeOff', actions: 'votingClosed' },
                  { guard: 'resolvesLegalAction', target: '#legalAction', actions: 'votingClosed' },
                  { guard: 'resolvesContinue', target: '#salesFollowUp', actions: 'votingClosed' },
                  { guard: 'permitted', target: 'docketed', actions: 'votingClosed' },
                ],
              },
            },
          },
        },
        gracePeriod: {
          id: 'gracePeriod',
          on: {
            ...whileOpen,
            ...waive,
            dateReached: [
              { guard: 'graceIsBroken', target: 'boardReview', actions: ['promisesJudged', 'graceBroken'] },
              { actions: ['promisesJudged', 'graceJudged'] },
            ],
          },
        },
        legalAction: {
          id: 'legalAction',
          on: {
            ...whileOpen,
            ...waive,
            recordLegalStep: { guard: 'permitted', actions: 'legalStepRecorded' },
            exhaustLegalAction: { guard: 'permitted', target: 'boardReview', actions: 'docketed' },
            dateReached: [{ guard: 'legalReviewDue', actions: ['promisesJudged', 'legalReviewDue'] }, { actions: 'promisesJudged' }],
          },
        },
        writeOff: {
          id: 'writeOff',
          initial: 'awaitingApproval',
          on: {
            ...peopleWhileOpen,
            ...reassignFreely,
            applyReceipt: [
              moneyWhileOpen.applyReceipt[0],
              moneyWhileOpen.applyReceipt[1],
              { guard: 'permitted', target: '.awaitingApproval', actions: ['receiptApplied', 'approvalWithdrawn'] },
            ],
            applyCredit: [
              moneyWhileOpen.applyCredit[0],
              moneyWhileOpen.applyCredit[1],
              moneyWhileOpen.applyCredit[2],
              { guard: 'permitted', target: '.awaitingApproval', actions: ['creditApplied', 'approvalWithdrawn'] },
            ],
            reverseReceipt: [
              recoveryBounces,
              { guard: 'permitted', target: '.awaitingApproval', actions: ['receiptReversed', 'approvalWithdrawn'] },
            ],
            reverseCredit: { guard: 'permitted', target: '.awaitingApproval', actions: ['creditReversed', 'approvalWithdrawn'] },
            confirmCorrection: [
              peopleWhileOpen.confirmCorrection[0],
              peopleWhileOpen.confirmCorrection[1],
              peopleWhileOpen.confirmCorrection[2],
              { guard: 'correctsDebt', target: '.awaitingApproval', actions: ['correctionConfirmed', 'approvalWithdrawn'] },
              { guard: 'permitted', actions: 'correctionConfirmed' },
            ],
            dateReached: { actions: 'promisesJudged' },
          },
          states: {
            awaitingApproval: {
              on: {
                approveWriteOff: { guard: 'permitted', target: 'awaitingPosting', actions: 'writeOffApproved' },
                rejectWriteOff: { guard: 'permitted', target: '#boardReview', actions: ['writeOffRejected', 'docketed'] },
              },
            },
            awaitingPosting: {
              on: { postWriteOff: { guard: 'permitted', target: '#writtenOff', actions: 'writeOffPosted' } },
            },
          },
        },
        writtenOff: {
          id: 'writtenOff',
          on: {
            logAttempt: { guard: 'permitted', actions: 'attemptLogged' },
            applyReceipt: { guard: 'permitted', actions: 'recoveryReceived' },
            reverseReceipt: [recoveryBounces, { guard: 'permitted', target: 'boardReview', actions: ['receiptReversed', 'docketed'] }],
            reverseCredit: { guard: 'permitted', target: 'boardReview', actions: ['creditReversed', 'docketed'] },
            reverseWriteOff: [
              { guard: 'reversalOfNothing', target: 'settled', actions: ['writeOffReversed', 'settled'] },
              { guard: 'reversalConfirmed', target: 'boardReview', actions: ['writeOffReversed', 'docketed'] },
              { guard: 'permitted', actions: 'reversalAsked' },
            ],
          },
        },
        settled: {
          id: 'settled',
          on: {
            reverseReceipt: { guard: 'permitted', target: 'salesFollowUp', actions: ['receiptReversed', 'reopened'] },
            reverseCredit: { guard: 'permitted', target: 'salesFollowUp', actions: ['creditReversed', 'reopened'] },
          },
        },
        cancelled: {
          id: 'cancelled',
          on: {
            reverseReceipt: [recoveryBounces, { guard: 'permitted', target: 'salesFollowUp', actions: ['receiptReversed', 'reopened'] }],
            reverseCredit: { guard: 'permitted', target: 'salesFollowUp', actions: ['creditReversed', 'reopened'] },
          },
        },
      },
    },
    customerDispute: {
      initial: 'none',
      states: {
        none: { on: mayDispute },
        open: {
          on: {
            ...disputeEnds,
            resolveDispute: [
              { guard: 'upholdsAll', target: 'upheld', actions: 'disputeResolved' },
              { guard: 'upholdsPart', target: 'partly_upheld', actions: 'disputeResolved' },
              { guard: 'permitted', target: 'rejected', actions: 'disputeResolved' },
            ],
            dateReached: [
              { guard: 'disputeEscalationDue', actions: 'disputeEscalated' },
              { guard: 'disputeReminderDue', actions: 'disputeReminded' },
            ],
          },
        },
        upheld: { on: mayDispute },
        partly_upheld: { on: mayDispute },
        rejected: { on: mayDispute },
      },
    },
    attribution: {
      initial: 'none',
      states: {
        none: {
          on: {
            proposeAttribution: [
              { guard: 'namesNobody', target: 'final', actions: ['attributionProposed', 'attributionFinal'] },
              { guard: 'permitted', target: 'proposed', actions: 'attributionProposed' },
            ],
            dateReached: { guard: 'proposalIsMissing', actions: 'proposalMissing' },
          },
        },
        proposed: {
          on: {
            acceptAttribution: [
              { guard: 'lastToAccept', target: 'final', actions: ['attributionAccepted', 'attributionFinal'] },
              { guard: 'permitted', actions: 'attributionAccepted' },
            ],
            contestAttribution: { guard: 'permitted', target: 'contested', actions: 'attributionContested' },
            dateReached: { guard: 'silenceIsOver', target: 'final', actions: 'attributionFinal' },
          },
        },
        contested: {
          on: {
            decideAttribution: { guard: 'permitted', target: 'final', actions: 'attributionDecided' },
            dateReached: { guard: 'decisionIsLate', actions: 'decisionLate' },
          },
        },
        final: { on: { appealAttribution: { guard: 'permitted', target: 'appealed', actions: 'attributionAppealed' } } },
        appealed: {
          on: {
            decideAttribution: { guard: 'permitted', target: 'final', actions: 'attributionDecided' },
            dateReached: { guard: 'decisionIsLate', actions: 'decisionLate' },
          },
        },
      },
    },
  },
});
