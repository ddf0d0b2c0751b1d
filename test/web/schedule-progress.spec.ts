import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CountedSchedules } from '../../src/receivables/commercial/counted-schedules.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  await take('customers', { customer: 'K1', owner: 'sales0001' }, { customer: 'K2', owner: 'sales0002' });
  await take(
    'contracts',
    { contract: 'V1', amount: '300.00' },
    { contract: 'V2', customer: 'K2', signedBy: 'sales0002' },
    { contract: 'V3' },
  );
  await take(
    'schedules',
    { contract: 'V1', instalment: '1', dueOn: '2026-05-10', amount: '100.00' },
    { contract: 'V1', instalment: '2', dueOn: '2026-06-10', amount: '100.00' },
    { contract: 'V1', instalment: '3', dueOn: '2026-06-20', amount: '50.00' },
    { contract: 'V1', instalment: '4', dueOn: '2026-07-10', amount: '50.00' },
    { contract: 'V2', instalment: '1', dueOn: '2026-06-30', amount: '70.00' },
  );
  await take('receivables', { document: 'D1', contract: 'V1', amount: '300.00' });
  await take(
    'receipts',
    { receipt: 'R1', amount: '60.00', valueDate: '2026-05-09' },
    { receipt: 'R2', amount: '90.00', valueDate: '2026-06-10' },
    { receipt: 'R3', amount: '70.00', valueDate: '2026-06-18' },
    { receipt: 'R4', amount: '5.00', valueDate: '2026-06-19', instrument: 'acceptance_bill' },
  );
});

afterAll(() => system?.close());

async function take(kind: LedgerKind, ...rows: LedgerRow[]): Promise<void> {
  expect((await sendFile(system.api, kind, ledgerFile(kind, ...rows))).body).toMatchObject({ status: 'done' });
}

const progress = (login: string, query = '') => system.api.get(login, `/api/v1/contracts/progress?company=C01&month=2026-06${query}`);

/** "V1/1*: planned received late rest state", the star where it was brought forward. */
async function told(login: string, query = ''): Promise<string[]> {
  const { body } = await progress(login, query);
  return body.items.map(
    ({ contract, instalment, brought, planned, received, late, rest, state }: Record<string, string>) =>
      `${contract}/${instalment}${brought ? '*' : ''}: ${planned} ${received} ${late} ${rest} ${state}`,
  );
}

describe('The progress of a month', () => {
  const all = [
    'V1/1*: 40.00 40.00 40.00 0.00 paid_late',
    'V1/2: 100.00 100.00 50.00 0.00 paid_late',
    'V1/3: 50.00 20.00 0.00 30.00 late',
    'V2/1: 70.00 0.00 0.00 70.00 waiting',
  ];

  test('has what falls due and what was brought forward; receipts fill the earliest first, by value date; bills wait', async () => {
    expect(await told('finance_director')).toEqual(all);
  });

  test.each([
    ['sales0001', all.slice(0, 3)],
    ['sales0002', all.slice(3)],
    ['sales_manager', all],
    ['auditor', all],
  ])('%s sees the own customers', async (login, rows) => {
    expect(await told(login)).toEqual(rows);
  });

  test.each(['hr', 'admin', 'legal_officer'])('%s sees none', async (login) => {
    expect((await progress(login)).status).toBe(403);
  });

  test('comes page by page, and of one salesperson', async () => {
    const first = await progress('finance_director', '&limit=2');
    expect(first.body.items).toHaveLength(2);
    expect(await told('finance_director', `&after=${first.body.next}`)).toEqual(all.slice(2));
    expect(await told('finance_director', '&owner=sales0002')).toEqual(all.slice(3));
    expect((await progress('finance_director', '&after=x')).status).toBe(400);
  });

  test('adds up by company and by salesperson', async () => {
    const { body } = await system.api.get('finance_director', '/api/v1/contracts/progress/sums?company=C01&month=2026-06');
    expect(body.items).toMatchObject([
      { owner: null, planned: '260.00', received: '160.00', late: '90.00', rest: '100.00', percent: '61.54', instalments: 4 },
      { owner: 'sales0001', planned: '190.00', received: '160.00', rest: '30.00' },
      { owner: 'sales0002', planned: '70.00', received: '0.00', rest: '70.00', percent: '0.00' },
    ]);
  });

  test('is what the score’s plan_completion counts', async () => {
    const { body } = await system.api.get('finance_director', '/api/v1/contracts/progress?company=C01&month=2026-06&owner=sales0001');
    const due = body.items.filter(({ brought }: { brought: boolean }) => !brought);
    const sum = (of: string) => due.reduce((total: number, row: Record<string, string>) => total + Number(row[of]), 0);
    const { body: card } = await system.api.post('hr', '/api/v1/scorecards/preview', {
      company: 'C01',
      person: 'sales0001',
      period: '2026-06',
      scheme: {
        post: 'salesperson',
        creditGradeCoefficient: false,
        metrics: [
          {
            key: 'plan_completion',
            weight: '100',
            curve: [
              { value: '0', score: '0' },
              { value: '1', score: '100' },
            ],
          },
        ],
      },
      targets: { collection: '100.00' },
    });
    expect([Number(card.lines[0].numerator), Number(card.lines[0].denominator)]).toEqual([sum('received'), sum('planned')]);
  });

  test.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('is a file: %s', async (ending, type) => {
    const { status, headers, body } = await system.api.get(
      'sales0001',
      `/api/v1/contracts/progress.${ending}?company=C01&month=2026-06&lang=zh-CN`,
    );
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    if (ending === 'csv') expect(String(body)).toContain('"V1","3","陈晓东","2026-06-20","CNY","50.00","20.00","0.00","30.00","逾期"');
  });

  test('a company that one has no business with is unknown', async () => {
    expect((await system.api.get('sales0001', '/api/v1/contracts/progress?company=C99')).status).toBe(404);
  });
});

test('A contract without a payment schedule is listed', async () => {
  const numbers = async (query: string) =>
    (await system.api.get('ar_clerk', `/api/v1/contracts?${query}`)).body.items.map(({ contract }: { contract: string }) => contract);
  expect([await numbers('scheduled=false'), await numbers('scheduled=true')]).toEqual([['V3'], ['V1', 'V2']]);
});

test('An instalment that was changed later counts in the month as it stood on its last day', async () => {
  await system.moveTo('2026-07-01');
  await take('schedules', { contract: 'V1', instalment: '3', dueOn: '2026-07-05', amount: '50.00' });
  expect(await told('finance_director', '&customer=K1')).toContain('V1/3: 50.00 20.00 0.00 30.00 late');
});

test('Of very many contracts the page has the sums of the last night for who sees all, and rows of now; the API’s sums are always of now', async () => {
  const page = async (login: string) => {
    const cookie = `recoup_session=${await system.api.token(login)}; recoup_company=C01; recoup_language=en`;
    return (await fetch(`${system.server.url}/contracts?month=2026-06`, { headers: { cookie } })).text();
  };
  const counted = /as counted in the night of|夜间统计/;
  const before = await page('ar_clerk');
  expect(before).not.toMatch(counted);
  const today = (await system.rows<{ today: string }>(`select business_date('C01')::text as today`))[0]?.today ?? '';
  // Whatever a missed night finds, the last one counts.
  await system.server.app.get(CountedSchedules).count('C01', '2026-01-01', 1);
  expect(await page('ar_clerk')).not.toMatch(counted);
  await system.server.app.get(CountedSchedules).count('C01', today, 1);
  const { body } = await system.api.get('ar_clerk', '/api/v1/contracts/progress/sums?company=C01&month=2026-06');
  const [kept] = await system.rows<{ sums: object[] }>(`select sums from counted_schedules where company_id = 'C01' and month = '2026-06'`);
  expect(kept?.sums).toEqual(body.items);
  const after = await page('ar_clerk');
  expect(after).toMatch(counted);
  const rows = (html: string) => [...html.matchAll(/href="\/contracts\/(\d+)"/g)].map(([, id]) => id);
  expect(rows(after)).toEqual(rows(before));
  expect(await page('sales0001')).not.toMatch(counted);
  await system.server.app.get(CountedSchedules).count('C01', today);
  expect(await page('ar_clerk')).not.toMatch(counted);
});
