import type { CommandType } from '../collection-case/commands.js';

/**
 * Steps of the course itself: they answer the state in which they were taken, and say nothing about another one. Everything else,
 * money, attempts, promises, evidence, is a fact of the world that would have come all the same.
 */
const stepsOfCourse: ReadonlySet<CommandType> = new Set<CommandType>([
  'reportPosition',
  'confirm',
  'returnToSales',
  'docket',
  'callToBoard',
  'openVoting',
  'castVote',
  'recuse',
  'nameSeat',
  'closeVoting',
  'exhaustLegalAction',
  'approveWriteOff',
  'rejectWriteOff',
  'postWriteOff',
  'reverseWriteOff',
  'waiveSmallBalance',
]);

export function isStepOfCourse(type: CommandType): boolean {
  return stepsOfCourse.has(type);
}

/** What the calendar makes of a case is made again, day by day. */
export function isNight(type: CommandType): boolean {
  return type === 'dateReached' || type === 'remind';
}
