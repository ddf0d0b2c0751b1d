import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UserDesk } from '../../src/people/user-desk.js';
import { confirmersOf } from '../../workflows/access/role-grants.js';
import { roles } from '../../workflows/collection-case/actor.js';
import { type Answer, Api } from '../support/api.js';
import { startApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  for (const login of ['wei', 'lin']) await enter(login);
});

afterAll(() => system?.close());

const everybody = roles.map((role) => (role === 'salesperson' ? 'sales0001' : role));
const coded = ({ status, body }: Answer) => [status, body.code];

async function enter(login: string, more: object = {}): Promise<void> {
  const form = { login, name: login, email: `${login}@recoup.example`, password: 'recoup-training', ...more };
  expect((await system.api.post('admin', '/api/v1/people', form)).status).toBe(201);
}

/** @returns the number of the proposal, where the role waits */
async function propose(login: string, role: string, company?: string): Promise<string | undefined> {
  const { status, body } = await system.api.post('admin', `/api/v1/people/${login}/roles`, { role, company });
  expect(status).toBe(201);
  return body.waiting?.find((one: { role: string }) => one.role === role)?.id;
}

const decide = (by: string, id: string | undefined, what = 'confirm', body?: object) =>
  system.api.post(by, `/api/v1/role-proposals/${id}/${what}`, body);
const rolesOf = async (login: string) =>
  (await system.api.get('admin', `/api/v1/people/${login}`)).body.roles.map(({ role }: { role: string }) => role);

describe('A role that decides', () => {
  test.each(roles.filter((role) => confirmersOf(role).length > 0))(
    '%s is held once one of those in charge has confirmed it, and nobody else can',
    async (role) => {
      const login = `new-${role}`;
      await enter(login);
      const id = await propose(login, role, 'C01');
      expect(await propose(login, role, 'C01')).toBe(id);
      expect(await rolesOf(login)).toEqual([]);
      expect((await system.api.get(login, '/api/v1/me')).body.roles).toEqual([]);
      for (const by of everybody.filter((one) => !confirmersOf(role).some((other) => other === one)))
        expect([by, ...coded(await decide(by, id))]).toEqual([by, 403, 'role.required']);
      const [first = ''] = confirmersOf(role);
      expect((await decide(first, id)).body).toMatchObject({
        login,
        role,
        company: 'C01',
        status: 'confirmed',
        proposedBy: 'admin',
        decidedBy: first,
      });
      expect(await rolesOf(login)).toEqual([role]);
      expect(coded(await decide(first, id))).toEqual([404, 'role_proposal.unknown']);
      expect((await system.api.as('admin', 'DELETE', `/api/v1/people/${login}/roles/${role}?company=C01`, {})).status).toBe(204);
      expect(await rolesOf(login)).toEqual([]);
    },
  );

  test.each(roles.filter((role) => confirmersOf(role).length === 0))('%s decides nothing and is held at once', async (role) => {
    expect(await propose('lin', role, 'C01')).toBeUndefined();
    expect(await rolesOf('lin')).toContain(role);
    expect((await system.api.as('admin', 'DELETE', `/api/v1/people/lin/roles/${role}?company=C01`, {})).status).toBe(204);
  });

  test('is not confirmed by its receiver, nor by somebody in charge who is an administrator, too; each is on the record', async () => {
    const own = await propose('finance_director', 'hr', 'C01');
    expect(coded(await decide('finance_director', own))).toEqual([409, 'role_proposal.own']);
    const other = await propose('wei', 'ar_clerk', 'C01');
    await system.owner.query(`insert into role_grants (login, role, company_id) values ('general_manager', 'admin', 'C02')`);
    expect(coded(await decide('general_manager', other))).toEqual([409, 'role_proposal.own']);
    await system.owner.query(`update role_grants set revoked_at = now() where login = 'general_manager' and role = 'admin'`);
    const record = await system.rows(`select login from control_refusals where code = 'role_proposal.own' order by id`);
    expect(record).toEqual([{ login: 'finance_director' }, { login: 'general_manager' }]);
    for (const id of [own, other]) expect((await system.api.as('admin', 'DELETE', `/api/v1/role-proposals/${id}`, {})).status).toBe(204);
    expect(coded(await decide('general_manager', other))).toEqual([404, 'role_proposal.unknown']);
  });

  test('is not confirmed by whoever only stands in for somebody in charge', async () => {
    const id = await propose('wei', 'ar_clerk', 'C01');
    const days = { fromOn: '2026-03-02', untilOn: '2026-03-02' };
    const { body } = await system.api.post('finance_director', '/api/v1/stand-ins', { standIn: 'lin', ...days });
    expect(coded(await decide('lin', id))).toEqual([403, 'role.required']);
    await system.api.as('finance_director', 'DELETE', `/api/v1/stand-ins/${body.id}`, {});
    const rejected = await decide('finance_director', id, 'reject', { reason: '与采购职责冲突' });
    expect(rejected.body).toMatchObject({ status: 'rejected', reason: '与采购职责冲突' });
    expect(await rolesOf('wei')).toEqual([]);
  });

  test('is not gained as a stand-in by the word of an administrator, but by that of the absent person', async () => {
    const days = { fromOn: '2026-03-02', untilOn: '2026-03-02' };
    const enterFor = (absent: string, standIn: string) => system.api.post('admin', '/api/v1/stand-ins', { absent, standIn, ...days });
    for (const absent of ['finance_director', 'hr', 'ar_clerk', 'sales_manager'])
      expect([absent, ...coded(await enterFor(absent, 'lin'))]).toEqual([absent, 409, 'stand_in.gains_role']);
    expect(await system.rows(`select distinct login from control_refusals where code = 'stand_in.gains_role'`)).toEqual([
      { login: 'admin' },
    ]);
    await enter('clerk2');
    await decide('general_manager', await propose('clerk2', 'ar_clerk'));
    for (const [absent, standIn] of [
      ['sales0001', 'lin'],
      ['ar_clerk', 'clerk2'],
    ] as const) {
      const { status, body } = await enterFor(absent, standIn);
      expect([absent, status]).toEqual([absent, 201]);
      await system.api.as('admin', 'DELETE', `/api/v1/stand-ins/${body.id}`, {});
    }
  });

  test('is not confirmed by a machine', async () => {
    const id = await propose('wei', 'ar_clerk', 'C01');
    const { token } = (await system.api.post('general_manager', '/api/v1/tokens', { name: 'x', readOnly: false, days: 1 })).body;
    const path = `/api/v1/role-proposals/${id}/confirm`;
    expect(coded(await system.api.send('POST', path, { headers: { authorization: `Bearer ${token}` } }))).toEqual([
      403,
      'token.people_only',
    ]);
    await system.api.as('admin', 'DELETE', `/api/v1/role-proposals/${id}`, {});
  });

  test('is seen by administrators and auditors, and of those in charge by whoever may decide', async () => {
    const id = await propose('wei', 'legal_officer', 'C01');
    const seen = async (login: string) => (await system.api.get(login, '/api/v1/role-proposals?waiting=true')).body.items;
    for (const login of ['admin', 'auditor', 'general_manager', 'legal_manager'])
      expect([login, await seen(login)]).toEqual([
        login,
        [expect.objectContaining({ id, login: 'wei', mayDecide: login.endsWith('manager') })],
      ]);
    for (const login of ['sales_director', 'finance_director']) expect([login, await seen(login)]).toEqual([login, []]);
    for (const login of ['ar_clerk', 'hr', 'sales0001', 'sales_manager', 'legal_officer'])
      expect(coded(await system.api.get(login, '/api/v1/role-proposals'))).toEqual([403, 'role.required']);
    await decide('legal_manager', id);
  });

  test('given to nobody who can be asked about is refused, also after those in charge have lost their roles', async () => {
    await system.owner.query(
      `update role_grants set revoked_at = now(), revoked_by = 'x' where role in ('general_manager', 'sales_director')`,
    );
    expect(coded(await system.api.post('admin', '/api/v1/people/wei/roles', { role: 'finance_director' }))).toEqual([
      409,
      'grant.nobody_to_ask',
    ]);
    await system.owner.query(`update role_grants set revoked_at = null, revoked_by = null where revoked_by = 'x'`);
  });

  test('says on the record of its holder who proposed, confirmed and took it', async () => {
    const id = await propose('lin', 'hr', 'C02');
    await decide('general_manager', id);
    await system.api.as('admin', 'DELETE', '/api/v1/people/lin/roles/hr?company=C02', {});
    const { items } = (await system.api.get('auditor', '/api/v1/people/lin/record')).body;
    expect(items.slice(0, 3).map(({ what, by, role, detail }: Record<string, string>) => [what, by, role, detail])).toEqual([
      ['role_taken', 'admin', 'hr', null],
      ['role_confirmed', 'general_manager', 'hr', 'admin'],
      ['role_proposed', 'admin', 'hr', null],
    ]);
    expect(coded(await system.api.get('hr', '/api/v1/people/lin/record'))).toEqual([403, 'role.required']);
  });
});

test('Where nobody has ever been in charge the first is given at once, as set-up; from then on it takes two', async () => {
  const database = await freshDatabase();
  const server = await startApp({ databaseUrl: database.url, mode: 'production' });
  try {
    await setUp();
  } finally {
    await server.close();
    await database.drop();
  }

  async function setUp(): Promise<void> {
    await server.app.get(UserDesk).add({ login: 'he', name: '何伟', role: 'admin', company: null, password: 'first-password' });
    const api = new Api(server.url);
    const { body: signedIn } = await api.send('POST', '/api/v1/sessions', { body: { login: 'he', password: 'first-password' } });
    expect(signedIn.person.mustChoosePassword).toBe(true);
    const headers = { authorization: `Bearer ${signedIn.token}` };
    const ask = (method: string, path: string, body?: object) => api.send(method, `/api/v1/${path}`, { headers, body });
    expect((await ask('POST', 'me/password', { old: 'first-password', new: 'a password of my own' })).status).toBe(204);
    for (const id of ['C01', 'C02'])
      expect((await ask('POST', 'companies', { id, name: id, currency: 'CNY', timeZone: 'Asia/Shanghai' })).status).toBe(201);
    for (const login of ['gm', 'fd', 'gm2']) await ask('POST', 'people', { login, name: login });
    const grant = async (login: string, role: string, company?: string) => {
      const { body } = await ask('POST', `people/${login}/roles`, { role, company });
      return [body.code ?? body.roles.length, body.waiting?.length ?? 0];
    };
    expect(await grant('gm', 'general_manager', 'C01')).toEqual([1, 0]);
    expect(await grant('fd', 'finance_director', 'C01')).toEqual([0, 1]);
    // Taken away, he has been in charge all the same.
    expect((await ask('DELETE', 'people/gm/roles/general_manager?company=C01')).status).toBe(204);
    expect(await grant('gm2', 'general_manager', 'C01')).toEqual(['grant.nobody_to_ask', 0]);
    expect(await grant('gm2', 'general_manager')).toEqual(['grant.nobody_to_ask', 0]);
    expect(await grant('gm2', 'general_manager', 'C02')).toEqual([1, 0]);
    const { items } = (await ask('GET', 'people/gm/record')).body;
    expect(items.map(({ what }: { what: string }) => what)).toEqual(['role_taken', 'role_set_up']);
  }
});

describe('A password that an administrator has set', () => {
  const signIn = (password: string) => system.api.send('POST', '/api/v1/sessions', { body: { login: 'reset', password } });
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  let session: string;
  let machine: string;

  beforeAll(async () => {
    await enter('reset');
    await propose('reset', 'auditor');
    session = await system.api.token('reset');
    machine = (await system.api.post('reset', '/api/v1/tokens', { name: 'x', readOnly: true, days: 9 })).body.token;
  });

  test('ends sessions and tokens, is on the record, and is mailed to the person', async () => {
    const { body } = await system.api.as('admin', 'PATCH', '/api/v1/people/reset', { body: { password: 'known to two' } });
    expect(body).toMatchObject({ canSignIn: true, mustChoosePassword: true });
    for (const token of [session, machine])
      expect(coded(await system.api.send('GET', '/api/v1/me', bearer(token)))).toEqual([401, 'sign_in.required']);
    const { items } = (await system.api.get('auditor', '/api/v1/people/reset/record')).body;
    expect(items[0]).toMatchObject({ what: 'password_set', by: 'admin' });
    const mails = (await system.api.get('admin', '/api/v1/mailbox?login=reset')).body.items;
    expect(mails.map(({ subject }: { subject: string }) => subject)).toEqual(['您的 Recoup 密码已由 admin 重设']);
    await expect(system.owner.query('delete from account_events')).rejects.toThrow();
  });

  test('opens nothing but the choice of another, and says so', async () => {
    const { status, body } = await signIn('known to two');
    expect([status, body.person.mustChoosePassword]).toEqual([201, true]);
    const { token } = body;
    for (const [method, path] of [
      ['GET', '/api/v1/me'],
      ['GET', '/api/v1/cases'],
      ['GET', '/api/v1/sessions'],
      ['POST', '/api/v1/tokens'],
      ['POST', '/api/v1/stand-ins'],
    ] as const)
      expect([path, ...coded(await system.api.send(method, path, { ...bearer(token), body: method === 'POST' ? {} : undefined }))]).toEqual(
        [path, 403, 'password.choose'],
      );
    const page = await fetch(`${system.server.url}/cases?state=all`, {
      headers: { cookie: `recoup_session=${token}` },
      redirect: 'manual',
    });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/new-password?next=%2Fcases%3Fstate%3Dall']);
    const choose = (next: string) =>
      system.api.send('POST', '/api/v1/me/password', { ...bearer(token), body: { old: 'known to two', new: next } });
    expect(coded(await choose('known to two'))).toEqual([409, 'password.same']);
    expect((await choose('known to one only')).status).toBe(204);
    expect((await system.api.send('GET', '/api/v1/me', bearer(token))).body).not.toHaveProperty('mustChoosePassword');
    expect((await signIn('known to two')).status).toBe(401);
    expect((await signIn('known to one only')).body.person).not.toHaveProperty('mustChoosePassword');
  });

  test('may be left by signing out', async () => {
    await system.api.as('admin', 'PATCH', '/api/v1/people/reset', { body: { password: 'known to two' } });
    const { token } = (await signIn('known to two')).body;
    expect((await system.api.send('DELETE', '/api/v1/sessions/current', bearer(token))).status).toBe(204);
  });

  test('is as good for a new person’s first sign-in, of which nobody is mailed', async () => {
    await enter('first', { password: 'a first password' });
    const { body } = await system.api.send('POST', '/api/v1/sessions', { body: { login: 'first', password: 'a first password' } });
    expect(body.person.mustChoosePassword).toBe(true);
    expect((await system.api.get('admin', '/api/v1/mailbox?login=first')).body.items).toEqual([]);
    expect((await system.api.get('admin', '/api/v1/people/first/record')).body.items).toMatchObject([
      { what: 'password_set', by: 'admin' },
    ]);
  });

  test('after a changed address the old one has heard of it', async () => {
    await enter('moved');
    await system.api.as('admin', 'PATCH', '/api/v1/people/moved', { body: { email: 'thief@elsewhere.example' } });
    const mails = await system.rows(`select address, kind from outbox where recipient = 'moved'`);
    expect(mails).toEqual([{ address: 'moved@recoup.example', kind: 'address_changed' }]);
    const { items } = (await system.api.get('auditor', '/api/v1/people/moved/record')).body;
    expect(items[0]).toMatchObject({ what: 'address_changed', by: 'admin', detail: 'moved@recoup.example' });
  });
});
