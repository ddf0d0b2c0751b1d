import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CountedMoney } from '../../src/audit/counted-money.js';
import { VerificationRuns } from '../../src/audit/verify/verification-runs.js';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

interface Refused {
  kind: string;
  login: string | null;
  code: string;
  case: string | null;
}

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'D1', dueOn: '2026-01-30', amount: '100.00' });
});

afterAll(() => system?.close());

describe('What was refused', () => {
  let before: number;

  beforeAll(async () => {
    before = (await all()).length;
    for (const path of ['/api/v1/people', '/api/v1/teams', '/api/v1/people/admin']) await system.api.get('sales0001', path);
    await system.owner.query(
      `insert into control_refusals (at, login, method, path, case_id, status, code)
       select now(), 'ar_clerk', 'POST', '/api/v1/x', id, 409, 'writeoff.same_person' from cases limit 1`,
    );
  });

  test('is read by the auditor, newest first, with both kinds', async () => {
    const rows = (await all()).slice(0, 4);
    expect(rows.map(({ kind, login, code }) => [kind, login, code])).toEqual([
      ['control', 'ar_clerk', 'writeoff.same_person'],
      ...Array.from({ length: 3 }, () => ['access', 'sales0001', 'role.required']),
    ]);
  });

  test('comes page by page, each row once', async () => {
    const rows: Refused[] = [];
    for (let after = ''; ; ) {
      const { items, next } = await page(`?limit=1${after && `&after=${encodeURIComponent(after)}`}`);
      rows.push(...items);
      if (next === null) break;
      after = next;
    }
    expect(rows).toEqual(await all());
    expect(rows.length).toBe(before + 4);
  });

  test('is looked for by kind and by person', async () => {
    expect((await page('?kind=control')).items.map(({ code }) => code)).toEqual(['writeoff.same_person']);
    expect((await page('?person=sales0001&kind=control')).items).toEqual([]);
  });

  test.each(['admin', 'finance_director', 'sales0001'])('is not for %s', async (login) => {
    expect((await system.api.get(login, '/api/v1/audit/refusals')).status).toBe(403);
  });

  test('is seen by an auditor of one company as far as it is of that company', async () => {
    await system.api.post('admin', '/api/v1/people', { login: 'auditor2', name: 'C02 审计', password: 'recoup-training' });
    await giveRole(system.api, 'auditor2', { role: 'auditor', company: 'C02' });
    await system.owner.query(`update role_grants set company_id = 'C01' where login = 'ar_clerk'`);
    const { items } = (await system.api.get('auditor2', '/api/v1/audit/refusals?kind=control')).body as unknown as { items: Refused[] };
    expect(items).toEqual([]);
    await system.owner.query(`update role_grants set company_id = null where login = 'ar_clerk'`);
  });

  test.each(['x', '2026-13-41T00:00:00.000000Z.1.1', '2026-03-02T00:00:00.000000Z.3.1'])('has no page after %s', async (after) => {
    expect((await system.api.get('auditor', `/api/v1/audit/refusals?after=${after}`)).status).toBe(400);
  });

  async function page(query: string): Promise<{ items: Refused[]; next: string | null }> {
    const answer = await system.api.get('auditor', `/api/v1/audit/refusals${query}`);
    expect(answer.status).toBe(200);
    return answer.body as unknown as { items: Refused[]; next: string | null };
  }

  async function all(): Promise<Refused[]> {
    return (await page('?limit=200')).items;
  }
});

describe('A verification', () => {
  test('runs in the background and names each bad case', async () => {
    expect(await verified()).toMatchObject({ status: 'done', cases: 1, done: 1, result: { ok: true, problems: [] } });
    const caseId = await system.caseOf('D1');
    await system.owner.query(`update cases set balance = balance + 1 where id = $1`, [caseId]);
    const { result } = await verified();
    expect(result).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ case: caseId, company: 'C01' })]),
    });
    await system.owner.query(`update cases set balance = balance - 1 where id = $1`, [caseId]);
  });

  test('is the auditor’s to start', async () => {
    expect((await system.api.post('admin', '/api/v1/audit/verifications', {})).status).toBe(403);
    expect((await system.api.get('auditor', '/api/v1/audit/verifications/999')).body.code).toBe('verification.unknown');
  });

  async function verified(): Promise<Record<string, unknown>> {
    const started = await system.api.post('auditor', '/api/v1/audit/verifications', {});
    expect(started.status).toBe(202);
    await system.server.app.get(VerificationRuns).run(started.body.id);
    return (await system.api.get('auditor', `/api/v1/audit/verifications/${started.body.id}`)).body;
  }
});

describe('The money of very many receivables, added up both ways', () => {
  const headers = async (login: string) => ({ cookie: `recoup_session=${await system.api.token(login)}` });
  const shown = async (login: string) => {
    const page = await fetch(`${system.server.url}/admin/money`, { headers: await headers(login) });
    const html = await page.text();
    return {
      status: page.status,
      isCounted: /added up \d|\d\s核算/.test(html),
      invoiced: /(?:Invoiced|应收原值)<\/th><td class="num"><b>([\d,.]+)/.exec(html)?.[1],
    };
  };

  test('is on the page as the night has it until somebody asks for it anew, and in the API always as of now', async () => {
    expect(await shown('auditor')).toEqual({ status: 200, isCounted: false, invoiced: '100.00' });
    await system.server.app.get(CountedMoney).count('C01', '2026-01-01', 1);
    expect((await shown('auditor')).isCounted).toBe(false);
    await system.server.app.get(CountedMoney).count('C01', '2026-03-02', 1);
    await system.receivables({ document: 'D2', dueOn: '2026-01-30', amount: '11.00' });
    const { body } = await system.api.get('auditor', '/api/v1/reconciliation');
    expect(body.items).toMatchObject([{ company: 'C01', amount: '111.00', caseDifference: expect.stringMatching(/^0(\.00)?$/) }]);
    expect(await shown('auditor')).toEqual({ status: 200, isCounted: true, invoiced: '100.00' });

    const answer = await fetch(`${system.server.url}/admin/money/count`, {
      method: 'POST',
      headers: { ...(await headers('auditor')), origin: system.server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'once=01a20402-e12b-7476-932a-e355ad4d62b3',
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/money']);
    expect(await shown('auditor')).toEqual({ status: 200, isCounted: true, invoiced: '111.00' });
    expect((await shown('sales0001')).status).toBe(403);
  });

  test('is added up as one waits where they are not many', async () => {
    await system.server.app.get(CountedMoney).count('C01', '2026-03-02');
    expect(await shown('finance_director')).toEqual({ status: 200, isCounted: false, invoiced: '111.00' });
  });
});
