import { addDays } from '../../../workflows/calendar/dates.js';
import { decide, openCase } from '../../../workflows/collection-case/decide.js';
import { machineVersion } from '../../../workflows/collection-case/machine.js';
import { defaultPolicy } from '../../../workflows/policy.js';
import { company, today } from '../ledger.js';
import type { Task } from '../worker-main.js';

/** The rules by themselves: a case reaches its 91st overdue day. */
export async function decideAlone({ times }: { times: number }): Promise<Task<undefined>> {
  const rules = {
    machine: machineVersion,
    policy: defaultPolicy,
    calendar: { version: 0, exceptions: new Map(), publishedYears: new Set<number>() },
  };
  const { after } = openCase(
    {
      companyId: company,
      caseId: '1',
      customer: 'K1',
      document: 'INV1',
      instalment: 1,
      issuedOn: addDays(today, -150),
      dueOn: addDays(today, -91),
      currency: 'CNY',
      amountCents: 100_000,
      receivedCents: 0,
      creditedCents: 0,
      owner: 'sales0001',
      openedOn: addDays(today, -90),
    },
    rules,
  );
  const stored = JSON.stringify(after);
  const decideTimes = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const decision = decide(JSON.parse(stored), { type: 'dateReached' }, { by: { kind: 'clock' }, date: today, away: [] }, rules);
      if (!decision.accepted || decision.effects.length !== 2) throw new Error('the case did not escalate');
    }
  };
  // A night has long been compiled when it is under way.
  decideTimes(5_000);
  return { info: undefined, run: async () => decideTimes(times), close: async () => undefined };
}
