import { describe, expect, it } from '@jest/globals';
import { decide, isClosedCase, possibilities } from '../../../workflows/collection-case/decide.js';
import { fold } from '../../../workflows/collection-case/fold.js';
import { rulesWith } from '../support/calendar.js';
import { isPlainJson, violations } from '../support/invariants.js';
import { movesOn } from './alphabet.js';
import { branches, leafStates, leavesOf, taken } from './chart.js';
import { explore, type Node, pathTo } from './exploration.js';
import { newReceivable } from './opening.js';

/** A half of 1,000.00 can be waived, so that the model gets there too. */
const rules = rulesWith({ smallBalanceCents: 600_00 });

describe('All that can happen to a case', () => {
  const unsound = new Set<string>();
  const sleepless = new Set<string>();
  const silent = new Set<string>();
  const reopened = new Set<string>();
  const notTaken = new Map(branches().map((branch) => [branch.definition, branch]));
  let wanted = eventsOf(notTaken.values());

  const nodes = explore(newReceivable, rules, (before, move, { after, nextDate, entries }) => {
    const { type } = move.command;
    for (const violation of violations(after)) unsound.add(`${type}: ${violation}`);
    if (type === 'dateReached' && nextDate !== undefined && nextDate <= move.told.date) sleepless.add(JSON.stringify(after.value));
    if (type !== 'dateReached' && entries.length === 0) silent.add(`${type} in ${JSON.stringify(before.value)}`);
    if (type === 'postWriteOff' && after.value.collection !== 'writtenOff') silent.add(`${type} in ${JSON.stringify(before.value)}`);
    if (isClosedCase(before) && !isClosedCase(after)) reopened.add(String(before.value.collection));
    // Asking the chart costs as much as the decision: only while it has something to tell.
    if (!wanted.has(type)) return;
    for (const definition of taken(before, move, rules)) notTaken.delete(definition);
    wanted = eventsOf(notTaken.values());
  });

  it('visits every state of the three regions', () => {
    const visited = new Set(nodes.flatMap(({ stored }) => leavesOf(stored)));
    expect(leafStates().filter((leaf) => !visited.has(leaf))).toEqual([]);
  });

  it('takes every transition of the chart, each branch of each event', () => {
    expect(branches().length).toBeGreaterThan(200);
    expect([...notTaken.values()].map(({ name }) => name)).toEqual([]);
  });

  it('keeps the money and the states in order', () => {
    expect([...unsound]).toEqual([]);
  });

  it('leaves a night nothing to do again', () => {
    expect([...sleepless]).toEqual([]);
  });

  it('puts on record whatever it takes', () => {
    expect([...silent]).toEqual([]);
  });

  it('opens every closed state again', () => {
    expect([...reopened].sort()).toEqual(['cancelled', 'settled', 'writtenOff']);
  });

  it('is stored as plain JSON', () => {
    expect(nodes.filter(({ stored }) => !isPlainJson(stored)).map(({ stored }) => stored.value)).toEqual([]);
  });

  it('is what the fold of its history gives', () => {
    const gone = new Set(nodes.map(({ from }) => from));
    const ends = nodes.filter((node) => !gone.has(node));
    expect(ends.length).toBeGreaterThan(100);
    for (const end of ends) {
      const steps = pathTo(end).map((move) => ({ ...move, rules }));
      expect(fold(newReceivable, steps, rules)).toEqual(end.stored);
    }
  });

  it('is offered to those who may: what a person can do is allowed, what role or state refuses is not', () => {
    expect(firstOfEachState(nodes).flatMap(({ stored, date }) => wrongOffers(stored, date))).toEqual([]);
  });
});

function eventsOf(rest: Iterable<{ readonly event: string }>): Set<string> {
  return new Set([...rest].map(({ event }) => event));
}

function firstOfEachState(nodes: readonly Node[]): Node[] {
  return [...new Map(nodes.toReversed().map((node) => [JSON.stringify(node.stored.value), node])).values()];
}

function wrongOffers(stored: Node['stored'], date: string): string[] {
  const offers = new Map<string, ReadonlySet<string>>();
  return movesOn(stored, date).flatMap(({ command, told }) => {
    if (told.by.kind !== 'person') return [];
    const { login } = told.by;
    const offered = offers.get(login) ?? new Set(possibilities(stored, told, rules).allowed);
    offers.set(login, offered);
    const decision = decide(stored, command, told, rules);
    const isAllowed = offered.has(command.type);
    const isWrong = decision.accepted ? !isAllowed : isAllowed && decision.refusal.kind !== 'rule';
    return isWrong
      ? [`${login}: ${command.type} in ${JSON.stringify(stored.value)}, ${decision.accepted ? 'taken' : decision.refusal.key}`]
      : [];
  });
}
