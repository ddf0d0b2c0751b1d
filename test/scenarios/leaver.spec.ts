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
  // Opened, reminded of, and given to the manager.
  expect(version).toBe(3);
  const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-01-07', outcome: 'reached' };
  expect((await api.post('sales_manager', `/api/v1/cases/${id}/commands`, attempt)).status).toBe(200);
  const { body: journal } = await api.get('sales_manager', `/api/v1/cases/${id}/journal`);
  expect(journal.items[2]).toMatchObject({
    actor: 'clock',
    entries: [{ type: 'reassigned', from: 'sales0001', to: 'sales_manager', reason: 'owner_left' }],
  });
});

async function owners(): Promise<Record<string, string>> {
  const { body } = await api.get('auditor', '/api/v1/cases');
  return Object.fromEntries(body.items.map((item: { document: string; owner: string }) => [item.document, item.owner]));
}

async function moveTo(date: string): Promise<void> {
  expect((await api.post('admin', '/api/v1/training/clock', { date })).status).toBe(200);
}
