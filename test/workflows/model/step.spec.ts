import { expect, it } from '@jest/globals';
import { initialTransition, transition } from 'xstate';
import type { Told } from '../../../workflows/collection-case/commands.js';
import { collectionPath } from '../../../workflows/collection-case/decide.js';
import { collectionCase } from '../../../workflows/collection-case/machine.js';
import { beginning, type CaseSnapshot, step } from '../../../workflows/collection-case/step.js';
import { rulesWith } from '../support/calendar.js';
import { explore } from './exploration.js';
import { newReceivable } from './opening.js';

const rules = rulesWith({ smallBalanceCents: 600_00 });

it('A step is what XState’s own transition gives, from every state and for every command taken there', () => {
  let compared = 0;
  explore(newReceivable, rules, ({ value, context }, { command, told }) => {
    const snapshot = collectionCase.resolveState({ value: { ...value }, context: { ...context, out: { entries: [], effects: [] } } });
    const event = { ...command, told, rules, collection: collectionPath(value) } as Told;
    const [after, actions] = transition(collectionCase, snapshot, event);
    expect(seen(step(snapshot, event))).toEqual(seen(after));
    expect(actions).toEqual([]);
    compared += 1;
  });
  expect(compared).toBeGreaterThan(1_000);
});

it('A beginning is what XState’s own initial transition gives', () => {
  expect(seen(beginning(newReceivable))).toEqual(seen(initialTransition(collectionCase, newReceivable)[0]));
});

function seen({ value, context, status }: CaseSnapshot) {
  return { value, context, status };
}
