import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { DemoCompany } from '../../src/demo/company/demo-company.js';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

interface Row {
  document: string;
  overdueDays: number;
  balance: string;
  state: { collection: unknown; customerDispute: string };
}

interface Card {
  person: string;
  total: string | null;
}

/** Some five months of nights. */
const patiently = 600_000;

/** In the three weeks before it are the days off of the Spring Festival and a night of the 20th. */
const today = '2026-03-04';

describe('The demo company', () => {
  let database: TestDatabase;
  let home: string;
  let apps: TestApp[];
  let api: Api;

  beforeEach(async () => {
    database = await freshDatabase();
    home = await mkdtemp(join(tmpdir(), 'recoup-company-'));
    apps = [];
    api = new Api((await started()).url);
    await api.post('admin', '/api/v1/training/clock', { date: today });
  });

  afterEach(async () => {
    for (const app of apps) await app.close();
    await database.drop();
    await rm(home, { recursive: true });
  });

  async function started(): Promise<TestApp> {
    const app = await startApp({ databaseUrl: database.url, home });
    apps.push(app);
    return app;
  }

  function company(app = apps[0]): DemoCompany {
    if (!app) throw new Error('nothing is running');
    return app.app.get(DemoCompany);
  }

  async function cases(): Promise<Row[]> {
    return (await api.get('auditor', '/api/v1/cases?state=all&limit=200')).body.items;
  }

  async function expectComplete(): Promise<void> {
    expect((await api.get('auditor', '/api/v1/training/clock')).body).toEqual({ date: today });
    expect((await api.get('auditor', '/api/v1/receivables?limit=200')).body.items).toHaveLength(94);
    expect(await cases()).toHaveLength(32);
    expect((await api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true });
  }

  it(
    'has cases of every age and kind, on the day that it is made',
    async () => {
      expect(await company().fill()).toBe(true);
      await expectComplete();
      const all = await cases();
      const old = all.filter(({ overdueDays }) => overdueDays > 90);
      expect(old.filter(({ state }) => state.collection === 'financeConfirmation').length).toBeGreaterThanOrEqual(4);
      expect(all).toContainEqual(
        expect.objectContaining({ document: 'K1003-D112', state: expect.objectContaining({ collection: { boardReview: 'docketed' } }) }),
      );
      expect(all.filter(({ state }) => state.customerDispute === 'open').map(({ document }) => document)).toEqual(['K1006-D074']);
      expect(all.filter(({ state }) => state.collection === 'settled').map(({ document }) => document)).toEqual(['K1002-D031']);
      expect(await promisesOf('K1005-D088')).toEqual(['broken']);
      expect(await promisesOf('K1005-D035')).toEqual(['live']);
      await expectQuarterToClose();
    },
    patiently,
  );

  /** One complaint is left to be decided; the quarter under way has cards, too. */
  async function expectQuarterToClose(): Promise<void> {
    const cards = async (period: string) => (await api.get('hr', `/api/v1/scorecards?period=${period}`)).body.items as Card[];
    const last = await cards('2025Q4');
    expect(last.map(({ person }) => person)).toEqual(['ar_clerk', 'sales0001', 'sales0002', 'sales_manager', 'success0001']);
    expect(last.filter(({ total }) => total === null)).toEqual([]);
    expect((await cards('2026Q1')).filter(({ total }) => total === null)).toEqual([]);
    const path = '/api/v1/assessment-periods/2025Q4';
    const { items } = (await api.get('hr', `${path}/checklist?company=C01`)).body;
    expect(items).toMatchObject([{ key: 'complaints_undecided', count: 1 }]);
    const [{ id }] = (await api.get('hr', '/api/v1/complaints?company=C01&status=open')).body.items;
    expect((await api.post('hr', `/api/v1/complaints/${id}/uphold`, { reason: '通话记录属实' })).status).toBe(200);
    expect((await api.post('hr', `${path}/close`, { company: 'C01' })).body).toMatchObject({ closedOn: today, cards: 5 });
    const payroll = await api.post('hr', `${path}/payroll`, { company: 'C01', format: 'csv' });
    expect((payroll.body as string).match(/[0-9a-f]{64}/g)).toHaveLength(5);
    expect((await api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true });
  }

  it(
    'is made once',
    async () => {
      const second = await started();
      const both = await Promise.all([company().fill(), company(second).fill()]);
      expect(both.sort()).toEqual([false, true]);
      expect(await company().fill()).toBe(false);
      await expectComplete();
    },
    patiently,
  );

  it.each([4, 30, 80, 115])(
    'is completed when a kill interrupted it after %i requests',
    async (requests) => {
      const http = apps[0]?.app.getHttpAdapter().getInstance() as FastifyInstance;
      const inject = http.inject.bind(http) as (request: object) => Promise<unknown>;
      let left = requests;
      http.inject = ((request: object) => (left-- > 0 ? inject(request) : Promise.reject(new Error('killed')))) as typeof http.inject;
      await expect(company().fill()).rejects.toThrow('killed');
      http.inject = inject as typeof http.inject;
      expect(await company().fill()).toBe(true);
      await expectComplete();
    },
    patiently,
  );

  it('leaves a database alone that has data of its own', async () => {
    const content = 'company,customer,document,issuedOn,dueOn,currency,amount,owner\nC01,K1,D1,2026-03-01,2026-05-01,CNY,10.00,sales0001\n';
    await api.upload('ar_clerk', '/api/v1/imports', { kind: 'receivables', company: 'C01' }, { name: 'mine.csv', content });
    expect(await company().fill()).toBe(false);
    expect(await cases()).toEqual([]);
  });

  async function promisesOf(document: string): Promise<string[]> {
    const { body } = await api.get('auditor', `/api/v1/cases?q=${document}`);
    const found = await api.get('auditor', `/api/v1/cases/${body.items[0].id}`);
    return found.body.facts.promises.map(({ state }: { state: string }) => state);
  }
});
