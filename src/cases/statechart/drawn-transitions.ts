import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One transition that leads to another state. */
export interface DrawnTransition {
  readonly event: string;
  /** Names of the conditions; empty where only role and rules decide. */
  readonly guards: readonly string[];
  /** Comes after others of the same event: it is taken when they are not. */
  readonly otherwise: boolean;
}

/** Everything that leads from these states to that one. */
export interface Arrow {
  /** One state, or several that all have the very same way there. */
  readonly from: readonly AnyStateNode[];
  readonly to: AnyStateNode;
  readonly transitions: readonly DrawnTransition[];
}

/** A way that so many states share is drawn once. */
const sharedFrom = 3;
/** Every command asks role and rules; saying so on each arrow would hide what differs. */
const everywhere = 'permitted';

type Single = { source: AnyStateNode; to: AnyStateNode; transition: DrawnTransition };

/** All transitions of a region that change its state, those with the same way put together. What leaves the state as it is, is left out. */
export function arrowsOf(region: AnyStateNode): Arrow[] {
  const singles = descendants(region).flatMap(singlesOf);
  const shared = new Map<string, Single[]>();
  for (const single of singles) collect(shared, `${nameOf(single.transition)} → ${single.to.id}`, single);
  const arrows = new Map<string, Single[]>();
  for (const same of shared.values())
    for (const single of same) {
      const sources = same.length < sharedFrom ? single.source.id : same.map(({ source }) => source.id).join(' ');
      collect(arrows, `${sources} → ${single.to.id}`, single);
    }
  return [...arrows.values()].map((same) => ({
    from: distinct(same, ({ source }) => source.id).map(({ source }) => source),
    to: (same[0] as Single).to,
    transitions: distinct(same, ({ transition }) => nameOf(transition)).map(({ transition }) => transition),
  }));
}

export function regionsOf(machine: AnyStateMachine): AnyStateNode[] {
  return Object.values(machine.root.states);
}

export function descendants(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states).flatMap((child: AnyStateNode) => [child, ...descendants(child)]);
}

function singlesOf(node: AnyStateNode): Single[] {
  return [...node.transitions.values()].flatMap((same) =>
    same.flatMap((definition, index) => {
      const to = definition.target?.[0];
      if (!to) return [];
      const transition = { event: definition.eventType, guards: guardsOf(definition), otherwise: index > 0 && isUnconditional(definition) };
      return sourcesOf(node, to).map((source) => ({ source, to, transition }));
    }),
  );
}

/** A way from a state into its own inside leaves each of its inner states but the one that it leads to. */
function sourcesOf(node: AnyStateNode, to: AnyStateNode): AnyStateNode[] {
  return to.parent === node ? Object.values(node.states).filter((child) => child !== to) : [node];
}

function isUnconditional(definition: AnyTransitionDefinition): boolean {
  return guardsOf(definition).length === 0;
}

function guardsOf({ guard }: AnyTransitionDefinition): string[] {
  return namesOf(guard).filter((name) => name !== everywhere);
}

/** Guards put together with `and` carry their parts; one that is written in place has no name to show. */
function namesOf(guard: unknown): string[] {
  if (typeof guard === 'string') return [guard];
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return [String(guard.type)];
  const parts = typeof guard === 'function' && 'guards' in guard ? (guard.guards as unknown[]) : [];
  return parts.filter((part) => typeof part === 'string');
}

function nameOf({ event, guards, otherwise }: DrawnTransition): string {
  return [event, ...guards, otherwise].join(' ');
}

function collect<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
