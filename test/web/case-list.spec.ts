import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TrainingSystem } from '../support/training-system.js';

interface Item {
  id: string;
  document: string;
  dueOn: string;
  overdueDays: number;
  state: { collection: unknown };
}

const total = 460;
let system: TrainingSystem;
let everything: Item[];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  // Four due dates for all, so that pages end in the midst of equal ones.
  const rows = Array.from({ length: total }, (_, n) => ({
    document: `INV-${String(n).padStart(3, '0')}`,
    customer: `K${n % 7}`,
    dueOn: ['2025-11-20', '2026-01-31', '2026-02-20', '2026-03-01'][Math.floor(n / 115)] ?? '',
    owner: n % 3 === 0 ? 'sales0002' : 'sales0001',
    amount: `${n + 1}.00`,
  }));
  await system.receivables(...rows);
  await system.receivables({ document: 'C02_100%', company: 'C02', customer: 'K1', dueOn: '2026-02-20', amount: '9.00' });
  await system.receipts({ receipt: 'R1', customer: 'K4', document: 'INV-459', amount: '460.00', valueDate: '2026-03-02' });
  everything = await all('auditor', 'state=all');
});

afterAll(() => system?.close());

/** Page by page until the last one. */
async function all(login: string, query: string, limit = 200): Promise<Item[]> {
  const items: Item[] = [];
  for (let after = ''; ; ) {
    const { status, body } = await system.api.get(login, `/api/v1/cases?limit=${limit}&${query}${after}`);
    expect(status).toBe(200);
    items.push(...body.items);
    if (body.next === null) return items;
    expect(body.items).toHaveLength(limit);
    after = `&after=${encodeURIComponent(body.next)}`;
  }
}

const documents = (items: Item[]) => items.map(({ document }) => document);
/** Those of the whole list that fit, in its order. */
const fitting = (fits: (item: Item & { customer: string; owner: string; company: string }) => boolean) =>
  documents(everything.filter((item) => fits(item as never)));

describe('The list of cases', () => {
  test.each([7, 50, 115, 200])('gives each case once, the oldest first, in pages of %i', async (limit) => {
    const items = await all('auditor', 'state=all', limit);
    expect(new Set(documents(items)).size).toBe(total + 1);
    expect(items).toEqual([...items].sort((a, b) => (a.dueOn === b.dueOn ? Number(a.id) - Number(b.id) : a.dueOn < b.dueOn ? -1 : 1)));
  });

  test('has the open ones by default, in pages of fifty', async () => {
    const { body } = await system.api.get('auditor', '/api/v1/cases');
    expect(body.items).toHaveLength(50);
    expect(documents(await all('auditor', ''))).toEqual(fitting(({ document }) => document !== 'INV-459'));
    expect(documents(await all('auditor', 'state=settled'))).toEqual(['INV-459']);
  });

  test('is each person’s own', async () => {
    expect(documents(await all('sales0002', 'state=all'))).toEqual(fitting(({ owner }) => owner === 'sales0002'));
    expect(documents(await all('sales_manager', 'state=all'))).toEqual(documents(everything));
    expect(await all('hr', 'state=all')).toEqual([]);
    expect(await all('admin', 'state=all')).toEqual([]);
  });

  test.each<[string, Parameters<typeof fitting>[0]]>([
    ['state=financeConfirmation', ({ state }) => state.collection === 'financeConfirmation'],
    ['state=salesFollowUp', ({ state }) => state.collection === 'salesFollowUp'],
    ['state=boardReview', () => false],
    ['customer=K4&state=all', ({ customer }) => customer === 'K4'],
    ['customer=K4&company=C02', () => false],
    ['company=C02', ({ company }) => company === 'C02'],
    ['company=C99', () => false],
    ['owner=sales0002&state=all', ({ owner }) => owner === 'sales0002'],
    ['owner=nobody', () => false],
    ['minOverdueDays=10&state=all', ({ dueOn }) => dueOn <= '2026-02-20'],
    ['minOverdueDays=11&state=all', ({ dueOn }) => dueOn <= '2026-01-31'],
    ['minOverdueDays=1&state=all', () => true],
    ['minOverdueDays=100000', () => false],
    ['q=inv-01', ({ document }) => document.startsWith('INV-01')],
    [`q=${encodeURIComponent('客户K1')}`, ({ customer }) => customer === 'K1'],
    ['q=%25', ({ document }) => document.includes('%')],
    ['q=_', ({ document }) => document.includes('_')],
    ['q=%5C', () => false],
    [`q=${encodeURIComponent("' or 1=1 --")}`, () => false],
    [
      'state=all&owner=sales0001&customer=K2&minOverdueDays=10&q=INV-1',
      ({ owner, customer, dueOn, document }) =>
        owner === 'sales0001' && customer === 'K2' && dueOn <= '2026-02-20' && document.startsWith('INV-1'),
    ],
  ])('by %s', async (query, fits) => {
    expect(documents(await all('auditor', query, 50))).toEqual(fitting(fits));
  });

  test('tells each case’s age and where it is', () => {
    const [oldest] = everything;
    expect(oldest).toMatchObject({
      document: 'INV-000',
      customer: 'K0',
      customerName: '客户K0',
      dueOn: '2025-11-20',
      overdueDays: 102,
      balance: '1.00',
      currency: 'CNY',
      state: { collection: 'financeConfirmation', customerDispute: 'none', attribution: 'none' },
    });
  });

  test('goes on where a page ended, also when its last case has left the person’s sight', async () => {
    const first = await system.api.get('sales0001', '/api/v1/cases?limit=3');
    const last: Item = first.body.items[2];
    await system.take('sales_manager', last.id, { type: 'reassign', owner: 'sales0002', reason: '调岗' });
    const { status, body } = await system.api.get('sales0001', `/api/v1/cases?limit=3&after=${first.body.next}`);
    const rest = documents(
      everything.filter((item) => (item as never as { owner: string }).owner === 'sales0001' && item.document !== 'INV-459'),
    );
    expect([status, documents(body.items)]).toEqual([200, rest.slice(3, 6)]);
  });

  describe('of somebody with several reasons to see them', () => {
    let seen: Item[];

    beforeAll(async () => {
      await system.owner.query(`insert into role_grants (login, role) values ('sales0002', 'hr')`);
      // Owned, docketed and named each have some alone, and some with each other.
      await system.owner.query(`
        update cases set docketed_on = case when id % 5 = 0 then date '2026-03-01' end,
          named = case when id % 7 = 0 then array['sales0002'] else '{}' end,
          next_date = case when id % 11 > 0 then date '2026-03-01' + (id % 13)::int end`);
      const { rows } = await system.owner.query<{ id: string }>(`
        select id from cases where owner = 'sales0002' or docketed_on is not null or cardinality(named) > 0`);
      seen = everything.filter((item) => rows.some(({ id }) => id === item.id));
      expect(seen.length).toBeGreaterThan(total / 2);
      expect(seen.length).toBeLessThan(total);
    });

    test.each(['due', '-due', 'balance', '-balance', 'next'])('has each once, by %s', async (sort) => {
      const items = await all('sales0002', `state=all&sort=${sort}`, 23);
      const whole = await all('auditor', `state=all&sort=${sort}`);
      expect(items).toEqual(whole.filter((item) => seen.some(({ id }) => id === item.id)));
    });

    test('has what else is asked for', async () => {
      const items = await all('sales0002', 'company=C01&minOverdueDays=11&q=INV-1&sort=-balance', 10);
      const whole = await all('auditor', 'company=C01&minOverdueDays=11&q=INV-1&sort=-balance');
      expect(items.length).toBeGreaterThan(20);
      expect(items).toEqual(whole.filter((item) => seen.some(({ id }) => id === item.id)));
    });
  });

  test('tells nothing of cases out of sight by where a page may begin', async () => {
    const theirs = everything.find((item) => (item as never as { owner: string }).owner === 'sales0002') as Item;
    const ask = (id: string) => system.api.get('sales0001', `/api/v1/cases?limit=2&after=${theirs.dueOn}.${id}`);
    expect((await ask(theirs.id)).status).toBe(200);
    expect((await ask('999999999999999999')).status).toBe(200);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['state=lost', 'state'],
    ['after=1', 'after'],
    ['after=2026-02-30.1', 'after'],
    ['after=2026-02-20.99999999999999999999', 'after'],
    ["after=2026-02-20.1'", 'after'],
    ['minOverdueDays=-1', 'minOverdueDays'],
    ['minOverdueDays=1.5', 'minOverdueDays'],
    ['q=', 'q'],
    ['q=%00', 'q'],
    [`q=${'x'.repeat(101)}`, 'q'],
    ['owner=a%20b', 'owner'],
    ['sort=amount', 'sort'],
    ['customer=K1&customer=K2', 'customer'],
  ])('refuses %s by field', async (query, field) => {
    const { status, body } = await system.api.get('auditor', `/api/v1/cases?${query}`);
    expect([status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });
});
