import { assign } from 'xstate';
import type { CommandType, Told } from '../commands.js';
import type { CaseContext } from '../context.js';
import type { Effect, Entry } from '../entries.js';

/** What a command makes of the case: the part of its context that changes, what goes on record, what the shell is asked to do. */
export interface Outcome {
  readonly context?: Partial<CaseContext>;
  readonly entries?: readonly Entry[];
  readonly effects?: readonly Effect[];
}

export type Change<T extends CommandType> = (context: CaseContext, event: Told<T>) => Outcome;

/** A change as an action of the machine. The machine runs it only on the events its transitions name, which the cast relies on. */
export function change<T extends CommandType>(make: Change<T>) {
  return assign<CaseContext, Told, undefined, Told, never>(({ context, event }) => applied(context, make(context, event as Told<T>)));
}

/** Several changes in turn, each seeing what the one before made. */
export function applied(context: CaseContext, outcome: Outcome): CaseContext {
  return {
    ...context,
    ...outcome.context,
    out: {
      entries: [...context.out.entries, ...(outcome.entries ?? [])],
      effects: [...context.out.effects, ...(outcome.effects ?? [])],
    },
  };
}

/** Who gave the command, where only a person can. */
export function personOf(event: Told): string {
  const { by } = event.told;
  return by.kind === 'clock' ? 'clock' : by.login;
}

export const toOwner = (context: CaseContext) => ({ person: context.owner });
export const toRole = (role: string) => ({ role });
