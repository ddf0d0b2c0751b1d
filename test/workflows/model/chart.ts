import type { Rules, Told } from '../../../workflows/collection-case/commands.js';
import { collectionPath, type StoredCase } from '../../../workflows/collection-case/decide.js';
import { collectionCase } from '../../../workflows/collection-case/machine.js';
import type { Move } from './alphabet.js';

/** A transition of the chart: its state, its event, and which of the event's branches it is. */
export interface Branch {
  readonly name: string;
  readonly event: string;
  readonly definition: object;
}

type StateNode = typeof collectionCase.root;

/** Every state of the chart that has no states below it. */
export function leafStates(node: StateNode = collectionCase.root): string[] {
  const below = Object.values(node.states) as StateNode[];
  return below.length === 0 ? [node.path.join('.')] : below.flatMap((state) => leafStates(state));
}

/** Every transition that the machine's own definition has. */
export function branches(node: StateNode = collectionCase.root): Branch[] {
  const own = [...node.transitions].flatMap(([event, definitions]) =>
    definitions.map((definition, index) => ({ name: `${node.path.join('.')} ${event} #${index + 1}`, event, definition })),
  );
  return [...own, ...(Object.values(node.states) as StateNode[]).flatMap((state) => branches(state))];
}

/** The transitions that the machine itself selects for a move. */
export function taken({ value, context }: StoredCase, { command, told }: Move, rules: Rules): object[] {
  const snapshot = collectionCase.resolveState({ value: { ...value }, context: { ...context, out: { entries: [], effects: [] } } });
  return collectionCase.getTransitionData(snapshot, { ...command, told, rules, collection: collectionPath(value) } as Told);
}

/** The leaf states that a case is in. */
export function leavesOf({ value }: StoredCase): string[] {
  const { collection, customerDispute, attribution } = value;
  const [path] = typeof collection === 'string' ? [collection] : Object.entries(collection).map((pair) => pair.join('.'));
  return [`collection.${path}`, `customerDispute.${customerDispute}`, `attribution.${attribution}`];
}

const eventsByValue = new Map<string, ReadonlySet<string>>();

/** Events that the chart has a transition for where the case is, whatever its guards say. */
export function eventsTaken({ value, context }: StoredCase): ReadonlySet<string> {
  const key = JSON.stringify(value);
  const known = eventsByValue.get(key);
  if (known) return known;
  const snapshot = collectionCase.resolveState({ value: { ...value }, context: { ...context, out: { entries: [], effects: [] } } });
  const events = new Set(snapshot._nodes.flatMap((node) => node.ownEvents));
  eventsByValue.set(key, events);
  return events;
}
