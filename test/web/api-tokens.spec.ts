import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'D1', dueOn: '2026-01-30', amount: '100.00' });
});

afterAll(() => system?.close());

interface Made {
  id: string;
  token: string;
}

async function made(login: string, body: object = {}): Promise<Made> {
  const answer = await system.api.post(login, '/api/v1/tokens', { name: 'ERP', readOnly: false, days: 30, ...body });
  expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ token: expect.stringMatching(/^rcp_[\w-]{43}$/) })]);
  return answer.body as unknown as Made;
}

async function call(token: string, method: string, path: string, body?: object): Promise<[number, string | undefined]> {
  const answer = await fetch(`${system.server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return [answer.status, ((await answer.json().catch(() => ({}))) as { code?: string }).code];
}

describe('A token', () => {
  test('does what its person can, and no more', async () => {
    const { token } = await made('sales0001');
    expect(await call(token, 'GET', '/api/v1/cases')).toEqual([200, undefined]);
    expect(await call(token, 'GET', '/api/v1/people')).toEqual([403, 'role.required']);
  });

  test('for reading changes nothing', async () => {
    const { token } = await made('admin', { readOnly: true });
    expect(await call(token, 'GET', '/api/v1/people')).toEqual([200, undefined]);
    expect(await call(token, 'POST', '/api/v1/teams', { name: 'x', manager: 'sales_manager' })).toEqual([403, 'token.read_only']);
  });

  test.each([
    ['POST', '/api/v1/tokens', { name: 'x', readOnly: true, days: 1 }],
    ['GET', '/api/v1/tokens', undefined],
    ['DELETE', '/api/v1/tokens/1', undefined],
    ['POST', '/api/v1/me/password', { old: 'recoup-training', new: 'another-password' }],
    ['DELETE', '/api/v1/sessions/current', undefined],
    ['DELETE', '/api/v1/sessions/1', undefined],
  ])('makes and ends no way in: %s %s', async (method, path, body) => {
    const { token } = await made('admin');
    expect(await call(token, method, path, body)).toEqual([403, 'token.people_only']);
  });

  test('opens nothing once it is revoked, and not before', async () => {
    const { id, token } = await made('sales0001');
    expect(await call(token, 'GET', '/api/v1/me')).toEqual([200, undefined]);
    expect((await system.api.as('sales0002', 'DELETE', `/api/v1/tokens/${id}`, {})).status).toBe(404);
    expect((await system.api.as('admin', 'DELETE', `/api/v1/tokens/${id}`, {})).status).toBe(204);
    expect(await call(token, 'GET', '/api/v1/me')).toEqual([401, 'sign_in.required']);
  });

  test('opens nothing once its time is over, or its person has left', async () => {
    const [late, leaver] = [await made('sales0001'), await made('sales0002')];
    await system.owner.query(`update api_tokens set expires_at = now() - interval '1 second' where id = $1`, [late.id]);
    expect(await call(late.token, 'GET', '/api/v1/me')).toEqual([401, 'sign_in.required']);
    await system.owner.query(`update people set active = false where login = 'sales0002'`);
    expect(await call(leaver.token, 'GET', '/api/v1/me')).toEqual([401, 'sign_in.required']);
    await system.owner.query(`update people set active = true where login = 'sales0002'`);
  });

  test('opens no page', async () => {
    const { token } = await made('admin');
    const page = await fetch(`${system.server.url}/`, { headers: { cookie: `recoup_session=${token}` }, redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2F']);
  });

  test('is kept as a hash, with who made it and when it was used last', async () => {
    const { id, token } = await made('sales0001');
    await call(token, 'GET', '/api/v1/me');
    const [row] = await system.rows<Record<string, unknown>>('select * from api_tokens where id = $1', [id]);
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row).toMatchObject({ created_by: 'sales0001', login: 'sales0001', last_used_at: expect.any(Date) });
    expect(JSON.stringify((await system.api.get('sales0001', '/api/v1/tokens')).body)).not.toContain(token);
  });
});

describe('A token is made', () => {
  test('by an administrator for somebody without a password, who has what was granted', async () => {
    await system.api.post('admin', '/api/v1/people', { login: 'erp', name: 'ERP 接口' });
    await giveRole(system.api, 'erp', { role: 'auditor', company: 'C02' });
    const { token } = await made('admin', { person: 'erp' });
    expect(await call(token, 'GET', '/api/v1/cases?company=C02')).toEqual([200, undefined]);
    expect(await call(token, 'GET', '/api/v1/people')).toEqual([200, undefined]);
    expect(await call(token, 'POST', '/api/v1/policies', {})).toEqual([403, 'role.required']);
  });

  test('by an administrator does not decide: of a director without a password it can bring files and look at most', async () => {
    await system.api.post('admin', '/api/v1/people', { login: 'no_password', name: '新总监' });
    for (const role of ['finance_director', 'admin', 'ar_clerk']) await giveRole(system.api, 'no_password', { role });
    const { token } = await made('admin', { person: 'no_password' });
    const { body } = await system.api.send('GET', '/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
    expect([body.roles, body.grants]).toEqual([['ar_clerk'], [{ role: 'ar_clerk', company: null }]]);
    expect(await call(token, 'POST', '/api/v1/meetings', { company: 'C01' })).toEqual([403, 'meeting.chair_only']);
    expect(await call(token, 'GET', '/api/v1/imports?company=C01')).toEqual([200, undefined]);
  });

  test.each([
    ['admin', { person: 'finance_director' }, 409, 'token.not_yours'],
    ['sales0001', { person: 'sales0002' }, 403, 'role.required'],
    ['admin', { person: 'nobody' }, 404, 'person.unknown'],
    ['admin', { days: 367 }, 409, 'token.expiry'],
  ])('not by %s with %j', async (login, body, status, code) => {
    const answer = await system.api.post(login, '/api/v1/tokens', { name: 'x', readOnly: false, days: 3, ...body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('and seen by its person, by administrators and auditors', async () => {
    const logins = async (login: string) => {
      const { items } = (await system.api.get(login, '/api/v1/tokens?limit=200')).body as unknown as { items: { login: string }[] };
      return [...new Set(items.map((item) => item.login))].sort();
    };
    expect(await logins('sales0001')).toEqual(['sales0001']);
    expect(await logins('auditor')).toEqual(expect.arrayContaining(['admin', 'sales0001']));
  });
});
