import type { Command, CommandType } from '../../../workflows/collection-case/commands.js';
import type { Choice } from '../../../workflows/review-board/tally.js';

/** A command with these among its fields. */
export type Wanted = { readonly type: CommandType; readonly [field: string]: unknown };

/** What a history tries for, in order, beside what chance makes it do; the board meets by itself. */
export type Course = readonly Wanted[];

/** Where chance alone would seldom come. */
export const courses: readonly Course[] = [
  [],
  [...of('logAttempt', 'recordPromise', 'withdrawPromise', 'reportPosition', 'returnToSales', 'reportPosition', 'confirm'), ...of('pause')],
  [...of('recordPromise', 'applyReceipt', 'recordLetter', 'applyReceipt', 'reverseReceipt', 'applyReceipt')],
  [...of('docket', 'proposePlan', 'acceptPlan'), ...voted('grace'), ...of('applyReceipt')],
  [...of('proposePlan', 'acceptPlan', 'docket'), ...voted('grace')],
  [...of('docket'), ...voted('legal_action'), ...of('recordLegalStep', 'exhaustLegalAction')],
  [...of('docket'), ...voted('continue'), ...of('reportPosition', 'confirm')],
  [...writtenOff(), ...of('applyReceipt', 'reverseReceipt', 'reverseWriteOff', 'reverseWriteOff')],
  [...writtenOff(), ...of('applyReceipt', 'proposeAttribution', 'reverseWriteOff', 'reverseWriteOff')],
  [...proved(), ...of('docket'), ...voted('bad_debt'), ...of('rejectWriteOff')],
  [...proved(), ...of('withdrawEvidence', 'docket'), ...voted('bad_debt')],
  [...of('applyReceipt', 'waiveSmallBalance', 'approveWriteOff', 'postWriteOff')],
  [...of('raiseDispute'), { type: 'resolveDispute', outcome: 'partly_upheld' }, ...of('applyCredit', 'reverseCredit', 'raiseDispute')],
  [{ type: 'raiseDispute' }, { type: 'resolveDispute', outcome: 'upheld' }, ...of('applyCredit', 'applyCredit', 'reverseCredit')],
  [...of('correctFacts', 'confirmCorrection', 'reassign', 'confirmCorrection', 'correctFacts', 'confirmCorrection')],
  [...of('cancel', 'cancel')],
  [...of('docket'), ...blamed(), ...of('contestAttribution', 'decideAttribution', 'appealAttribution', 'decideAttribution')],
  [...of('docket'), ...blamed(), ...of('acceptAttribution', 'acceptAttribution', 'appealAttribution', 'applyReceipt', 'applyReceipt')],
  [...of('docket', 'recuse', 'recuse', 'recuse', 'nameSeat')],
];

export function isWanted(wanted: Wanted, command: Command): boolean {
  return Object.entries(wanted).every(([field, value]) => JSON.stringify(command[field as keyof Command]) === JSON.stringify(value));
}

function of(...types: readonly CommandType[]): Wanted[] {
  return types.map((type) => ({ type }));
}

function voted(choice: Choice): Wanted[] {
  return [
    { type: 'castVote', choice },
    { type: 'castVote', choice },
  ];
}

/** A contract and an agreement carry a bad debt; legal sees the case once it is asked for them. */
function proved(): Wanted[] {
  return of('requestEvidence', 'attachEvidence', 'acceptEvidence', 'attachEvidence', 'acceptEvidence');
}

function writtenOff(): Wanted[] {
  return [...proved(), ...of('docket'), ...voted('bad_debt'), ...of('approveWriteOff', 'postWriteOff')];
}

function blamed(): Wanted[] {
  return of('proposeAttribution');
}
