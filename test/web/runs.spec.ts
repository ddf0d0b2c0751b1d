import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Answer } from '../support/api.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'D1', dueOn: '2026-03-03', amount: '100.00' },
    { document: 'D2', dueOn: '2026-03-05', amount: '1.00' },
  );
  await system.moveTo('2026-03-05');
});

afterAll(() => system?.close());

const runs = (login: string, query = ''): Promise<Answer> => system.api.get(login, `/api/v1/runs${query}`);

describe('The nights that have run', () => {
  test('are listed newest first, with what they did', async () => {
    const { body } = await runs('auditor', '?company=C01');
    expect(body.items.map((run: { businessDate: string }) => run.businessDate)).toEqual([
      '2026-03-05',
      '2026-03-04',
      '2026-03-03',
      '2026-03-02',
    ]);
    expect(body.items[1]).toEqual({
      company: 'C01',
      businessDate: '2026-03-04',
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      finishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: 'done',
      opened: 1,
      advanced: expect.any(Number),
      reminded: 1,
      left: null,
      failures: 0,
      failure: null,
      failedAt: null,
    });
    expect(body.next).toBeNull();
  });

  test('come in pages that miss nothing', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = await runs('auditor', `?limit=3${after}`);
      seen.push(...body.items.map((run: { company: string; businessDate: string }) => `${run.businessDate} ${run.company}`));
      after = body.next === null ? '' : `&after=${body.next}`;
    } while (after !== '');
    const all = ['2026-03-05', '2026-03-04', '2026-03-03', '2026-03-02'].flatMap((date) => [`${date} C01`, `${date} C02`]);
    expect(seen).toEqual(all);
  });

  test.each([
    ['under way, with what is left', 'failed_at = null', { status: 'running', left: 1, failure: null }],
    [
      'failed, with its reason',
      `failed_at = now(), failure = 'PostgreSQL 23505', failures = 2`,
      { status: 'failed', left: 1, failures: 2 },
    ],
  ])('say when one is %s', async (_what, change, expected) => {
    await system.rows(`update nights set finished_at = null, ${change} where company_id = 'C01' and business_date = '2026-03-05'`);
    await system.rows(`update cases set next_date = '2026-03-05'`);
    const { body } = await runs('auditor', '?limit=1');
    expect(body.items[0]).toMatchObject({ company: 'C01', finishedAt: null, ...expected });
  });

  test.each(['admin', 'finance_director', 'general_manager', 'auditor', 'ar_clerk'])('are open to %s', async (login) => {
    expect((await runs(login)).body.items).not.toEqual([]);
  });

  test.each(['sales0001', 'sales_manager', 'legal_officer'])('and not to %s', async (login) => {
    const { status, body } = await runs(login);
    expect([status, body.code]).toEqual([403, 'role.required']);
  });

  test('are those of the companies in which one has such a role', async () => {
    await system.rows(`update role_grants set company_id = 'C02' where login = 'ar_clerk' and role = 'ar_clerk'`);
    const { body } = await runs('ar_clerk');
    expect([...new Set(body.items.map((run: { company: string }) => run.company))]).toEqual(['C02']);
    expect((await runs('ar_clerk', '?company=C01')).status).toBe(404);
  });

  test.each(['x', '2026-02-30.C01', '2026-03-05', '2026-03-05 C01'])('have no page that ends with %j', async (after) => {
    const { status, body } = await runs('auditor', `?after=${encodeURIComponent(after)}`);
    expect([status, body.errors[0].field]).toEqual([400, 'after']);
  });
});
