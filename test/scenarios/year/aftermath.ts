import { rootCauses } from '../../../workflows/attribution/root-causes.js';
import { cents } from '../../../workflows/money.js';
import type { Answer } from '../../support/api.js';
import type { Office, SeenCase } from './office.js';

/** Approved by who may, some only at the second time; posted by the AR clerk with a root cause. */
export async function writeOff(office: Office): Promise<void> {
  const waiting = await office.cases(`c.collection = 'writeOff.awaitingApproval'`);
  const rejected = waiting.filter(({ context }) => context.writeOffRejections === 0 && office.happens(6));
  await byDirectors(office, rejected, { type: 'rejectWriteOff', reason: '请再核实资产' });
  await byDirectors(
    office,
    waiting.filter((seen) => !rejected.includes(seen)),
    { type: 'approveWriteOff', note: '同意' },
  );
  const approved = await office.cases(`c.collection = 'writeOff.awaitingPosting'`);
  const { taken } = await office.give(
    'ar_clerk',
    approved.map((seen) => [seen, { type: 'postWriteOff', voucherNo: `记-${seen.document}`, rootCause: office.picks.of(rootCauses) }]),
  );
  for (const { document, balance } of taken) {
    office.book.move('written_off', { document, on: office.today, amountCents: cents(balance) });
    office.book.forgetPayments(document);
  }
}

/** The finance director; what is above the limit, by itself or together, or was rejected before, the general manager. */
async function byDirectors(office: Office, cases: readonly SeenCase[], body: { type: string; [field: string]: unknown }): Promise<void> {
  const asked = (some: readonly SeenCase[]) => some.map((seen) => [seen, body] as const);
  const { refused } = await office.give('finance_director', asked(cases), 'writeoff.approver', 'writeoff.split');
  await office.give('general_manager', asked(refused.map(({ seen }) => seen)));
}

/** A write-off of which a part has come in since was a mistake. @returns its document */
export async function reverseOne(office: Office): Promise<string | undefined> {
  const written = await office.cases(`c.collection = 'writtenOff'`);
  const seen = written.find(({ context }) => context.recoveredCents > 0 && context.recoveredCents < context.writtenOffCents) ?? written[0];
  if (!seen) return undefined;
  const reversal = { type: 'reverseWriteOff', voucherNo: '冲-1', reason: '客户恢复经营' };
  await office.give('ar_clerk', [[seen, reversal]]);
  await office.give(
    'finance_director',
    (await office.cases('c.id = $1', [seen.id])).map((now) => [now, reversal]),
  );
  office.book.reverseWriteOff(seen.document);
  return seen.document;
}

interface Share {
  party: string;
  person?: string;
  cause: string;
  share: number;
}

/** Who bears it: what the facts speak for, taken as it is; where they are silent, it was the customer. */
export async function proposeAttributions(office: Office): Promise<void> {
  const written = await office.cases(`c.collection = 'writtenOff' and c.attribution = 'none'`);
  for (const seen of written) {
    const insolvent: Share = { party: 'customer', cause: 'customer_insolvent', share: 100 };
    // What was waived never came to the docket, so that hr does not see it: nobody is named who could appeal to hr.
    const wasDocketed = seen.context.firstDocketed !== undefined;
    const login = wasDocketed && office.happens(50) ? 'hr' : 'finance_director';
    const { shares } = await office.get(login, `/api/v1/cases/${seen.id}/attribution-proposal`);
    const mine = wasDocketed ? shares.map(shareOf) : [];
    await office.give(login, [[seen, { type: 'proposeAttribution', shares: mine.length > 0 ? mine : [insolvent], reason: '依据事实' }]]);
  }
}

function shareOf({ party, person, candidates, cause, share }: Answer['body']): Share {
  const named = person ?? candidates[0];
  return { party, cause, share, ...(named !== undefined && { person: named }) };
}

/** Those named accept, contest or say nothing; some appeal what has become final. */
export async function answerAttributions(office: Office): Promise<void> {
  for (const login of ['sales0001', 'ar_clerk', 'legal_officer', 'sales_manager']) {
    const named = await office.cases('$1 = any (c.named)', [login]);
    const proposed = named.filter(
      ({ attribution, context }) => attribution === 'proposed' && !context.attribution?.accepted.includes(login) && office.happens(70),
    );
    const final = named.filter(
      ({ attribution, context }) => attribution === 'final' && context.attribution?.appealedBy === undefined && office.happens(10),
    );
    const contested = proposed.filter(() => office.happens(40));
    await office.give(
      login,
      contested.map((seen) => [seen, { type: 'contestAttribution', reason: '每周都有催收' }]),
    );
    await office.give(
      login,
      proposed.filter((seen) => !contested.includes(seen)).map((seen) => [seen, { type: 'acceptAttribution' }]),
    );
    await office.give(
      login,
      final.map((seen) => [seen, { type: 'appealAttribution', reason: '客户已破产，与本人无关' }]),
    );
  }
}

/** By the chair, an appeal by hr, and where either has had a hand in it by the general manager: half of it is then the customer's. */
export async function decideAttributions(office: Office): Promise<void> {
  for (const [state, login] of [
    ['contested', 'finance_director'],
    ['appealed', 'hr'],
  ] as const) {
    const waiting = await office.cases('c.attribution = $1', [state]);
    const asked = (some: readonly SeenCase[]) =>
      some.map((seen) => [seen, { type: 'decideAttribution', shares: halved(seen), reason: '部分支持' }] as const);
    const { refused } = await office.give(login, asked(waiting), 'attribution.self');
    await office.give('general_manager', asked(refused.map(({ seen }) => seen)));
  }
}

function halved({ context }: SeenCase): Share[] {
  const own = (context.attribution?.shares ?? []).filter(({ person }) => person !== undefined);
  const halves = own.map(({ party, person, cause, shareHundredths }) => ({
    ...{ party, cause, share: Math.floor(shareHundredths / 2) / 100 },
    ...(person !== undefined && { person }),
  }));
  const given = halves.reduce((sum, { share }) => sum + Math.round(share * 100), 0);
  return [...halves, { party: 'customer', cause: 'customer_insolvent', share: (100_00 - given) / 100 }];
}
