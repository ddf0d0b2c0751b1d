import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TrainingSystem } from '../support/training-system.js';
import { resolveBadDebts, writeOff } from '../support/write-offs.js';

let system: TrainingSystem;
let lost: string;

/** sales0001 and sales0002 are of sales_manager's team; an other owner is of nobody's. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  await system.receivables(
    { document: 'A1', dueOn: '2026-06-20', amount: '1000.00' },
    { document: 'A2', dueOn: '2026-05-15', amount: '200.00', owner: 'sales0002' },
    { document: 'A3', dueOn: '2026-02-20', amount: '400.00', customer: 'K2' },
    { document: 'A4', dueOn: '2026-07-10', amount: '5000.00' },
    { document: 'A5', dueOn: '2026-08-10', amount: '700.00' },
    { document: 'A6', dueOn: '2026-06-01', amount: '50.00', owner: 'outsider' },
  );
  await system.receivables({ document: 'B1', dueOn: '2026-06-01', amount: '80.00', company: 'C02' });
  await system.moveTo('2026-07-01');
  const promised = await system.caseOf('A1');
  await system.take('sales0001', promised, { type: 'recordPromise', amount: '600.00', dueOn: '2026-07-20' });
  lost = await system.caseOf('A3');
  await resolveBadDebts(system, [lost]);
  await writeOff(system, lost, 'V1');
  await system.receipts({ receipt: 'R1', document: 'A2', amount: '200.00', valueDate: '2026-07-01' });
  await system.moveTo('2026-07-02');
});

afterAll(() => system?.close());

const read = async (login: string, query = '') => (await system.api.get(login, `/api/v1/analysis/overview?company=C01${query}`)).body;

describe('Who sees what of a company', () => {
  test.each([
    ['finance_director', 200],
    ['sales_director', 200],
    ['general_manager', 200],
    ['auditor', 200],
    ['sales_manager', 200],
    ['hr', 200],
    ['sales0001', 403],
    ['ar_clerk', 403],
    ['admin', 403],
  ])('%s %i', async (login, status) => {
    expect((await system.api.get(login, '/api/v1/analysis/overview?company=C01')).status).toBe(status);
  });

  test.each([
    ['finance_director', '1050.00', '6750.00'],
    ['sales_manager', '1000.00', '6700.00'],
    ['hr', '0.00', undefined],
  ])('%s: overdue %s of open %s', async (login, overdue, open) => {
    const seen = await read(login);
    expect([seen.overdue.amount, seen.open?.amount]).toEqual([overdue, open]);
  });

  test('a company that does not exist is not told from one of others', async () => {
    expect((await system.api.get('auditor', '/api/v1/analysis/overview?company=C99')).status).toBeGreaterThanOrEqual(403);
  });
});

test('Figures are those of the last night, until somebody has them counted again', async () => {
  await system.receipts({ receipt: 'R2', document: 'A6', amount: '10.00', valueDate: '2026-07-02' });
  expect((await read('auditor')).overdue.amount).toBe('1050.00');
  const again = await fetch(`${system.server.url}/overview/count`, {
    method: 'POST',
    headers: { cookie: `recoup_session=${await system.api.token('auditor')}`, origin: system.server.url },
    redirect: 'manual',
  });
  expect(again.status).toBe(303);
  expect((await read('auditor')).overdue.amount).toBe('1040.00');
});

test('Overdue and open are told by age, owner and team', async () => {
  const { buckets, owners, share, companies } = await read('auditor');
  expect(buckets.map(({ amount }: { amount: string }) => amount)).toEqual(['1000.00', '40.00', '0.00', '0.00', '0.00']);
  expect(share).toBe(15.43);
  expect(owners.map(({ owner, teamName, overdue }: Record<string, string>) => [owner, teamName, overdue]).sort()).toEqual([
    ['outsider', null, '40.00'],
    ['sales0001', '销售一组', '1000.00'],
  ]);
  expect(companies.map(({ company, overdue }: Record<string, string>) => [company, overdue])).toEqual([
    ['C01', '1040.00'],
    ['C02', '80.00'],
  ]);
});

test('The flows add up to all cases, and each leads to its own', async () => {
  const { flows, cases } = await read('auditor', '&from=2026-07-01');
  const end = (to: string) =>
    flows.filter((flow: { to: string }) => flow.to === to).reduce((sum: number, flow: { cases: number }) => sum + flow.cases, 0);
  expect([end('settled'), end('writtenOff')]).toEqual([1, 1]);
  expect(flows.reduce((sum: number, flow: { cases: number }) => sum + flow.cases, 0)).toBe(cases + 2);
  const { body } = await system.api.get('auditor', '/api/v1/analysis/moves?company=C01&from=2026-07-01&until=2026-07-02&after=writtenOff');
  expect(body.items).toMatchObject([{ case: lost, document: 'A3', after: 'writtenOff' }]);
});

test('Moves are each person’s own', async () => {
  const asked = '/api/v1/analysis/moves?company=C01&from=2026-07-01&until=2026-07-02&money=received';
  const documents = async (login: string) =>
    (await system.api.get(login, asked)).body.items.map(({ document }: { document: string }) => document);
  expect(await documents('auditor')).toEqual(['A2', 'A6']);
  expect(await documents('sales_manager')).toEqual(['A2']);
  expect(await documents('hr')).toEqual([]);
});

test('Money of a month, bad debt of a quarter, its causes, and what is promised', async () => {
  const seen = await read('finance_director');
  expect(seen.money).toEqual([{ month: '2026-07', received: '210.00', recovered: '0.00' }]);
  expect(seen.quarters.at(-1)).toMatchObject({ quarter: '2026Q3', writtenOff: '400.00', open: '6740.00', rate: 5.6 });
  expect(seen.causes).toMatchObject([{ key: 'customer_insolvent', net: '400.00' }]);
  expect(seen.forecast.map(({ promised, due, expectedOfDue }: Record<string, string>) => [promised, due, expectedOfDue])).toEqual([
    ['600.00', '5000.00', null],
    ['0.00', '700.00', null],
    ['0.00', '0.00', null],
  ]);
});

test('What was counted is what the cases say', async () => {
  const [counted] = await system.rows<{ amount: string }>(
    `select sum(amount) as amount from day_figures where company_id = 'C01' and business_date = '2026-07-02'`,
  );
  const [told] = await system.rows<{ amount: string }>(`select sum(balance) as amount from receivables where company_id = 'C01'`);
  expect(counted).toEqual(told);
});

test('Counting again changes nothing where nothing has changed', async () => {
  const kept = () =>
    system.rows('select company_id, business_date, case_id, from_state, to_state, received from day_moves order by 1, 2, 3');
  const before = await kept();
  await fetch(`${system.server.url}/overview/count`, {
    method: 'POST',
    headers: { cookie: `recoup_session=${await system.api.token('auditor')}`, origin: system.server.url },
  });
  expect(await kept()).toEqual(before);
  expect(before.length).toBeGreaterThan(3);
});
