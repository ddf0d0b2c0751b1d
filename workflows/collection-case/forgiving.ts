import { type RootCause, rootCauseSaid } from '../attribution/root-causes.js';
import { addMonths, type BusinessDate } from '../calendar/dates.js';
import type { Cents } from '../money.js';
import type { Policy } from '../policy.js';
import type { CommandType, ForgivenDebts, Rules, Told } from './commands.js';
import { acceptedEvidence, type CaseContext } from './context.js';

/** These ask what else the customer was forgiven; the shell tells it with them. */
export const forgivingCommands: readonly CommandType[] = ['approveWriteOff', 'rejectWriteOff', 'waiveSmallBalance'];

/** These ask who had the case when its facts arose. */
export const blamingCommands: readonly CommandType[] = ['proposeAttribution', 'decideAttribution'];

/** The first day from which what a customer was forgiven counts together with what is forgiven on `date`. */
export function forgivenSince(date: BusinessDate, { forgivenTogetherMonths }: Policy): BusinessDate {
  return addMonths(date, -forgivenTogetherMonths);
}

/** With what of this very debt is written off already. Before the machine's third version every debt was looked at alone. */
export function forgivenTogetherCents(
  { balanceCents, writtenOffCents }: CaseContext,
  others: ForgivenDebts | undefined,
  { machine }: Rules,
): Cents {
  return machine < 3 ? balanceCents : balanceCents + writtenOffCents + (others?.amountCents ?? 0);
}

export function rootCauseOf(context: CaseContext, { rootCause }: Told<'postWriteOff'>): RootCause | undefined {
  const grounds = acceptedEvidence(context).map(({ ground }) => ground);
  return rootCause ?? rootCauseSaid(grounds, context.writeOff?.waived ?? false);
}
