import { personsNamed } from '../attribution/causes.js';
import { chairSeat, holdersOf, seats } from '../review-board/seats.js';
import type { Actor, Role } from './actor.js';
import type { CommandType } from './commands.js';
import type { CaseContext } from './context.js';
import { type Refusal, refusal, roleRefusal } from './refusal.js';

/** Someone who may: a role, or a part that the person has in this very case. */
type Party = Role | 'owner' | 'owners_manager' | 'legal_in_action' | 'board' | 'chair' | 'legal_deputy' | 'named';

const follow = ['owner', 'owners_manager', 'ar_clerk', 'legal_in_action'] as const;
const legal = ['legal_officer', 'legal_manager'] as const;

/** "Who may do what" (domain.md); the rules then look at the person and the case. Anyone may try to vote: the seats are a rule. */
const commandTable: Readonly<Partial<Record<CommandType, readonly Party[]>>> = {
  logAttempt: ['salesperson', 'sales_manager', ...follow],
  recordPromise: follow,
  withdrawPromise: follow,
  proposePlan: follow,
  reportPosition: ['owner', 'owners_manager'],
  raiseDispute: ['owner', 'owners_manager'],
  confirm: ['ar_clerk'],
  returnToSales: ['ar_clerk'],
  acceptPlan: ['ar_clerk'],
  postWriteOff: ['ar_clerk'],
  recordLetter: ['ar_clerk', ...legal],
  cancel: ['ar_clerk', 'finance_director'],
  resolveDispute: ['owners_manager', 'ar_clerk', 'finance_director'],
  pause: ['owners_manager', 'ar_clerk', 'finance_director'],
  docket: ['sales_director', 'finance_director', 'legal_manager'],
  requestEvidence: ['board', 'ar_clerk'],
  attachEvidence: legal,
  withdrawEvidence: legal,
  recordLegalStep: legal,
  exhaustLegalAction: legal,
  acceptEvidence: ['legal_manager', 'legal_deputy'],
  approveWriteOff: ['finance_director', 'general_manager'],
  rejectWriteOff: ['finance_director', 'general_manager'],
  waiveSmallBalance: ['finance_director'],
  reverseWriteOff: ['ar_clerk', 'finance_director'],
  proposeAttribution: ['board', 'hr'],
  acceptAttribution: ['named'],
  contestAttribution: ['named'],
  appealAttribution: ['named'],
  decideAttribution: ['chair', 'hr', 'general_manager'],
  reassign: ['owners_manager', 'sales_director'],
  correctFacts: ['ar_clerk'],
  confirmCorrection: ['finance_director'],
  callToBoard: ['chair'],
  openVoting: ['chair'],
  closeVoting: ['chair'],
  nameSeat: ['general_manager'],
};

/** What happens by itself: time passes, the first letter goes, the monthly meeting is called and at last closed, a leaver's cases change hands. */
const byClock: readonly CommandType[] = ['dateReached', 'remind', 'recordFact', 'recordLetter', 'callToBoard', 'closeVoting', 'reassign'];

/** @param collection the collection region's state, as a path ('boardReview.voting') */
export function refuseRole(type: CommandType, actor: Actor, context: CaseContext, collection: string): Refusal | undefined {
  if (actor.kind === 'clock') return byClock.includes(type) ? undefined : roleRefusal(type, []);
  if (isReceiptCommand(type)) return actor.kind === 'import' ? undefined : refusal('receipt.by_sales', { command: type });
  if (actor.kind === 'import') return type === 'correctFacts' ? undefined : roleRefusal(type, []);
  if (type === 'castVote' || type === 'recuse') return refuseUnseated(actor.login, context);
  const parties = commandTable[type] ?? [];
  return parties.some((party) => isParty(party, actor, context, collection)) ? undefined : roleRefusal(type, parties);
}

/** Whether somebody with these roles may ever give the command, whatever the case: what a list of cases offers. */
export function isEverFor(type: CommandType, roles: readonly Role[]): boolean {
  return (commandTable[type] ?? []).some((party) => (rolesOfPart[party] ?? [party]).some((role) => roles.includes(role as Role)));
}

/** Who may have the part. */
const rolesOfPart: Readonly<Partial<Record<Party, readonly Role[]>>> = {
  owner: ['salesperson', 'sales_manager'],
  owners_manager: ['sales_manager'],
  legal_in_action: legal,
  board: seats,
  chair: [chairSeat],
  legal_deputy: legal,
};

function isReceiptCommand(type: CommandType): boolean {
  return type === 'applyReceipt' || type === 'reverseReceipt' || type === 'applyCredit' || type === 'reverseCredit';
}

/** vote.not_seated: neither member, deputy nor named for any seat of the round. */
function refuseUnseated(login: string, context: CaseContext): Refusal | undefined {
  const { round } = context;
  if (!round || round.roll.some((roll) => holdersOf(roll).includes(login))) return undefined;
  return refusal('vote.not_seated', { person: login, seats: round.roll.map((roll) => `${roll.seat}: ${roll.member}`) });
}

function isParty(party: Party, actor: Extract<Actor, { kind: 'person' }>, context: CaseContext, collection: string): boolean {
  switch (party) {
    case 'owner':
      return actor.ownsCase;
    case 'owners_manager':
      return actor.managesOwner;
    case 'legal_in_action':
      return collection === 'legalAction' && legal.some((role) => actor.roles.includes(role));
    case 'board':
      return seats.some((seat) => actor.board.member.includes(seat) || actor.board.sits.includes(seat));
    case 'chair':
      return actor.board.sits.includes(chairSeat);
    case 'legal_deputy':
      return actor.board.deputy.includes('legal_manager');
    case 'named':
      return personsNamed(context.attribution?.shares ?? []).includes(actor.login);
    default:
      return actor.roles.includes(party);
  }
}
