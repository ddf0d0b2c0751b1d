import type { BusinessDate } from '../calendar/dates.js';
import type { Circumstances, Command, CommandType, Rules, Told } from './commands.js';
import type { KeptContext, Opening } from './context.js';
import { nextDunningOn } from './dunning.js';
import type { Effect, Entry } from './entries.js';
import { collectionCase } from './machine.js';
import { isClosed, nextDateOf } from './next-date.js';
import { refuseRole } from './permissions.js';
import { type Refusal, refusal, stateRefusal } from './refusal.js';
import { refuse, refuseBeforehand } from './refusals/refuse.js';
import { beginning, type CaseSnapshot, step } from './step.js';

/** The three regions' states, as XState values. */
export interface CaseValue {
  readonly collection: string | { readonly [state: string]: string };
  readonly customerDispute: string;
  readonly attribution: string;
}

/** A case as it is stored: plain JSON, and all there is to know. */
export interface StoredCase {
  readonly value: CaseValue;
  readonly context: KeptContext;
}

export interface Accepted {
  readonly accepted: true;
  readonly after: StoredCase;
  readonly entries: readonly Entry[];
  readonly effects: readonly Effect[];
  /** The next night that has something to do in the case's course. */
  readonly nextDate: BusinessDate | undefined;
  /** The next night that has somebody to remind, a letter to send or neglect to note. */
  readonly remindOn: BusinessDate | undefined;
}

export type Decision = Accepted | { readonly accepted: false; readonly refusal: Refusal };

/** A case begins on overdue day 1 (domain.md, Ledger in). */
export function openCase(opening: Opening, rules: Rules): Accepted {
  const snapshot = beginning(opening);
  const { customer, document, instalment, dueOn, amountCents, owner } = opening;
  const opened = {
    type: 'caseOpened',
    customer,
    document,
    instalment,
    dueOn,
    amountCents,
    owner,
    balanceCents: snapshot.context.balanceCents,
  };
  return accept(snapshot, rules, [opened]);
}

/**
 * Whether a command is taken, and what comes of it: role before state, state before rule (domain.md, Rules that refuse).
 * Scope is the caller's. Pure: the same arguments always give the same decision.
 */
export function decide(stored: StoredCase, command: Command, told: Circumstances, rules: Rules): Decision {
  const snapshot = restore(stored);
  const event: Told = { ...command, told, rules, collection: collectionPath(stored.value) };
  const refused =
    refuseRole(command.type, told.by, snapshot.context, event.collection) ??
    // Time passes in every state; where nothing falls due it changes nothing.
    (command.type === 'dateReached' ? undefined : refuseState(snapshot, event)) ??
    refuse(snapshot.context, event);
  if (refused) return { accepted: false, refusal: refused };
  return accept(step(snapshot, event), rules, []);
}

/** What the person may do here now, and what is refused beforehand, for the screen to offer or to grey out with the reason. */
export function possibilities(
  stored: StoredCase,
  told: Circumstances,
  rules: Rules,
): { allowed: CommandType[]; refused: { type: CommandType; refusal: Refusal }[] } {
  const snapshot = restore(stored);
  const collection = collectionPath(stored.value);
  const allowed: CommandType[] = [];
  const refused: { type: CommandType; refusal: Refusal }[] = [];
  for (const type of typesTaken(snapshot)) {
    // Only the type is known before something is typed; the rules asked here look at nothing else.
    const event = { type, told, rules, collection } as Told;
    if (refuseRole(type, told.by, snapshot.context, collection) || refuseState(snapshot, event)) continue;
    const rule = refuseBeforehand(snapshot.context, event);
    if (rule) refused.push({ type, refusal: rule });
    else allowed.push(type);
  }
  return { allowed, refused };
}

/** The next nights of a case as it stands, under rules that may be others than those of its last entry. */
export function nextNights({ value, context }: StoredCase, rules: Rules): Pick<Accepted, 'nextDate' | 'remindOn'> {
  const collection = collectionPath(value);
  return { nextDate: nextDateOf(context, collection, rules), remindOn: nextDunningOn(context, collection, rules) };
}

/** 'boardReview.voting' for {boardReview: 'voting'}. */
export function collectionPath(value: CaseValue): string {
  const { collection } = value;
  return typeof collection === 'string' ? collection : (Object.entries(collection).map(([state, child]) => `${state}.${child}`)[0] ?? '');
}

export function isClosedCase(stored: StoredCase): boolean {
  return isClosed(collectionPath(stored.value));
}

/** The regions are the machine's top level; their states have at most one level below. */
function regionsOf(snapshot: CaseSnapshot): CaseValue {
  return snapshot.value as CaseValue;
}

/**
 * Regions that answer the same event do so in the order in which the value names them. The database keeps keys in an order of its own, which
 * is the one that entries have been written in: a replay must not take another.
 */
function restore({ value: { collection, attribution, customerDispute }, context }: StoredCase): CaseSnapshot {
  return collectionCase.resolveState({
    value: { collection, attribution, customerDispute },
    context: { ...context, out: { entries: [], effects: [] } },
  });
}

/** Whether the state could take the command at all, its rules left aside. */
function refuseState(snapshot: CaseSnapshot, event: Told): Refusal | undefined {
  if (snapshot.can({ ...event, askingState: true })) return undefined;
  const state = collectionPath(regionsOf(snapshot));
  const isVote = event.type === 'castVote' || event.type === 'recuse';
  return isVote && snapshot.context.roundsClosed > 0
    ? refusal('vote.closed', { state })
    : stateRefusal(event.type, { ...regionsOf(snapshot), collection: state });
}

function typesTaken(snapshot: CaseSnapshot): CommandType[] {
  // XState gives the events' names as plain strings; by the machine's own type they are commands.
  return [...new Set(snapshot._nodes.flatMap((node) => node.ownEvents))] as CommandType[];
}

function accept(snapshot: CaseSnapshot, rules: Rules, before: readonly Entry[]): Accepted {
  const { out, ...context } = snapshot.context;
  const after = { value: regionsOf(snapshot), context };
  return {
    accepted: true,
    after,
    entries: [...before, ...out.entries],
    effects: out.effects,
    ...nextNights(after, rules),
  };
}
