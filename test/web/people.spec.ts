import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import pg from 'pg';
import { lastValueFrom, throwError } from 'rxjs';
import { AccessRecordInterceptor } from '../../src/people/access-record.interceptor.js';
import { AccessRecord } from '../../src/people/access-record.js';
import { Boards } from '../../src/people/boards.js';
import { companiesOf, managesAs, ownsCase, rolesIn, standsInForLogins } from '../../src/people/current-person.js';
import { caseScope } from '../../src/people/scope.js';
import { Sessions } from '../../src/people/sessions.js';
import { Database } from '../../src/platform/database/database.js';
import { Problem } from '../../src/platform/errors/problem.js';
import { type Role, roles } from '../../workflows/collection-case/actor.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const trainingPassword = 'recoup-training';

let database: TestDatabase;
let server: TestApp;
let owner: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startApp({ databaseUrl: database.url });
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
});

afterAll(async () => {
  await owner?.end();
  await server?.close();
  await database?.drop();
});

// All tests come from one address, whose failed attempts would add up.
beforeEach(() => owner.query('delete from sign_in_attempts'));

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects
  body: any;
  headers: Headers;
}

async function call(
  method: string,
  path: string,
  { token, body, at = server }: { token?: string; body?: unknown; at?: TestApp } = {},
): Promise<Answer> {
  const response = await fetch(at.url + path, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
}

function attempt(login: string, password: string): Promise<Answer> {
  return call('POST', '/api/v1/sessions', { body: { login, password } });
}

async function tokenOf(login: string, password = trainingPassword): Promise<string> {
  const { status, body } = await attempt(login, password);
  expect([status, body?.code]).toEqual([201, undefined]);
  return body.token;
}

const as = async (login: string) => {
  const token = await tokenOf(login);
  return (method: string, path: string, body?: unknown) => call(method, path, { token, body });
};

/** A person with a password of its own, made for one test. */
async function newPerson(login: string, grants: { role: Role; company?: string }[] = []): Promise<void> {
  const admin = await as('admin');
  expect(await admin('POST', '/api/v1/people', { login, name: login, password: trainingPassword })).toMatchObject({ status: 201 });
  for (const grant of grants) await give(login, grant);
}

/** Proposed, and where it decides confirmed by the general manager. */
async function give(login: string, grant: { role: Role; company?: string }): Promise<void> {
  const { status, body } = await (await as('admin'))('POST', `/api/v1/people/${login}/roles`, grant);
  expect(status).toBe(201);
  const manager = await as('general_manager');
  for (const { id } of body.waiting ?? []) expect((await manager('POST', `/api/v1/role-proposals/${id}/confirm`)).status).toBe(200);
}

const rows = async <T>(sql: string, values: unknown[] = []): Promise<T[]> => (await owner.query(sql, values)).rows as T[];
const setClock = (date: string) =>
  owner.query('insert into training_clock (business_date) values ($1) on conflict (only_row) do update set business_date = $1', [date]);

describe('training people', () => {
  test('every role signs in with its own name, and holds that role in both companies', async () => {
    for (const role of roles.filter((one) => one !== 'salesperson')) {
      const { status, body } = await attempt(role, trainingPassword);
      expect({ status, roles: body.person.roles, grants: body.person.grants }).toEqual({
        status: 201,
        roles: [role],
        grants: [{ role, company: null }],
      });
    }
    for (const login of ['sales0001', 'sales0002'])
      expect((await attempt(login, trainingPassword)).body.person.roles).toEqual(['salesperson']);
  });

  test('the board of each company is held by the three of that name, with their deputies', async () => {
    const auditor = await as('auditor');
    for (const company of ['C01', 'C02'])
      expect((await auditor('GET', `/api/v1/boards/${company}`)).body).toEqual({
        company,
        seats: [
          { seat: 'sales_director', member: 'sales_director', deputy: 'sales_manager' },
          { seat: 'finance_director', member: 'finance_director', deputy: 'general_manager' },
          { seat: 'legal_manager', member: 'legal_manager', deputy: 'legal_officer' },
        ],
      });
  });

  test('two processes at once enter them once; production enters nobody', async () => {
    const fresh = await freshDatabase();
    const empty = await freshDatabase();
    const apps = await Promise.all([startApp({ databaseUrl: fresh.url }), startApp({ databaseUrl: fresh.url })]);
    const production = await startApp({ databaseUrl: empty.url, mode: 'production' });
    try {
      const count = 'select (select count(*)::int from people) as people, (select count(*)::int from companies) as companies';
      const [first] = apps;
      expect(await first?.app.get(Database).query(count)).toEqual([{ people: 12, companies: 2 }]);
      expect(await production.app.get(Database).query(count)).toEqual([{ people: 0, companies: 0 }]);
    } finally {
      await Promise.all([...apps, production].map((app) => app.close()));
      await Promise.all([fresh.drop(), empty.drop()]);
    }
  });
});

describe('signing in', () => {
  test('gives a token whose SHA-256 alone is stored', async () => {
    const { status, body } = await attempt('ar_clerk', trainingPassword);
    expect(status).toBe(201);
    expect(body.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(body.person).toMatchObject({ login: 'ar_clerk', name: '周敏', language: 'zh-CN', roles: ['ar_clerk'] });
    expect(await rows('select login from sessions where token_hash = sha256($1)', [Buffer.from(body.token)])).toEqual([
      { login: 'ar_clerk' },
    ]);
    expect((await call('GET', '/api/v1/me', { token: body.token })).body).toMatchObject({ login: 'ar_clerk', standsInFor: [] });
  });

  test.each([
    ['a wrong password', 'ar_clerk', 'recoup-wrong'],
    ['an unknown login', 'nobody', trainingPassword],
    ['a person without a password', 'from-a-file', trainingPassword],
    ['an inactive person', 'left', trainingPassword],
  ])('%s is answered alike', async (_, login, password) => {
    await owner.query("insert into people (login, name) values ('from-a-file', 'x') on conflict do nothing");
    await owner.query(
      "insert into people (login, name, active, password_hash) select 'left', 'x', false, password_hash from people where login = 'ar_clerk' on conflict do nothing",
    );
    const { status, body } = await attempt(login, password);
    expect({ status, code: body.code, facts: body.facts, detail: body.detail }).toEqual({
      status: 401,
      code: 'sign_in.wrong',
      facts: {},
      detail: '账号或密码不正确。',
    });
  });

  test('of fifty wrong guesses at once five are looked at, then the right one is locked out, too', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => attempt('hr', `recoup-wrong-${i}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status, body }) => status === 429 && body.code === 'sign_in.locked')).toHaveLength(45);
    expect(await rows('select succeeded from sign_in_attempts where login = $1', ['hr'])).toEqual(Array(5).fill({ succeeded: false }));
    const locked = await attempt('hr', trainingPassword);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBe(locked.body.facts.retryAfterSeconds);
    expect(locked.body.facts.retryAfterSeconds).toBeGreaterThan(880);
    expect(locked.body.facts.retryAfterSeconds).toBeLessThanOrEqual(900);
    await owner.query("update sign_in_attempts set at = at - interval '15 minutes'");
    expect((await attempt('hr', trainingPassword)).status).toBe(201);
  });

  test('thirty right ones at once all come in', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt('auditor', trainingPassword)));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
  });

  test('four wrong ones do not lock out', async () => {
    for (let i = 0; i < 4; i++) expect((await attempt('hr', 'recoup-wrong')).status).toBe(401);
    expect((await attempt('hr', trainingPassword)).status).toBe(201);
  });

  test('an address is locked out after twenty failures, whatever the login', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, (_, i) => attempt(`guess-${i}`, 'recoup-wrong')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
    expect((await attempt('hr', trainingPassword)).status).toBe(429);
  });

  test('an attempt whose process died counts as failed', async () => {
    await owner.query(
      "insert into sign_in_attempts (login, address, at) select 'hr', 'elsewhere', now() - interval '1 minute' from generate_series(1, 5)",
    );
    const locked = await attempt('hr', trainingPassword);
    expect(locked.status).toBe(429);
    expect(locked.body.facts.retryAfterSeconds).toBeGreaterThan(800);
  });

  test.each([
    [{}, 'login'],
    [{ login: 'hr' }, 'password'],
    [{ login: 'h r', password: trainingPassword }, 'login'],
    [{ login: 'hr', password: 12 }, 'password'],
    [{ login: 'hr', password: trainingPassword, admin: true }, 'admin'],
  ])('a form that is none names the field: %j', async (body, field) => {
    const answer = await call('POST', '/api/v1/sessions', { body });
    expect({ status: answer.status, field: answer.body.errors[0].field }).toEqual({ status: 400, field });
  });
});

describe('sessions', () => {
  test('a closed, a revoked and an expired one is dead at once', async () => {
    const closed = await tokenOf('hr');
    expect((await call('DELETE', '/api/v1/sessions/current', { token: closed })).status).toBe(204);
    expect(await call('GET', '/api/v1/me', { token: closed })).toMatchObject({ status: 401, body: { code: 'sign_in.required' } });

    const revoked = await tokenOf('hr');
    const { sessionId } = (await call('GET', '/api/v1/me', { token: revoked })).body;
    const admin = await as('admin');
    expect((await admin('DELETE', `/api/v1/sessions/${sessionId}`)).status).toBe(204);
    expect((await admin('DELETE', `/api/v1/sessions/${sessionId}`)).body.code).toBe('session.unknown');
    expect((await call('GET', '/api/v1/me', { token: revoked })).status).toBe(401);

    const expired = await tokenOf('hr');
    await owner.query('update sessions set expires_at = now() where token_hash = sha256($1)', [Buffer.from(expired)]);
    expect((await call('GET', '/api/v1/me', { token: expired })).status).toBe(401);
  });

  test('they last twelve real hours, wherever the training clock stands', async () => {
    await setClock('2020-01-01');
    const token = await tokenOf('hr');
    expect((await call('GET', '/api/v1/me', { token })).status).toBe(200);
    const [session] = await rows<{ hours: number }>(
      'select extract(epoch from expires_at - now())::float8 / 3600 as hours from sessions where token_hash = sha256($1)',
      [Buffer.from(token)],
    );
    expect(session?.hours).toBeCloseTo(12, 1);
    await owner.query('delete from training_clock');
  });

  test('one sees and ends only one’s own', async () => {
    await newPerson('own-sessions');
    const tokens = [await tokenOf('own-sessions'), await tokenOf('own-sessions'), await tokenOf('own-sessions')];
    const first = await call('GET', '/api/v1/sessions?limit=2', { token: tokens[0] });
    const second = await call('GET', `/api/v1/sessions?limit=2&after=${first.body.next}`, { token: tokens[0] });
    expect([first.body.items.length, second.body.items.length, second.body.next]).toEqual([2, 1, null]);
    const other = await as('sales0001');
    expect((await other('DELETE', `/api/v1/sessions/${second.body.items[0].id}`)).status).toBe(404);
    expect((await call('DELETE', `/api/v1/sessions/${second.body.items[0].id}`, { token: tokens[0] })).status).toBe(204);
    expect((await call('GET', '/api/v1/sessions', { token: tokens[0] })).body.items).toHaveLength(2);
  });

  test('a new password needs the old one and ends the other sessions', async () => {
    await newPerson('changes-password');
    const [here, elsewhere] = [await tokenOf('changes-password'), await tokenOf('changes-password')];
    const change = (old: string, next: string) => call('POST', '/api/v1/me/password', { token: here, body: { old, new: next } });
    expect((await change('recoup-wrong', 'a-new-password')).body.code).toBe('password.wrong');
    expect((await change(trainingPassword, 'too-short')).status).toBe(400);
    expect((await change(trainingPassword, 'a-new-password')).status).toBe(204);
    expect((await call('GET', '/api/v1/me', { token: here })).status).toBe(200);
    expect((await call('GET', '/api/v1/me', { token: elsewhere })).status).toBe(401);
    expect((await attempt('changes-password', trainingPassword)).status).toBe(401);
    await tokenOf('changes-password', 'a-new-password');
  });
});

describe('the door', () => {
  test('no route of the description answers without a token, but signing in', async () => {
    const { body: description } = await call('GET', '/api/openapi.json');
    const routes = Object.entries(description.paths as Record<string, object>)
      .filter(([path]) => path.startsWith('/api/v1'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '1')}`));
    expect(routes.length).toBeGreaterThan(20);
    const open: string[] = [];
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      const { status, body } = await call(method, path);
      if (status !== 401 || body.code !== 'sign_in.required') open.push(route);
    }
    expect(open).toEqual(['POST /api/v1/sessions']);
  });

  test.each(['/%61pi/v1/me', '/api/v1/me?x=1', '/api/v1/me'])('%s asks for a sign-in however it is written', async (path) => {
    expect((await call('GET', path)).status).toBe(401);
  });

  test.each(['', 'x'.repeat(43), `${'x'.repeat(42)}'`])('a token nobody was given is refused: "%s"', async (token) => {
    expect((await call('GET', '/api/v1/me', { token })).status).toBe(401);
  });

  test('a role taken away works from the next request', async () => {
    await newPerson('second-admin', [{ role: 'admin' }]);
    const second = await as('second-admin');
    expect((await second('GET', '/api/v1/people')).status).toBe(200);
    const admin = await as('admin');
    expect((await admin('DELETE', '/api/v1/people/second-admin/roles/admin')).status).toBe(204);
    expect(await second('GET', '/api/v1/people')).toMatchObject({
      status: 403,
      body: { code: 'role.required', facts: { roles: ['admin', 'auditor'] } },
    });
    expect((await second('GET', '/api/v1/me')).body.roles).toEqual([]);
  });

  test('an inactive person is out at once, and back only with a new session', async () => {
    await newPerson('leaver', [{ role: 'auditor' }]);
    const leaver = await as('leaver');
    const admin = await as('admin');
    expect((await admin('PATCH', '/api/v1/people/leaver', { active: false })).body).toMatchObject({ active: false });
    expect((await leaver('GET', '/api/v1/me')).status).toBe(401);
    expect((await admin('PATCH', '/api/v1/people/leaver', { active: true })).status).toBe(200);
    expect((await leaver('GET', '/api/v1/me')).status).toBe(401);
    await tokenOf('leaver');
  });
});

describe('the record of refused access', () => {
  const record = () => rows('select login, method, path, case_id, status, code from access_refusals order by id');
  const since = async (work: () => Promise<unknown>) => {
    const before = (await record()).length;
    await work();
    return (await record()).slice(before);
  };

  test('holds a refused role once, without the query', async () => {
    const clerk = await as('ar_clerk');
    const seen = await since(() => clerk('GET', '/api/v1/people?limit=5'));
    expect(seen).toEqual([{ login: 'ar_clerk', method: 'GET', path: '/api/v1/people', case_id: null, status: 403, code: 'role.required' }]);
  });

  test('holds a wrong password and a dead session of a known person, but not a call by a stranger', async () => {
    expect(await since(() => attempt('hr', 'recoup-wrong'))).toEqual([
      { login: 'hr', method: 'POST', path: '/api/v1/sessions', case_id: null, status: 401, code: 'sign_in.wrong' },
    ]);
    const token = await tokenOf('hr');
    await call('DELETE', '/api/v1/sessions/current', { token });
    expect(await since(() => call('GET', '/api/v1/me', { token }))).toMatchObject([{ login: 'hr', status: 401, code: 'sign_in.required' }]);
    expect(await since(() => call('GET', '/api/v1/me'))).toEqual([]);
  });

  test.each([
    [
      'a case out of scope',
      new Problem(404, 'case.unknown', { case: '77' }),
      [{ login: 'sales0001', case_id: '77', status: 404, code: 'case.unknown' }],
    ],
    ['a case that cannot be one', new Problem(404, 'case.unknown', { case: "1'; --" }), [{ case_id: null, code: 'case.unknown' }]],
    ['a role asked for by a route', new Problem(403, 'role.required', { roles: ['hr'] }), [{ status: 403, case_id: null }]],
    ['a rule that refuses', new Problem(409, 'confirm.amount'), []],
    ['another thing that is not there', new Problem(404, 'session.unknown'), []],
  ])('what a route throws: %s', async (_, problem, expected) => {
    const request = { person: { login: 'sales0001' }, method: 'POST', url: '/api/v1/cases/77/commands?x=1', id: 'r-1' };
    const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    const interceptor = new AccessRecordInterceptor(server.app.get(AccessRecord));
    const seen = await since(() =>
      expect(lastValueFrom(interceptor.intercept(context, { handle: () => throwError(() => problem) }))).rejects.toBe(problem),
    );
    expect(seen).toHaveLength(expected.length);
    expect(seen).toMatchObject(expected);
  });

  test('failing to be written leaves the answer as it was', async () => {
    const clerk = await as('ar_clerk');
    await owner.query('revoke insert on access_refusals from recoup_app');
    try {
      expect((await clerk('GET', '/api/v1/people')).status).toBe(403);
    } finally {
      await owner.query('grant insert on access_refusals to recoup_app');
    }
  });
});

describe('administration', () => {
  const forms: [string, string, unknown][] = [
    ['POST', '/api/v1/people', { login: 'x', name: 'x' }],
    ['PATCH', '/api/v1/people/hr', { name: 'x' }],
    ['POST', '/api/v1/people/hr/roles', { role: 'admin' }],
    ['DELETE', '/api/v1/people/hr/roles/hr', undefined],
    ['POST', '/api/v1/teams', { name: 'x', manager: 'hr' }],
    ['PUT', '/api/v1/teams/1/members/hr', undefined],
    ['PUT', '/api/v1/boards/C01/seats/sales_director', { member: 'hr' }],
    ['POST', '/api/v1/stand-ins', { absent: 'admin', standIn: 'auditor', fromOn: '2026-01-01', untilOn: '2026-01-02' }],
  ];

  test.each(forms)('%s %s is for administrators alone', async (method, path, body) => {
    const others = roles.filter((role) => role !== 'admin').map((role) => (role === 'salesperson' ? 'sales0001' : role));
    for (const login of others) {
      const answer = await (await as(login))(method, path, body);
      expect({ login, status: answer.status, code: answer.body?.code }).toEqual({ login, status: 403, code: 'role.required' });
    }
  });

  test('adds, changes and lists people', async () => {
    const admin = await as('admin');
    const form = { login: '9001-新人', name: '新人', email: 'new@example.com' };
    expect((await admin('POST', '/api/v1/people', form)).body).toEqual({
      ...form,
      language: 'zh-CN',
      active: true,
      canSignIn: false,
      roles: [],
      team: null,
    });
    expect((await admin('POST', '/api/v1/people', form)).body.code).toBe('person.exists');
    expect((await admin('POST', '/api/v1/people', { login: 'bad-mail', name: 'x', email: 'no mail' })).body.errors[0].field).toBe('email');
    const changed = await admin('PATCH', `/api/v1/people/${encodeURIComponent(form.login)}`, {
      language: 'en',
      password: 'a-long-password',
    });
    expect(changed.body).toMatchObject({ name: '新人', email: 'new@example.com', language: 'en', canSignIn: true });
    await tokenOf(form.login, 'a-long-password');
    expect((await admin('PATCH', '/api/v1/people/nobody', { name: 'x' })).body.code).toBe('person.unknown');

    const seen: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await admin('GET', `/api/v1/people?limit=3${after && `&after=${encodeURIComponent(after)}`}`);
      seen.push(...body.items.map((person: { login: string }) => person.login));
      if (body.next === null) break;
      after = body.next;
    }
    expect([...seen].sort()).toEqual((await rows<{ login: string }>('select login from people')).map(({ login }) => login).sort());
    await owner.query("insert into people (login, name) values ('owner-code', 'x')");
    const unable = (await admin('GET', '/api/v1/people?canSignIn=false')).body.items.map((person: { login: string }) => person.login);
    expect(unable).toContain('owner-code');
    expect(unable).not.toContain('hr');
  });

  test('grants per company or for all, twice without harm, and takes away just what is named', async () => {
    await newPerson('granted');
    const admin = await as('admin');
    await give('granted', { role: 'ar_clerk', company: 'C01' });
    await give('granted', { role: 'ar_clerk', company: 'C01' });
    await give('granted', { role: 'hr' });
    expect((await admin('GET', '/api/v1/people/granted')).body.roles).toEqual([
      { role: 'ar_clerk', company: 'C01' },
      { role: 'hr', company: null },
    ]);
    expect((await admin('DELETE', '/api/v1/people/granted/roles/ar_clerk')).body.code).toBe('grant.unknown');
    expect((await admin('DELETE', '/api/v1/people/granted/roles/ar_clerk?company=C01')).status).toBe(204);
    expect((await admin('GET', '/api/v1/people/granted')).body.roles).toEqual([{ role: 'hr', company: null }]);
    expect((await admin('POST', '/api/v1/people/granted/roles', { role: 'hr', company: 'C99' })).body.code).toBe('company.unknown');
    expect((await admin('POST', '/api/v1/people/nobody/roles', { role: 'hr' })).body.code).toBe('person.unknown');
    expect(await rows("select granted_by, revoked_by from role_grants where login = 'granted' and role = 'ar_clerk'")).toEqual([
      { granted_by: 'admin', revoked_by: 'admin' },
    ]);
  });

  test('an administrator takes no business power for himself; another one may give it', async () => {
    const admin = await as('admin');
    const days = { fromOn: '2026-01-01', untilOn: '2026-01-02' };
    const own: [string, string, unknown][] = [
      ['POST', '/api/v1/people/admin/roles', { role: 'finance_director' }],
      ['PUT', '/api/v1/boards/C01/seats/finance_director', { member: 'admin' }],
      ['PUT', '/api/v1/boards/C01/seats/finance_director', { member: 'finance_director', deputy: 'admin' }],
      ['POST', '/api/v1/teams', { name: 'x', manager: 'admin' }],
      ['POST', '/api/v1/stand-ins', { absent: 'finance_director', standIn: 'admin', ...days }],
    ];
    for (const [method, path, body] of own)
      expect(await admin(method, path, body)).toMatchObject({ status: 409, body: { code: 'admin.own_role' } });
    const [today] = await rows<{ date: string }>("select business_date('C01')::text as date");
    const hr = await as('hr');
    const { body: standIn } = await hr('POST', '/api/v1/stand-ins', { standIn: 'admin', fromOn: today?.date, untilOn: today?.date });
    expect((await admin('POST', '/api/v1/people/hr/roles', { role: 'finance_director' })).body.code).toBe('admin.own_role');
    expect((await hr('DELETE', `/api/v1/stand-ins/${standIn.id}`)).status).toBe(204);
    await newPerson('other-admin', [{ role: 'admin' }]);
    const other = await as('other-admin');
    const { body } = await other('POST', '/api/v1/people/admin/roles', { role: 'finance_director', company: 'C02' });
    expect(body).toMatchObject({
      roles: [{ role: 'admin' }],
      waiting: [{ role: 'finance_director', company: 'C02', proposedBy: 'other-admin' }],
    });
    expect((await admin('DELETE', `/api/v1/role-proposals/${body.waiting[0].id}`)).status).toBe(204);
  });

  test('a person belongs to one team at most', async () => {
    await newPerson('mover');
    const admin = await as('admin');
    const [first, second] = [
      (await admin('POST', '/api/v1/teams', { name: '二组', manager: 'hr' })).body,
      (await admin('POST', '/api/v1/teams', { name: '三组', manager: 'hr' })).body,
    ];
    expect((await admin('PUT', `/api/v1/teams/${first.id}/members/mover`)).body.members).toEqual(['mover']);
    expect((await admin('PUT', `/api/v1/teams/${second.id}/members/mover`)).body).toMatchObject({
      name: '三组',
      manager: 'hr',
      members: ['mover'],
    });
    expect((await admin('GET', `/api/v1/teams/${first.id}`)).body.members).toEqual([]);
    expect((await admin('GET', '/api/v1/teams')).body.items).toHaveLength(3);
    expect((await admin('PUT', '/api/v1/teams/999/members/mover')).body.code).toBe('team.unknown');
    expect((await admin('DELETE', `/api/v1/teams/${second.id}/members/mover`)).status).toBe(204);
  });

  test('nobody holds two seats of one board as a member, also not when two administrators act at once', async () => {
    await newPerson('member');
    const admin = await as('admin');
    const answers = await Promise.all(
      ['sales_director', 'legal_manager'].map((seat) => admin('PUT', `/api/v1/boards/C02/seats/${seat}`, { member: 'member' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('seat.held_another');
    expect((await admin('PUT', '/api/v1/boards/C02/seats/sales_director', { member: 'hr', deputy: 'hr' })).body.code).toBe(
      'seat.same_person',
    );
    expect((await admin('PUT', '/api/v1/boards/C99/seats/sales_director', { member: 'hr' })).body.code).toBe('company.unknown');
    expect((await admin('PUT', '/api/v1/boards/C02/seats/treasurer', { member: 'hr' })).status).toBe(400);
    for (const [seat, deputy] of Object.entries({ sales_director: 'sales_manager', legal_manager: 'legal_officer' }))
      expect((await admin('PUT', `/api/v1/boards/C02/seats/${seat}`, { member: seat, deputy })).status).toBe(200);
  });
});

describe('stand-ins', () => {
  afterAll(() => owner.query('delete from training_clock'));

  test('gain the absent person’s roles from the first to the last day, and lose them with an early end', async () => {
    await newPerson('standing', [{ role: 'salesperson', company: 'C01' }]);
    await setClock('2026-03-31');
    const clerk = await as('ar_clerk');
    const standing = await as('standing');
    const rolesOfStanding = async () => (await standing('GET', '/api/v1/me')).body.roles;
    const { body: entered } = await clerk('POST', '/api/v1/stand-ins', {
      standIn: 'standing',
      fromOn: '2026-04-01',
      untilOn: '2026-04-03',
    });
    expect(entered).toMatchObject({ absent: 'ar_clerk', standIn: 'standing', createdBy: 'ar_clerk', endedAt: null });
    for (const [date, expected] of Object.entries({
      '2026-03-31': ['salesperson'],
      '2026-04-01': ['salesperson', 'ar_clerk'],
      '2026-04-03': ['salesperson', 'ar_clerk'],
      '2026-04-04': ['salesperson'],
    })) {
      await setClock(date);
      expect([date, await rolesOfStanding()]).toEqual([date, expected]);
    }
    await setClock('2026-04-02');
    expect((await standing('GET', '/api/v1/me')).body.standsInFor).toEqual([
      { login: 'ar_clerk', grants: ['C01', 'C02'].map((company) => ({ role: 'ar_clerk', company })) },
    ]);
    expect(await server.app.get(Boards).away(['ar_clerk', 'hr'], 'C01')).toEqual(['ar_clerk']);
    expect((await standing('DELETE', `/api/v1/stand-ins/${entered.id}`)).body.code).toBe('stand_in.unknown');
    expect((await clerk('DELETE', `/api/v1/stand-ins/${entered.id}`)).status).toBe(204);
    expect(await rolesOfStanding()).toEqual(['salesperson']);
    expect(await server.app.get(Boards).away(['ar_clerk', 'hr'], 'C01')).toEqual([]);
  });

  test('do not pass on what they gain themselves, nor anything of somebody who has left', async () => {
    await setClock('2026-05-05');
    for (const login of ['chain-a', 'chain-b', 'chain-c']) await newPerson(login);
    const admin = await as('admin');
    await give('chain-a', { role: 'hr' });
    const days = { fromOn: '2026-05-01', untilOn: '2026-05-09' };
    for (const [absent, standIn] of [
      ['chain-a', 'chain-b'],
      ['chain-b', 'chain-c'],
    ])
      expect((await (await as(absent))('POST', '/api/v1/stand-ins', { standIn, ...days })).status).toBe(201);
    expect((await (await as('chain-b'))('GET', '/api/v1/me')).body.roles).toEqual(['hr']);
    expect((await (await as('chain-c'))('GET', '/api/v1/me')).body.roles).toEqual([]);
    await admin('PATCH', '/api/v1/people/chain-a', { active: false });
    expect((await (await as('chain-b'))('GET', '/api/v1/me')).body.roles).toEqual([]);
  });

  test('each company’s own date counts', async () => {
    await owner.query('delete from training_clock');
    // Of these two, one is always a calendar day ahead of the other.
    await owner.query(
      "insert into companies (id, name, time_zone) values ('EAST', 'x', 'Pacific/Kiritimati'), ('WEST', 'x', 'Etc/GMT+12')",
    );
    const [{ west } = { west: '' }] = await rows<{ west: string }>("select business_date('WEST')::text as west");
    await newPerson('far', []);
    const director = await as('sales_director');
    expect((await director('POST', '/api/v1/stand-ins', { standIn: 'far', fromOn: west, untilOn: west })).status).toBe(201);
    const [{ standsInFor }] = [(await (await as('far'))('GET', '/api/v1/me')).body];
    const companies = standsInFor.flatMap(({ grants }: { grants: { company: string }[] }) => grants.map(({ company }) => company));
    expect(companies).toContain('WEST');
    expect(companies).not.toContain('EAST');
    await owner.query("update stand_ins set ended_at = now() where stand_in = 'far'");
  });

  test.each([
    ['oneself', { standIn: 'hr', fromOn: '2026-01-01', untilOn: '2026-01-02' }, 409, 'stand_in.self'],
    ['dates the wrong way round', { standIn: 'auditor', fromOn: '2026-01-02', untilOn: '2026-01-01' }, 409, 'stand_in.dates'],
    ['nobody known', { standIn: 'nobody', fromOn: '2026-01-01', untilOn: '2026-01-02' }, 404, 'person.unknown'],
    ['a day that does not exist', { standIn: 'auditor', fromOn: '2026-02-29', untilOn: '2026-03-01' }, 400, 'request.invalid'],
    ['somebody else’s absence', { absent: 'auditor', standIn: 'hr', fromOn: '2026-01-01', untilOn: '2026-01-02' }, 403, 'role.required'],
  ])('refused: %s', async (_, form, status, code) => {
    expect(await (await as('hr'))('POST', '/api/v1/stand-ins', form)).toMatchObject({ status, body: { code } });
  });

  test('are listed to the two they concern, and to administrators', async () => {
    const [mine, others, all] = await Promise.all(
      ['ar_clerk', 'hr', 'admin'].map(async (login) => (await (await as(login))('GET', '/api/v1/stand-ins')).body.items),
    );
    expect(mine.map(({ absent }: { absent: string }) => absent)).toEqual(['ar_clerk']);
    expect(others.map(({ absent }: { absent: string }) => absent)).toEqual(['hr']);
    expect(all.length).toBeGreaterThan(1);
  });
});

describe('row scope', () => {
  const names: Record<string, string> = {};

  /** Cases by name: company, owner, and what else makes somebody see them. */
  const entered: Record<string, [company: string, owner: string, also?: string]> = {
    plain1: ['C01', 'sales0001'],
    plain2: ['C02', 'sales0001'],
    other1: ['C01', 'sales0002'],
    apart1: ['C01', 'outside-team'],
    docketed1: ['C01', 'outside-team', "docketed_on = '2026-01-01'"],
    docketed2: ['C02', 'outside-team', "docketed_on = '2026-01-01'"],
    asked1: ['C01', 'outside-team', 'evidence_requested = true'],
    lawyer1: ['C01', 'outside-team', 'letter_level = 4'],
    third1: ['C01', 'outside-team', 'letter_level = 3'],
  };
  const all = Object.keys(entered);
  const inC01 = all.filter((name) => entered[name]?.[0] === 'C01');

  beforeAll(async () => {
    await owner.query('delete from training_clock');
    await owner.query("insert into people (login, name) values ('outside-team', 'x')");
    let number = 0;
    for (const [name, [company, person, also]] of Object.entries(entered)) {
      await owner.query("insert into customers (company_id, customer, name) values ($1, 'K1', 'x') on conflict do nothing", [company]);
      const { rows: inserted } = await owner.query(
        `with r as (insert into receivables (company_id, customer, document, issued_on, due_on, currency, amount, owner)
           values ($1, 'K1', $3, '2025-01-01', '2025-02-01', 'CNY', 100, $2) returning *)
         insert into cases (company_id, receivable_id, customer, owner, due_on, opened_on, collection, customer_dispute, attribution, balance, closed, version, snapshot, last_hash)
         select company_id, id, customer, owner, due_on, due_on + 1, 'salesFollowUp', 'none', 'none', amount, false, 1, '{}', '' from r returning id`,
        [company, person, `D${++number}`],
      );
      names[inserted[0].id] = name;
      if (also) await owner.query(`update cases set ${also} where id = $1`, [inserted[0].id]);
    }
  });

  async function personOf(login: string) {
    const holder = await server.app.get(Sessions).holderOf(await tokenOf(login));
    if (!holder?.person) throw new Error(`${login} has no session`);
    return holder.person;
  }

  async function seenBy(login: string): Promise<string[]> {
    // A parameter of the caller's own comes first, so that the numbers must fit.
    const values: unknown[] = ['2000-01-01'];
    const scope = caseScope(await personOf(login), 'c', values);
    const found = await server.app.get(Database).query<{ id: string }>(`select c.id from cases c where c.due_on > $1 and ${scope}`, values);
    return found.map(({ id }) => names[id] ?? id).sort();
  }

  test.each<[string, string[]]>([
    ['sales0001', ['plain1', 'plain2']],
    ['sales0002', ['other1']],
    ['sales_director', all],
    ['ar_clerk', all],
    ['finance_director', all],
    ['general_manager', all],
    ['legal_manager', all],
    ['auditor', all],
    ['legal_officer', ['docketed1', 'docketed2', 'asked1', 'lawyer1']],
    ['hr', ['docketed1', 'docketed2']],
    ['admin', []],
  ])('%s', async (login, expected) => {
    expect(await seenBy(login)).toEqual([...expected].sort());
  });

  test('a sales manager sees the team’s; a deputy of the board also what is docketed', async () => {
    expect(await seenBy('sales_manager')).toEqual(['plain1', 'plain2', 'other1', 'docketed1', 'docketed2'].sort());
    await owner.query("update board_seats set deputy = null where deputy = 'sales_manager'");
    expect(await seenBy('sales_manager')).toEqual(['plain1', 'plain2', 'other1'].sort());
    await owner.query("update board_seats set deputy = 'sales_manager' where seat = 'sales_director'");
  });

  test.each<[string, { role: Role; company?: string }[], string[]]>([
    ['a role of one company shows that company', [{ role: 'ar_clerk', company: 'C01' }], inC01],
    ['legal officer of one company', [{ role: 'legal_officer', company: 'C01' }], ['docketed1', 'asked1', 'lawyer1']],
    ['hr of one company', [{ role: 'hr', company: 'C02' }], ['docketed2']],
    ['auditor of one company', [{ role: 'auditor', company: 'C02' }], ['plain2', 'docketed2']],
    [
      'two roles in two companies',
      [
        { role: 'hr', company: 'C01' },
        { role: 'finance_director', company: 'C02' },
      ],
      ['docketed1', 'plain2', 'docketed2'],
    ],
    ['a narrow role everywhere and a wide one here', [{ role: 'hr' }, { role: 'ar_clerk', company: 'C01' }], [...inC01, 'docketed2']],
    ['a salesperson without own cases', [{ role: 'salesperson' }], []],
    ['a manager without a team', [{ role: 'sales_manager' }], []],
    ['administrator only', [{ role: 'admin' }], []],
    ['nobody', [], []],
  ])('%s', async (name, grants, expected) => {
    const login = `scope-${name.replaceAll(' ', '-')}`;
    await newPerson(login, grants);
    expect(await seenBy(login)).toEqual([...expected].sort());
  });

  test('a salesperson’s grant for one company leaves out own cases of the other', async () => {
    await newPerson('one-company', [{ role: 'salesperson', company: 'C02' }]);
    await owner.query("update cases set owner = 'one-company' where id = any ($1)", [idsOf('plain1', 'plain2')]);
    expect(await seenBy('one-company')).toEqual(['plain2']);
    const person = await personOf('one-company');
    expect([ownsCase(person, 'C02', 'one-company'), ownsCase(person, 'C01', 'one-company')]).toEqual([true, false]);
    await owner.query("update cases set owner = 'sales0001' where owner = 'one-company'");
  });

  test('a manager with the role in one company sees the team’s cases of that company only', async () => {
    await newPerson('manager-c02', [{ role: 'sales_manager', company: 'C02' }]);
    await owner.query(
      "with t as (insert into teams (name, manager) values ('x', 'manager-c02') returning id) insert into team_members select 'outside-team', id from t",
    );
    expect(await seenBy('manager-c02')).toEqual(['docketed2']);
    await owner.query("update role_grants set company_id = null where login = 'manager-c02'");
    expect(await seenBy('manager-c02')).toEqual(all.filter((name) => entered[name]?.[1] === 'outside-team').sort());
  });

  test('a stand-in sees what the absent person sees, in the companies of the absent person’s roles', async () => {
    await setClock('2026-06-15');
    await newPerson('stands-in', [{ role: 'salesperson', company: 'C01' }]);
    const days = { fromOn: '2026-06-15', untilOn: '2026-06-15' };
    const standIn = async (absent: string) =>
      expect((await (await as(absent))('POST', '/api/v1/stand-ins', { standIn: 'stands-in', ...days })).status).toBe(201);
    expect(await seenBy('stands-in')).toEqual([]);
    await standIn('sales0001');
    expect(await seenBy('stands-in')).toEqual(['plain1', 'plain2']);
    const person = await personOf('stands-in');
    expect(standsInForLogins(person)).toEqual(['sales0001']);
    expect([ownsCase(person, 'C01', 'sales0001'), ownsCase(person, 'C01', 'sales0002')]).toEqual([true, false]);
    expect(managesAs(person, 'C01', 'sales_manager')).toBe(false);
    await standIn('sales_manager');
    expect(await seenBy('stands-in')).toEqual(['other1', 'plain1', 'plain2']);
    const manager = await personOf('stands-in');
    expect(managesAs(manager, 'C01', 'sales_manager')).toBe(true);
    expect(rolesIn(manager, 'C01').sort()).toEqual(['sales_manager', 'salesperson']);
    expect(companiesOf(manager)).toEqual(expect.arrayContaining(['C01', 'C02']));
    await setClock('2026-06-16');
    expect(await seenBy('stands-in')).toEqual([]);
    await owner.query('delete from training_clock');
  });

  test('somebody named for a seat of an open meeting sees what is docketed until it is closed', async () => {
    await newPerson('named');
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      "insert into meetings (company_id, planned_on, status, called_on, called_by) values ('C01', '2026-01-01', 'called', '2026-01-01', 'x') returning id",
    );
    await owner.query(
      "insert into meeting_seats (company_id, meeting_id, seat, person, named_by) values ('C01', $1, 'legal_manager', 'named', 'x')",
      [id],
    );
    expect(await seenBy('named')).toEqual(['docketed1']);
    await owner.query("update meetings set status = 'closed' where id = $1", [id]);
    expect(await seenBy('named')).toEqual([]);
  });

  function idsOf(...wanted: string[]): string[] {
    return Object.keys(names).filter((id) => wanted.includes(names[id] ?? ''));
  }
});
