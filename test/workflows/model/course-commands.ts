import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Command } from '../../../workflows/collection-case/commands.js';
import type { CaseContext } from '../../../workflows/collection-case/context.js';

type Context = Omit<CaseContext, 'out'>;

/** What finance's files bring: a half and the rest, in money and in credits, and what of it bounces. */
export function moneyCommands(context: Context, date: BusinessDate): Command[] {
  const { balanceCents, receivedCents, creditedCents, recoveries, writtenOffCents, recoveredCents, grace } = context;
  // Where a grace was broken, the bank's file is late.
  const valueDate = grace?.brokenOn === undefined ? date : (grace.instalments[0]?.dueOn ?? date);
  const roomCents = balanceCents > 0 ? balanceCents : writtenOffCents - recoveredCents;
  const recovery = recoveries.at(-1);
  return [
    ...[half(roomCents), whole(roomCents)].map(
      (amountCents): Command => ({ type: 'applyReceipt', receipt: `R${amountCents}`, amountCents, valueDate, instrument: 'cash' }),
    ),
    { type: 'reverseReceipt', receipt: 'B', amountCents: half(receivedCents), reversedOn: date },
    ...(recovery ? [{ type: 'reverseReceipt', ...recovery, reversedOn: date } as const] : []),
    ...[half(balanceCents), whole(balanceCents)].map(
      (amountCents): Command => ({ type: 'applyCredit', credit: 'C', amountCents, creditedOn: date }),
    ),
    { type: 'reverseCredit', credit: 'C', amountCents: half(creditedCents), reversedOn: date },
  ];
}

export function ownerCommands({ balanceCents, promises }: Context, date: BusinessDate): Command[] {
  const instalments = [
    { dueOn: addDays(date, 2), amountCents: half(balanceCents) },
    { dueOn: addDays(date, 25), amountCents: balanceCents - half(balanceCents) },
  ];
  return [
    { type: 'logAttempt', channel: 'phone', on: addDays(date, -1), outcome: 'no_answer' },
    ...(promises.length < 2 ? [{ type: 'recordPromise', amountCents: balanceCents, dueOn: addDays(date, 3) } as const] : []),
    { type: 'withdrawPromise' },
    { type: 'reportPosition', position: 'will_pay', note: 'n' },
    { type: 'raiseDispute', reason: 'price', contestedCents: balanceCents, note: 'n' },
    { type: 'proposePlan', instalments: instalments.filter(({ amountCents }) => amountCents > 0) },
  ];
}

function half(cents: number): number {
  return Math.max(1, Math.floor(cents / 2));
}

function whole(cents: number): number {
  return Math.max(1, cents);
}
