import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CommandType } from '../../../workflows/collection-case/commands.js';
import { collectionPath, decide, openCase, type StoredCase } from '../../../workflows/collection-case/decide.js';
import type { Choice } from '../../../workflows/review-board/tally.js';
import { rulesWith } from '../support/calendar.js';
import { isPlainJson, violations } from '../support/invariants.js';
import { type Move, movesOn, nightOf } from './alphabet.js';
import { eventsTaken, leafStates } from './chart.js';
import { newReceivable } from './opening.js';

type Beginning = readonly { readonly type: CommandType; readonly choice?: Choice }[];

const rules = rulesWith({ smallBalanceCents: 600_00 });
/** Where a run begins: at the opening, or some way on, where chance alone would seldom come. */
const beginnings: readonly Beginning[] = [
  [],
  [...of('docket', 'proposePlan', 'acceptPlan', 'openVoting'), ...resolvedFor('grace')],
  [...of('docket', 'openVoting'), ...resolvedFor('legal_action')],
  of('attachEvidence', 'acceptEvidence', 'attachEvidence', 'acceptEvidence', 'docket'),
  of('applyReceipt', 'waiveSmallBalance', 'postWriteOff'),
];
const picks = fc.array(fc.record({ pick: fc.nat(), days: fc.oneof(fc.constant(0), fc.nat(7), fc.nat(60)) }), {
  minLength: 40,
  maxLength: 40,
});

describe('Forty random commands on random days', () => {
  it('never break what must always hold', () => {
    const visited = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), picks, (beginning, picked) => {
        const run = new Run();
        for (const wanted of beginning) run.tryFirst(wanted);
        for (const { pick, days } of picked) {
          run.passNights(days);
          run.tryOne(pick);
          visited.add(collectionPath(run.stored.value));
        }
        expect(run.broken).toEqual([]);
        expect(isPlainJson(run.stored)).toBe(true);
      }),
      { seed: 20261121, numRuns: 600 },
    );
    expect([...visited].sort()).toEqual(collectionStates);
  });
});

const collectionStates = leafStates()
  .filter((leaf) => leaf.startsWith('collection.'))
  .map((leaf) => leaf.slice('collection.'.length))
  .sort();

/** A case and its days. What was stored is frozen: a command that changed it, refused or not, would throw. */
class Run {
  stored: StoredCase;
  readonly broken: string[] = [];
  private date: BusinessDate = newReceivable.openedOn;
  private nextDate: BusinessDate | undefined;

  constructor() {
    const opened = openCase(newReceivable, rules);
    this.stored = frozen(opened.after);
    this.nextDate = opened.nextDate;
  }

  passNights(days: number): void {
    const until = addDays(this.date, days);
    while (this.nextDate !== undefined && this.nextDate <= until) {
      if (this.nextDate > this.date) this.date = this.nextDate;
      this.take(nightOf(this.stored, this.date));
      if (this.nextDate <= this.date) this.broken.push(`${this.date} has another night`);
    }
    this.date = until;
  }

  tryFirst({ type, choice }: Beginning[number]): void {
    const isMeant = ({ command }: Move) =>
      command.type === type && (choice === undefined || ('choice' in command && command.choice === choice));
    const move = movesOn(this.stored, this.date).find(isMeant);
    if (move) this.take(move);
  }

  /** One of the day's moves that the chart knows in this state; a rule may still refuse it. */
  tryOne(pick: number): void {
    const known = eventsTaken(this.stored);
    const moves = movesOn(this.stored, this.date).filter(({ command }) => known.has(command.type));
    const move = moves[pick % moves.length];
    if (move) this.take(move);
  }

  private take(move: Move): void {
    const decision = decide(this.stored, move.command, move.told, rules);
    // In a night so late, much falls due at once.
    for (const { command, told } of [move, nightOf(this.stored, addDays(this.date, 60))])
      if (!isDeepStrictEqual(decide(asKept(this.stored), command, told, rules), decide(this.stored, command, told, rules)))
        this.broken.push(`${command.type} of ${told.date} does something else with the case as the database keeps it`);
    if (!decision.accepted) return;
    this.broken.push(...violations(decision.after).map((violation) => `${move.command.type}: ${violation}`));
    this.stored = frozen(decision.after);
    this.nextDate = decision.nextDate;
  }
}

function of(...types: readonly CommandType[]): Beginning {
  return types.map((type) => ({ type }));
}

function resolvedFor(choice: Choice): Beginning {
  return [{ type: 'castVote', choice }, { type: 'castVote', choice }, { type: 'closeVoting' }];
}

/** PostgreSQL keeps the keys of an object in an order of its own: the shorter ones first. */
function asKept<T>(value: T): T {
  if (Array.isArray(value)) return value.map(asKept) as T;
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, asKept(value[key as keyof T])])) as T;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
