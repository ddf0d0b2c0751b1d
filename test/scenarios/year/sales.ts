import { addDays } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { Office, SeenCase } from './office.js';

const attempts = [
  ['phone', 'reached'],
  ['phone', 'no_answer'],
  ['message', 'will_pay_later'],
  ['visit', 'refuses'],
] as const;

/** Follows up what is with sales: contacts, promises, disputes, positions. */
export async function followUp(office: Office): Promise<void> {
  for (const login of ['sales0001', 'sales0002', 'sales_manager']) {
    const mine = await office.cases(`c.owner = $1 and c.collection = 'salesFollowUp'`, [login]);
    if (mine.length === 0) continue;
    const called = mine.filter(() => office.happens(50));
    const [channel, outcome] = office.picks.of(attempts) ?? attempts[0];
    await office.give(
      login,
      called.map((seen) => [seen, { type: 'logAttempt', channel, on: office.today, outcome, note: '催收' }]),
    );
    await promise(office, login);
    await contest(office, login);
    const rest = await office.cases(`c.owner = $1 and c.collection = 'salesFollowUp' and c.customer_dispute <> 'open'`, [login]);
    const reported = rest.filter(({ overdueDays }) => overdueDays > 30 && overdueDays <= 85 && office.happens(15));
    await office.give(
      login,
      reported.map((seen) => [seen, { type: 'reportPosition', position: positionOf(office, seen), note: '客户来电说明' }]),
    );
  }
}

function positionOf(office: Office, seen: SeenCase): string {
  return office.fateOf(seen) === 'fails' ? 'cannot_pay' : 'will_pay';
}

/** Every second promise is kept; who breaks one pays only when the board has heard of it, if at all. */
async function promise(office: Office, login: string): Promise<void> {
  const cases = await office.cases(`c.owner = $1 and c.collection = 'salesFollowUp'`, [login]);
  const promising = cases.filter((seen) => office.fateOf(seen) === 'promises' && seen.context.promisesMade < 2);
  const dueOn = office.in(7);
  const { taken } = await office.give(
    login,
    promising.map((seen) => [seen, { type: 'recordPromise', amount: seen.balance, dueOn, by: '王经理' }]),
  );
  for (const { document, balance } of taken)
    if (office.happens(50)) office.book.expect({ document, on: addDays(dueOn, -1), amountCents: cents(balance) });
}

async function contest(office: Office, login: string): Promise<void> {
  const cases = await office.cases(`c.owner = $1 and c.collection = 'salesFollowUp' and c.customer_dispute = 'none'`, [login]);
  const contested = cases.filter((seen) => office.fateOf(seen) === 'disputes');
  await office.give(
    login,
    contested.map((seen) => [seen, { type: 'raiseDispute', reason: 'quality', contestedAmount: partOf(seen, 2), note: '到货有破损' }]),
  );
}

/** The manager ends the disputes; what is upheld in part, finance credits on the same day. */
export async function endDisputes(office: Office): Promise<void> {
  const open = (await office.cases(`c.customer_dispute = 'open'`)).filter(() => office.happens(70));
  const upheld = open.filter(({ balance }) => cents(balance) > 100 && office.happens(50));
  const login = 'finance_director';
  await office.give(
    login,
    upheld.map((seen) => [seen, { type: 'resolveDispute', outcome: 'partly_upheld', creditedAmount: partOf(seen, 10), note: '折让一成' }]),
  );
  await office.give(
    login,
    open.filter((seen) => !upheld.includes(seen)).map((seen) => [seen, { type: 'resolveDispute', outcome: 'rejected', note: '签收无误' }]),
  );
  await office.credit(upheld.map((seen) => ({ document: seen.document, on: office.today, amountCents: cents(partOf(seen, 10)) })));
}

function partOf({ balance }: SeenCase, parts: number): string {
  return formatAmount(Math.max(1, Math.floor(cents(balance) / parts)));
}
