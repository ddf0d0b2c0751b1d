import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { Answer } from '../../support/api.js';
import type { Office, SeenCase } from './office.js';

const lists = '/api/v1/overdue-lists';

/** Drafts the list of the month before, and publishes it. */
export async function publishList(office: Office): Promise<Answer['body']> {
  const month = addMonths(office.today, -1).slice(0, 7);
  const { id } = await office.post('ar_clerk', lists, { company: 'C01', month });
  return office.post('ar_clerk', `${lists}/${id}/publish`);
}

/** Of a list's rows some are confirmed, a few objected to, and the rest nobody says anything about. */
export async function answerList(office: Office, list: string): Promise<void> {
  for (const login of ['sales0001', 'sales0002', 'sales_manager']) {
    const [active] = await office.system.rows('select from people where login = $1 and active', [login]);
    if (!active) continue;
    const rows = await office.all(login, `${lists}/${list}/rows?state=waiting&owner=${login}`);
    const answers = rows.flatMap(({ id, balance }) => {
      const chance = office.picks.next() % 100;
      if (chance < 70) return [{ row: id, answer: 'confirm' }];
      return chance < 78 ? [{ row: id, answer: 'object', ...objection(office, balance) }] : [];
    });
    if (answers.length === 0) continue;
    const said = await office.post(login, `${lists}/${list}/answers`, { answers });
    const refused = said.answers.find(({ code }: { code?: string }) => code !== undefined);
    if (refused) throw new Error(`${office.today}: ${JSON.stringify(refused)}`);
  }
}

function objection(office: Office, balance: string) {
  const half = Math.floor(cents(balance) / 2);
  return office.happens(50) && half > 0
    ? { reason: 'amount', note: '客户称已付一半', balance: formatAmount(half) }
    : { reason: 'other', note: '客户要求核对' };
}

/** Finance accepts or rejects; of what is rejected the directors settle some, and time the others. */
export async function settleList(office: Office, list: string): Promise<void> {
  for (const { id } of await office.all('ar_clerk', `${lists}/${list}/rows?state=objected`)) {
    const row = `${lists}/${list}/rows/${id}`;
    if (office.happens(50)) await office.post('ar_clerk', `${row}/accept`, { note: '属实' });
    else {
      await office.post('ar_clerk', `${row}/reject`, { reason: '与账面不符' });
      if (office.happens(50)) continue;
      const settlement = { outcome: office.happens(50) ? 'ledger' : 'objection', note: '已对账' };
      await office.post('sales_director', `${row}/settle`, settlement);
      await office.post('finance_director', `${row}/settle`, settlement);
    }
  }
}

/** What has come since the last time, with its own value dates. */
export async function bookReceipts(office: Office): Promise<void> {
  await office.receive(office.book.arrived(office.today));
}

/** Some of what was written off comes in after all. */
export async function recover(office: Office): Promise<void> {
  const lost = (await office.cases(`c.collection = 'writtenOff'`)).filter(() => office.happens(15));
  await office.receive(
    lost.map(({ document, context: { writtenOffCents } }) => ({
      ...{ document, on: office.today },
      amountCents: office.happens(20) ? writtenOffCents : Math.ceil(writtenOffCents / 4),
    })),
  );
}

/** What sales has reported goes back or is confirmed; of what is escalated a part is left to the night. */
export async function confirm(office: Office, percent: number): Promise<void> {
  const waiting = (await office.cases(`c.collection = 'financeConfirmation'`)).filter(() => office.happens(percent));
  const returned = waiting.filter(({ overdueDays, context }) => overdueDays <= 90 && !context.escalated && office.happens(40));
  await office.give(
    'ar_clerk',
    returned.map((seen) => [seen, { type: 'returnToSales', reason: '请补充对账单' }]),
  );
  await office.give(
    'ar_clerk',
    waiting
      .filter((seen) => !returned.includes(seen))
      .map((seen) => [seen, { type: 'confirm', view: viewOf(office, seen), amount: seen.balance }]),
  );
}

function viewOf(office: Office, seen: SeenCase): string {
  return office.fateOf(seen) === 'fails' ? 'bad' : 'doubtful';
}

/** Customers who want to pay by instalments propose a plan, in time for the board; every second one will keep it. */
export async function acceptPlans(office: Office, first: BusinessDate): Promise<void> {
  const docketed = await office.cases(`c.collection = 'boardReview.docketed'`);
  const planning = docketed.filter((seen) => office.fateOf(seen) === 'plans' && seen.context.graceMonthsGranted === 0);
  const plans = planning.map((seen) => ({ seen, instalments: halves(cents(seen.balance), first) }));
  const { taken } = await office.give(
    'ar_clerk',
    plans.map(({ seen, instalments }) => [
      seen,
      { type: 'proposePlan', instalments: instalments.map(({ dueOn, amountCents }) => ({ dueOn, amount: formatAmount(amountCents) })) },
    ]),
  );
  const accepted = await office.cases('c.id = any ($1::bigint[])', [taken.map(({ id }) => id)]);
  await office.give(
    'ar_clerk',
    accepted.map((seen) => [seen, { type: 'acceptPlan' }]),
  );
  for (const { document, context } of accepted) {
    const isKept = office.happens(50);
    for (const { dueOn, amountCents } of context.plan?.instalments ?? [])
      if (isKept) office.book.expect({ document, on: dueOn, amountCents });
  }
}

function halves(amountCents: number, first: BusinessDate) {
  const half = Math.floor(amountCents / 2);
  return [
    { dueOn: first, amountCents: half },
    { dueOn: addDays(first, 6), amountCents: amountCents - half },
  ];
}

/** What policy calls small is waived, as far as the rules let it, and posted. */
export async function waiveSmallBalances(office: Office): Promise<number> {
  const { items } = await office.get('finance_director', '/api/v1/small-balances?company=C01');
  if (!items.some(({ possible }: { possible: boolean }) => possible)) return 0;
  const form = { company: 'C01', all: true, reason: '尾差，催收不经济' };
  return (await office.post('finance_director', '/api/v1/small-balances', form)).waived;
}
