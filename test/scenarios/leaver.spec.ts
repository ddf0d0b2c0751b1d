import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: TestApp;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ databaseUrl: database.url });
  api = new Api(app.url);
  await moveTo('2026-01-05');
  const header = 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner,contract,channel';
  const rows = ['sales0001', 'sales0002'].map((owner) => `C01,K1,客户一,${owner},1,2025-12-01,2026-01-02,CNY,1000.00,${owner},,direct`);
  await api.upload(
    'ar_clerk',
    '/api/v1/imports',
    { kind: 'receivables', company: 'C01' },
    { name: 'r.csv', content: [header, ...rows].join('\n') },
  );
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

test('the night gives a leaver’s cases to the manager, who can go on with them', async () => {
  const token = await api.token('admin');
  const left = await api.send('PATCH', '/api/v1/people/sales0001', {
    body: { active: false },
    headers: { authorization: `Bearer ${token}` },
  });
  expect(left.status).toBe(200);
  expect(await owners()).toEqual({ sales0001: 'sales0001', sales0002: 'sales0002' });

  await moveTo('2026-01-06');
  expect(await owners()).toEqual({ sales0001: 'sales_manager', sales0002: 'sales0002' });
  await moveTo('2026-01-07');
  const { body: cases } = await api.get('sales_manager', '/api/v1/cases?q=sales0001');
  const [{ id, version }] = cases.items;
  // Opened, given to the manager, and the customer's letter has come due.
  expect(version).toBe(3);
  const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-01-07', outcome: 'reached' };
  expect((await api.post('sales_manager', `/api/v1/cases/${id}/commands`, attempt)).status).toBe(200);
  const { body: journal } = await api.get('sales_manager', `/api/v1/cases/${id}/journal`);
  expect(journal.items[1]).toMatchObject({
    actor: 'clock',
    entries: [{ type: 'reassigned', from: 'sales0001', to: 'sales_manager', reason: 'owner_left' }],
  });
});

test('whoever takes the cases over is reminded of them in that very night, and the leaver is not', async () => {
  await moveTo('2026-01-08');
  const token = await api.token('admin');
  await api.send('PATCH', '/api/v1/people/sales0002', { body: { active: false }, headers: { authorization: `Bearer ${token}` } });
  // Day 7 of what was due on 2 January.
  await moveTo('2026-01-09');
  expect(await owners()).toEqual({ sales0001: 'sales_manager', sales0002: 'sales_manager' });
  const { body } = await api.get('sales_manager', '/api/v1/cases?q=sales0002');
  const { body: journal } = await api.get('sales_manager', `/api/v1/cases/${body.items[0].id}/journal`);
  const said = journal.items.slice(-2).map(({ entries }: { entries: { type: string; to?: unknown }[] }) => entries[0]);
  expect(said).toEqual([
    expect.objectContaining({ type: 'reassigned', to: 'sales_manager' }),
    expect.objectContaining({ type: 'reminderDue', kind: 'overdue_reminder', to: [{ person: 'sales_manager' }] }),
  ]);
});

async function owners(): Promise<Record<string, string>> {
  const { body } = await api.get('auditor', '/api/v1/cases');
  return Object.fromEntries(body.items.map((item: { document: string; owner: string }) => [item.document, item.owner]));
}

async function moveTo(date: string): Promise<void> {
  expect((await api.post('admin', '/api/v1/training/clock', { date })).status).toBe(200);
}
