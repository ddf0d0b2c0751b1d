import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Circumstances, Command } from '../../../workflows/collection-case/commands.js';
import type { StoredCase } from '../../../workflows/collection-case/decide.js';
import { toldBy, toldByClock, toldByImport } from '../support/people.js';
import { attributionCommands, boardCommands, clerkCommands, directorCommands, legalCommands, managerCommands } from './company-commands.js';
import { moneyCommands, ownerCommands } from './course-commands.js';

/** A command with its author and its day. */
export interface Move {
  readonly command: Command;
  readonly told: Circumstances;
}

/**
 * Everything that anybody may try on a case on a day: the commands of the contract with bodies made for the case at hand,
 * by the people whose they are. What the state or a rule refuses is among them.
 */
export function movesOn(stored: StoredCase, date: BusinessDate): Move[] {
  const { context } = stored;
  const byPerson: readonly (readonly [login: string, Command[]])[] = [
    [context.owner, ownerCommands(context, date)],
    ['sales_manager', managerCommands(context)],
    ['ar_clerk', clerkCommands(context, date)],
    ...directorCommands(context),
    ...boardCommands(context),
    ...legalCommands(context, date),
    ...attributionCommands(),
  ];
  return [
    nightOf(stored, date),
    { command: { type: 'remind' }, told: toldByClock(context.owner, date) },
    {
      command: { type: 'recordFact', fact: 'credit_check_missing', on: date, numbers: { signedOn: date } },
      told: toldByClock(context.owner, date),
    },
    ...moneyCommands(context, date).map((command) => ({ command, told: toldByImport(date) })),
    ...byPerson.flatMap(([login, commands]) => {
      const told = toldBy(login, context.owner, date);
      return commands.map((command) => ({ command, told }));
    }),
  ];
}

export function nightOf({ context }: StoredCase, date: BusinessDate): Move {
  return { command: { type: 'dateReached' }, told: toldByClock(context.owner, date) };
}
