import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { hashPassword } from '../../src/people/passwords.js';
import { Api } from '../support/api.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ledgerFile } from '../support/ledger-files.js';
import { type Running, run } from '../support/process.js';
import { RawConnection } from '../support/raw-connection.js';

const login = 'zhang.wei';
const name = '张伟';
const password = 'a secret of Zhang Wei';
const customer = '扬州启帆电气有限公司';

let database: TestDatabase;
let home: string;
let server: Running;
let url: string;
let token: string;
let requestIds: string[];

beforeAll(async () => {
  database = await freshDatabase();
  home = await mkdtemp(join(tmpdir(), 'recoup-log-'));
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query("insert into companies (id, name) values ('C01', '恒川精密有限公司')");
  await owner.query('insert into people (login, name, password_hash) values ($1, $2, $3)', [login, name, await hashPassword(password)]);
  for (const role of ['ar_clerk', 'admin']) await owner.query('insert into role_grants (login, role) values ($1, $2)', [login, role]);
  server = run('src/main.ts', [], {
    RECOUP_MODE: 'production',
    DATABASE_URL: database.url,
    RECOUP_HOME: home,
    PORT: '0',
    HOST: '127.0.0.1',
    RECOUP_WAIT_SECONDS: '1',
  });
  await server.says(/http:\/\/127\.0\.0\.1:\d+\n/);
  url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0] ?? '';
  requestIds = await work(owner);
  server.signal('SIGTERM');
  expect(await server.ended).toBe(0);
  await owner.end();
});

afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

/** What happens on a day, and what goes wrong on it. @returns the ids of the requests */
async function work(owner: pg.Client): Promise<string[]> {
  const api = new Api(url);
  const ids: string[] = [];
  const ask = async (...[method, path, { headers, ...rest }]: Parameters<Api['send']>) => {
    const answer = await api.send(method, path, { ...rest, headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) } });
    ids.push(answer.headers.get('x-request-id') ?? '');
    return answer;
  };
  token = '';
  await ask('POST', '/api/v1/sessions', { body: { login, password: 'not the secret' } });
  token = (await ask('POST', '/api/v1/sessions', { body: { login, password } })).body.token;
  await ask('GET', `/api/v1/cases?q=${encodeURIComponent(customer)}`, {});
  await ask('GET', `/api/v1/people/${login}`, {});
  await ask('PATCH', `/api/v1/people/${login}`, { body: { name: `${name}\u0000` } });
  await ask('GET', `/api/v1/${encodeURIComponent(customer)}`, {});
  const form = new FormData();
  for (const [field, value] of [
    ['kind', 'receivables'],
    ['company', 'C01'],
  ] as const)
    form.append(field, value);
  form.append('file', new Blob([ledgerFile('receivables', { customerName: customer, owner: 'li.na', amount: 'x' })]), `${customer}.csv`);
  await ask('POST', '/api/v1/imports', { form });
  // What nobody foresaw: the database refuses, and repeats what was entered.
  await owner.query("alter table people add constraint no_wang check (name <> '王强')");
  expect((await ask('PATCH', `/api/v1/people/${login}`, { body: { name: '王强' } })).status).toBe(500);
  await owner.query('begin; lock table people in access exclusive mode');
  expect((await ask('GET', `/api/v1/people/${login}`, {})).status).toBe(503);
  await owner.query('rollback');
  const rubbish = await RawConnection.to(url);
  await rubbish.say(`GET /${login} HTTP/9.9`, '', '').closed();
  return ids;
}

describe('The log of a server in production', () => {
  const lines = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has a line for each request, with its id, its route and its answer', () => {
    const requests = lines().filter((line) => 'request' in line);
    expect(requests.map(({ requestId }) => requestId)).toEqual(requestIds);
    expect(requests.map(({ request, response }) => ({ ...(request as object), ...(response as object) }))).toEqual([
      { method: 'POST', route: '/api/v1/sessions', status: 401 },
      { method: 'POST', route: '/api/v1/sessions', status: 201 },
      { method: 'GET', route: '/api/v1/cases', status: 200 },
      { method: 'GET', route: '/api/v1/people/:login', status: 200 },
      { method: 'PATCH', route: '/api/v1/people/:login', status: 400 },
      { method: 'GET', route: 'unknown', status: 404 },
      { method: 'POST', route: '/api/v1/imports', status: 201 },
      { method: 'PATCH', route: '/api/v1/people/:login', status: 500 },
      { method: 'GET', route: '/api/v1/people/:login', status: 503 },
    ]);
    expect(requests.every(({ ms }) => typeof ms === 'number')).toBe(true);
  });

  it('says what went wrong, with the id of the request', () => {
    const wrong = lines().filter((line) => 'err' in line);
    expect(wrong.map(({ requestId, msg, err }) => [requestId, msg, (err as { code: string }).code])).toEqual([
      [requestIds.at(-2), 'unexpected error', '23514'],
      [requestIds.at(-1), 'database.locked', '55P03'],
    ]);
  });

  it.each<[what: string, secret: () => string]>([
    ['who signs in', () => login],
    ['a name', () => name],
    ['a name that the database has refused', () => '王强'],
    ['whom a file names', () => 'li.na'],
    ['a password', () => password],
    ['a wrong password', () => 'not the secret'],
    ['a token', () => token],
    ['a customer that was searched for, or a file named after it', () => customer],
    ['the same, as it stands in an address', () => encodeURIComponent(customer)],
    ['the network address of a person', () => '127.0.0.1"'],
  ])('does not have %s', (_what, secret) => {
    expect(secret().length).toBeGreaterThan(1);
    expect(server.output()).not.toContain(secret());
  });
});
