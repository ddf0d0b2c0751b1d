import { type AnyActorScope, createEmptyActor, type SnapshotFrom } from 'xstate';
import type { Told } from './commands.js';
import type { Opening } from './context.js';
import { collectionCase } from './machine.js';

export type CaseSnapshot = SnapshotFrom<typeof collectionCase>;

const nobody = createEmptyActor();

/**
 * XState's own `transition` makes an actor, and with it a whole case at its beginning, for each event. The machine asks for no
 * more than a scope to act in, and since nothing here spawns, emits or waits, all events can have the same.
 */
const scope: AnyActorScope = {
  self: nobody,
  system: nobody.system,
  id: '',
  sessionId: '',
  logger: nothing,
  defer: nothing,
  emit: nothing,
  stopChild: nothing,
  actionExecutor: nothing,
};

/** As XState's `transition`, without the actions to execute: this machine has none. */
export function step(snapshot: CaseSnapshot, event: Told): CaseSnapshot {
  return collectionCase.transition(snapshot, event, scope);
}

/** As XState's `initialTransition`. */
export function beginning(opening: Opening): CaseSnapshot {
  return collectionCase.getInitialSnapshot(scope, opening);
}

function nothing(): void {}
