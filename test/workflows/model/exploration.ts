import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CommandType, Rules } from '../../../workflows/collection-case/commands.js';
import type { Opening } from '../../../workflows/collection-case/context.js';
import {
  type Accepted,
  collectionPath,
  decide,
  isClosedCase,
  openCase,
  type StoredCase,
} from '../../../workflows/collection-case/decide.js';
import { type Move, movesOn, nightOf } from './alphabet.js';

/** A case that was reached, and how. */
export interface Node {
  readonly stored: StoredCase;
  readonly date: BusinessDate;
  readonly nextDate: BusinessDate | undefined;
  readonly from?: Node;
  readonly move?: Move;
}

/** Sees every accepted move, and what came of it. */
export type Visitor = (before: StoredCase, move: Move, accepted: Accepted) => void;

/** These only add to the record: one of each is enough in a state. */
const onRecordOnly: readonly CommandType[] = ['logAttempt', 'pause', 'recordLetter', 'requestEvidence', 'recordLegalStep'];

/**
 * Breadth first through all that the alphabet can do, a day at a time. Contexts are without end, so a case is only gone on
 * from when something about it is new: a state of a region with a trait that its rules look at, or two regions' states side
 * by side.
 */
export function explore(opening: Opening, rules: Rules, visit: Visitor): Node[] {
  const opened = openCase(opening, rules);
  const nodes: Node[] = [{ stored: opened.after, date: opening.openedOn, nextDate: opened.nextDate }];
  const seen = new Set<string>(nodes.flatMap(traitsOf));
  const isNew = (trait: string) => !seen.has(trait) && seen.add(trait);
  for (const node of nodes) {
    for (const { date, move } of triedFrom(node)) {
      const { type } = move.command;
      if (onRecordOnly.includes(type) && !isNew(`${collectionPath(node.stored.value)} ${type}`)) continue;
      const decision = decide(node.stored, move.command, move.told, rules);
      if (!decision.accepted) continue;
      visit(node.stored, move, decision);
      const next: Node = { stored: decision.after, date, nextDate: decision.nextDate, from: node, move };
      if (traitsOf(next).filter(isNew).length > 0) nodes.push(next);
    }
  }
  return nodes;
}

/** The moves that lead to a case, in order. */
export function pathTo(node: Node): Move[] {
  return node.from && node.move ? [...pathTo(node.from), node.move] : [];
}

/** All that can be tried today, and the next night that has something to do. */
function triedFrom({ stored, date, nextDate }: Node): { date: BusinessDate; move: Move }[] {
  const today = movesOn(stored, date).map((move) => ({ date, move }));
  if (nextDate === undefined) return today;
  const night = nextDate > date ? nextDate : addDays(date, 1);
  return [...today, { date: night, move: nightOf(stored, night) }];
}

/** What about a case is worth going on from, if it is new. */
function traitsOf({ stored, date }: Node): string[] {
  const { value, context } = stored;
  const where = collectionPath(value);
  const beside = `${where} ${context.writtenOffCents > 0} ${context.recoveredCents > 0}`;
  return [
    ...Object.entries(courseOf(stored, date)).map((trait) => `${where} ${JSON.stringify(trait)}`),
    ...Object.entries(voteAndMoneyOf(stored)).map((trait) => `${beside} ${JSON.stringify(trait)}`),
    ...besideIt(stored).map((trait) => JSON.stringify(trait)),
  ];
}

function courseOf({ context }: StoredCase, date: BusinessDate) {
  const { escalated, nextReviewOn, evidence, round, grace, promises } = context;
  return {
    review: [escalated !== undefined, nextReviewOn === undefined ? 'none' : date >= nextReviewOn],
    evidence: [evidence.length, accepted(context), round?.evidence?.length],
    seats: round && [round.recusals.length, round.roll.some(({ named }) => named)],
    grace: grace && [grace.brokenOn !== undefined, grace.inflows.length > 0],
    promises: promises.map(({ state }) => state),
  };
}

function voteAndMoneyOf({ context }: StoredCase) {
  const { plan, round, writeOff, cancellation } = context;
  const isPlanned = plan?.acceptedOn !== undefined;
  const votes = round?.votes.map(({ choice }) => choice) ?? [];
  return {
    plan: [plan !== undefined, isPlanned],
    votes: [...votes, votes[0] === 'grace' && isPlanned, votes[0] === 'bad_debt' && round?.evidence?.length],
    writeOff: writeOff && [writeOff.approvedBy, writeOff.reversal !== undefined, context.recoveredCents === context.writtenOffCents],
    money: [context.receivedCents > 0, context.creditedCents > 0],
    corrections: [correctedIn(context), context.receivedCents > 0],
    cancellation: cancellation !== undefined,
  };
}

/** The two small regions, by themselves and beside the large one. */
function besideIt(stored: StoredCase): unknown[] {
  const { value, context } = stored;
  const { attribution: blame, dispute, cancellation } = context;
  const where = collectionPath(value);
  return [
    ['dispute', value.customerDispute, where],
    ['dispute', value.customerDispute, correctedIn(context), cancellation !== undefined, dispute?.remindOn === undefined],
    ['attribution', value.attribution, where],
    [
      'attribution',
      value.attribution,
      isClosedCase(stored),
      blame && [blame.accepted.length, blame.appealedBy, blame.decideBy === undefined],
    ],
  ];
}

function accepted({ evidence }: StoredCase['context']): number {
  return evidence.filter(({ acceptedBy }) => acceptedBy !== undefined).length;
}

function correctedIn({ corrections }: StoredCase['context']): string[] {
  return corrections.flatMap(({ changes }) => Object.keys(changes));
}
