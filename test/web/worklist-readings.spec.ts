import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CaseList } from '../../src/cases/case-list.js';
import { CaseSearched } from '../../src/cases/case-searched.js';
import { CaseSums } from '../../src/cases/case-sums.js';
import type { CasesQuery } from '../../src/cases/cases.shapes.js';
import { Sessions } from '../../src/people/sessions.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
const today = '2026-03-02';

/** Old and young, of several owners, some docketed, one disputed, one that names people, one in another currency, one settled. */
beforeAll(async () => {
  system = await TrainingSystem.start(today);
  const owners = ['sales0001', 'sales0002', 'ar_clerk'];
  const rows = Array.from({ length: 24 }, (_, n) => ({
    document: `DOC${String(n).padStart(2, '0')}`,
    dueOn: n % 3 === 0 ? '2025-10-01' : `2026-02-${10 + (n % 9)}`,
    amount: `${100 + n}.00`,
    customer: `K${n % 5}`,
    owner: owners[n % 3] ?? '',
  }));
  await system.receivables(...rows);
  for (const document of ['DOC00', 'DOC02', 'DOC05', 'DOC06'])
    await system.take('finance_director', await system.caseOf(document), { type: 'docket', reason: '尽快评审' });
  const named = await system.caseOf('DOC05');
  const shares = [{ party: 'sales', person: 'sales_manager', cause: 'follow_up_neglected', share: 100 }];
  await system.take('hr', named, { type: 'proposeAttribution', shares, reason: '未跟进' });
  await system.take('sales0002', await system.caseOf('DOC07'), {
    type: 'raiseDispute',
    reason: 'quality',
    contestedAmount: '1.00',
    note: '质量',
  });
  await system.receipts({ receipt: 'R1', document: 'DOC10', amount: '110.00', valueDate: today, customer: 'K0' });
});

afterAll(() => system?.close());

const app = () => system.server.app;

async function person(login: string) {
  const holder = await app()
    .get(Sessions)
    .holderOf(await system.api.token(login));
  if (!holder?.person) throw new Error(`${login} is not signed in`);
  return holder.person;
}

const logins = ['sales0001', 'sales_manager', 'sales_director', 'ar_clerk', 'legal_officer', 'legal_manager', 'hr', 'auditor'];
const filters: readonly Partial<CasesQuery>[] = [
  {},
  { state: 'all' },
  { state: 'boardReview' },
  { state: 'salesFollowUp', minOverdueDays: 91 },
  { state: 'settled' },
  { q: 'doc0' },
  { q: '客户' },
  { q: '户K' },
  { q: 'nobody' },
  { q: 'K1', state: 'all', disputed: 'no' },
];

describe.each([false, true])('With a receivable in another currency: %s; whatever is asked for', (isForeign) => {
  beforeAll(async () => {
    if (isForeign) await system.rows(`update receivables set currency = 'USD' where document in ('DOC01', 'DOC06')`);
  });

  test.each(logins)('%s sees the same cases as a list, as a list of few, searched beforehand, and as their sum', async (login) => {
    const reader = await person(login);
    for (const filter of filters)
      for (const sort of ['due', '-due', 'balance', '-balance', 'next'] as const) {
        const query: CasesQuery = { state: 'open', company: 'C01', limit: 100, ...filter, sort };
        const plain = await app().get(CaseList).worklist(query, reader);
        const searched = query.q === undefined ? undefined : await app().get(CaseSearched).of('C01', query.q);
        const known = { ...query, ...(searched && { searched }) };
        expect(await app().get(CaseList).worklist(known, reader, undefined, true)).toEqual(plain);
        // So many documents that each case is asked for its own.
        const many = searched && { ...query, searched: { ...searched, receivables: undefined } };
        if (many) expect(await app().get(CaseList).worklist(many, reader)).toEqual(plain);
        const { after: _after, limit: _limit, sort: _sort, ...asked } = { ...known, company: 'C01' };
        const sums = await app().get(CaseSums).of(asked, reader, today);
        const byCurrency = Object.fromEntries(sums.of.map(({ currency, cases }) => [currency, cases]));
        const counted: Record<string, number> = {};
        for (const { currency } of plain.items) counted[currency] = (counted[currency] ?? 0) + 1;
        expect([sums.cases, byCurrency]).toEqual([plain.items.length, counted]);
        expect(sums.of.flatMap(({ buckets }) => buckets).reduce((sum, { cases }) => sum + cases, 0)).toBe(plain.items.length);
      }
    const { items } = await app().get(CaseList).worklist({ state: 'open', company: 'C01', limit: 100, sort: 'due' }, reader);
    const { owners } = await app().get(CaseSums).byOwner('C01', reader, today);
    const byOwner = Object.fromEntries([...owners].map(([owner, sums]) => [owner, sums.reduce((sum, { cases }) => sum + cases, 0)]));
    const counted: Record<string, number> = {};
    for (const { owner } of items) counted[owner] = (counted[owner] ?? 0) + 1;
    expect(byOwner).toEqual(counted);
  });
});
