import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { businessHash } from '../support/business-hash.js';
import { type Furniture, furnish } from '../support/json-doors.js';
import { problemIn, RawConnection } from '../support/raw-connection.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let furniture: Furniture;
let before: string[];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  furniture = await furnish(system);
  for (const login of ['admin', 'auditor', 'ar_clerk', 'sales0001']) await system.api.token(login);
  before = await businessHash(system);
});

afterAll(() => system.close());

const lists = [
  '/api/v1/cases',
  '/api/v1/receivables',
  '/api/v1/receipts',
  '/api/v1/credits',
  '/api/v1/people',
  '/api/v1/teams',
  '/api/v1/stand-ins',
  '/api/v1/sessions',
  '/api/v1/imports',
  '/api/v1/notices',
  '/api/v1/deductions',
];

describe('Every list', () => {
  it.each([
    ['limit=1000000000', 'limit'],
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=-0', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=050', 'limit'],
    ['limit=%EF%BC%95', 'limit'],
    ['limit=', 'limit'],
    ['limit=50&limit=60', 'limit'],
    ['limit[]=50', 'limit[]'],
    ['sort=name', 'sort'],
    ['offset=10', 'offset'],
    ['__proto__=1', '__proto__'],
    ['constructor=1', 'constructor'],
    ['after=%00', 'after'],
    ['after=../1', 'after'],
    ['after=1&after=2', 'after'],
  ])('refuses ?%s and names %s', async (query, field) => {
    for (const list of lists) {
      // A login may be nearly anything.
      if (list === '/api/v1/people' && query === 'after=../1') continue;
      const { status, body } = await system.api.get('auditor', `${list}?${query}`);
      expect([list, status, body.code, body.errors?.map((error: { field: string }) => error.field)]).toEqual([
        list,
        400,
        'request.invalid',
        [field],
      ]);
      expect(body.errors[0].message).not.toBe('');
    }
  });

  it('takes the largest page, and no more', async () => {
    for (const list of lists) {
      expect([list, (await system.api.get('auditor', `${list}?limit=200`)).status]).toEqual([list, 200]);
      expect([list, (await system.api.get('auditor', `${list}?limit=201`)).status]).toEqual([list, 400]);
    }
  });

  const ledger = ['receivables', 'receipts', 'credits'];
  it.each(ledger)('of %s takes the end of its own page, and of no other list', async (list) => {
    const key = (of: string) => Buffer.from(JSON.stringify([of, 'C01', 'K1', '2026-01-01', '1'])).toString('base64url');
    for (const of of ledger) {
      const { status } = await system.api.get('auditor', `/api/v1/${list}?after=${key(of)}`);
      expect([of, status]).toEqual([of, of === list ? 200 : 400]);
    }
    const own = key(list);
    const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const after of [
      `${own}!!`,
      `${own}AAAA`,
      '2026-01-01.1',
      '1',
      'e30',
      written([list, 'C01', 'K1', '2026-01-01']),
      written([list, 'C01', 'K1', '2026-02-30', '1']),
      written([list, 'C01', 'K1', '2026-01-01', '1e3']),
      written([list, 'C01', 'K\0', '2026-01-01', '1']),
      written([list, 'C01', ['K1'], '2026-01-01', '1']),
      written([list, 'C01', 'K1', '2026-01-01', '1', '2']),
      written(Object.assign([list, 'C01', 'K1', '2026-01-01', 1])),
    ]) {
      const { body } = await system.api.get('auditor', `/api/v1/${list}?after=${after}`);
      expect([after, body.status, body.errors?.[0]?.field]).toEqual([after, 400, 'after']);
    }
  });

  it.each(['2026-01-01', '2026-01-01.', '2026-02-30.1', '2026-01-01.1e3', '２026-01-01.1', '2026-01-01.1.1', 'x'.repeat(41), '1'])(
    'of cases refuses to go on after %s',
    async (after) => {
      const { body } = await system.api.get('auditor', `/api/v1/cases?after=${encodeURIComponent(after)}`);
      expect([body.status, body.errors?.[0]?.field]).toEqual([400, 'after']);
    },
  );

  it.each([
    ['state=closed', 'state'],
    ['owner=a%20b', 'owner'],
    ['owner=a%E2%80%8Bb', 'owner'],
    ['customer=K%E2%80%AE1', 'customer'],
    ['company=C01%0A', 'company'],
    ['minOverdueDays=-1', 'minOverdueDays'],
    ['minOverdueDays=1e9', 'minOverdueDays'],
    [`q=${'x'.repeat(101)}`, 'q'],
    ['q=%00', 'q'],
    ['q=a%E2%80%AEb', 'q'],
    ['q=', 'q'],
  ])('of cases refuses ?%s', async (query, field) => {
    const { body } = await system.api.get('auditor', `/api/v1/cases?${query}`);
    expect([body.status, body.code, body.errors?.[0]?.field]).toEqual([400, 'request.invalid', field]);
  });

  it.each(['%25', '_', '\\', "'; drop table cases; --", '%5C%25', '*', '(', '😀'])('of cases looks for %s as it is', async (q) => {
    const { status, body } = await system.api.get(
      'auditor',
      `/api/v1/cases?q=${q === '%25' || q === '%5C%25' ? q : encodeURIComponent(q)}`,
    );
    expect([status, body.items]).toEqual([200, []]);
  });
});

describe('What a route does not read', () => {
  test.each<[what: string, method: string, path: () => string, body: unknown, field: string]>([
    ['a query', 'GET', () => '/api/v1/me?full=true', undefined, 'full'],
    ['a query of a list that is never paged', 'GET', () => '/api/v1/companies?limit=5', undefined, 'limit'],
    ['a query beside an id', 'GET', () => `/api/v1/cases/${furniture.caseId}?version=2`, undefined, 'version'],
    ['a query beside a command', 'POST', () => `/api/v1/cases/${furniture.caseId}/commands?dryRun=true`, { type: 'acceptPlan' }, 'dryRun'],
    ['a body', 'POST', () => `/api/v1/meetings/${furniture.meetingId}/open`, { date: '2026-07-01' }, 'date'],
    ['a body of a deletion', 'DELETE', () => '/api/v1/sessions/current', { all: true }, 'all'],
  ])('is refused, not overlooked: %s', async (_what, method, path, body, field) => {
    const answer = await system.api.as('finance_director', method, path(), { body });
    expect(answer.body).toMatchObject({ status: 400, code: 'request.invalid', errors: [{ field, code: 'unknown' }] });
    expect(answer.body.errors).toHaveLength(1);
  });

  test.each(['/healthz?x=1', '/readyz?probe=1', '/metrics?x=1'])('is overlooked by what machines watch: %s', async (path) => {
    expect((await system.api.send('GET', path, {})).status).toBe(200);
  });
});

describe('A place in an address', () => {
  test.each([
    '1e3',
    '99999999999999999999',
    '0x1',
    '-1',
    '+1',
    '1.0',
    '%00',
    '%2e%2e%2f1',
    '1%20',
    '%EF%BC%91',
    "1'",
    '1;drop',
    '١',
    'null',
    'NaN',
  ])('is no id: %s', async (id) => {
    for (const path of [
      `/cases/${id}`,
      `/cases/${id}/journal`,
      `/meetings/${id}`,
      `/evidence/${id}/file`,
      `/imports/${id}`,
      `/teams/${id}`,
    ]) {
      const { body } = await system.api.get('admin', `/api/v1${path}`);
      // Roles come first: an administrator sees no imports.
      expect([path, body.status, body.code]).toEqual([
        path,
        path.startsWith('/imports') ? 403 : 400,
        path.startsWith('/imports') ? 'role.required' : 'request.invalid',
      ]);
    }
  });

  test.each(['%00', 'a%20b', 'a%E2%80%8Bb', 'a%E2%80%AEb', 'clock', 'a:b', 'x'.repeat(65)])('is no login: %s', async (login) => {
    const { body } = await system.api.get('admin', `/api/v1/people/${login}`);
    expect([body.status, body.errors?.[0]]).toMatchObject([400, { field: 'login', code: 'login' }]);
  });

  test.each(['%00', 'a%0Ab', 'a%E2%80%8Bb', 'a%E2%80%AEb', '%E3%85%A4', '%20'])('is no name: %s', async (name) => {
    for (const [path, field] of [
      [`/api/v1/boards/${name}`, 'company'],
      [`/api/v1/import-profiles/${name}`, 'name'],
    ]) {
      const { body } = await system.api.get('admin', path ?? '');
      expect([path, body.status, body.errors?.[0]]).toMatchObject([path, 400, { field, code: 'name' }]);
    }
  });

  test.each(['%zz', '%', '%E0%A4%A', '%ED%A0%80'])('cannot be decoded, nor can a query: %s', async (id) => {
    for (const path of [`/api/v1/cases/${id}`, `/api/v1/cases?q=${id}`, `/api/v1/cases?${id}=1`]) {
      const { body } = await system.api.get('auditor', path);
      expect([path, body.status, body.code]).toEqual([path, 400, 'request.malformed']);
    }
  });

  test.each([
    '/api/v1/cases/../../healthz',
    '/api/v1//cases',
    '/api/v1/cases/',
    '/API/V1/cases',
    '/api/v1/cases/1/../2',
    '/api/v1/nothing',
  ])('leads nowhere: %s', async (path) => {
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection.say(`GET ${path} HTTP/1.1`, 'host: x', 'connection: close', '', '').closed();
    expect(problemIn(answer)).toMatchObject({ status: 404, code: 'request.not_found' });
  });

  test('may be a name of 64 hanzi', async () => {
    const { body } = await system.api.get('admin', `/api/v1/people/${encodeURIComponent('张'.repeat(64))}`);
    expect([body.status, body.code]).toEqual([404, 'person.unknown']);
  });

  test('may be long, but not endless', async () => {
    const { body } = await system.api.get('admin', `/api/v1/people/${'x'.repeat(5_000)}`);
    expect([body.status, body.code]).toEqual([414, 'request.address_too_long']);
  });
});

describe('A method that a door does not take is told that nothing is there:', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s', async (method) => {
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection.say(`${method} /api/v1/meetings HTTP/1.1`, 'host: x', 'connection: close', '', '').closed();
    expect(problemIn(answer)).toMatchObject({ status: 404, code: 'request.not_found' });
  });

  test('and another method in a header is none', async () => {
    for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const { body } = await system.api.post('admin', '/api/v1/people/sales0002', { name: 'X' }, { [header]: 'PATCH' });
      expect([header, body.status, body.code]).toEqual([header, 404, 'request.not_found']);
    }
  });
});

describe('A header', () => {
  const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-06-30', outcome: 'reached' };
  const give = (headers: Record<string, string>) =>
    system.api.post('ar_clerk', `/api/v1/cases/${furniture.caseId}/commands`, { ...attempt, channel: 'pigeon' }, headers);

  test.each(['*', '"x"', '"1', '1"', '"1", "2"', '"-1"', '"1.0"', '1e3', '"9999999999"', 'W/', '""', '١'])(
    'If-Match of %s is no version',
    async (value) => {
      const { body } = await give({ 'if-match': Buffer.from(value).toString('latin1') });
      expect([body.status, body.errors]).toMatchObject([400, [{ field: 'If-Match', code: 'version' }]]);
    },
  );

  test.each([' ', 'x'.repeat(201), 'k\ty', 'schl\u00fcssel', 'k\u0085y'])('Idempotency-Key of "%s" is none', async (key) => {
    const connection = await RawConnection.to(system.server.url);
    const body = JSON.stringify(attempt);
    const answer = await connection
      .say(
        `POST /api/v1/cases/${furniture.caseId}/commands HTTP/1.1`,
        'host: x',
        'connection: close',
        `authorization: Bearer ${await system.api.token('ar_clerk')}`,
        'content-type: application/json',
        `content-length: ${body.length}`,
        `idempotency-key: ${key}`,
        '',
        body,
      )
      .closed();
    // An empty one counts as none by the rules of HTTP, and then nothing is promised.
    if (key.trim() === '') expect(answer).toMatch(/^HTTP\/1\.1 (200|400) /);
    else expect(problemIn(answer)).toMatchObject({ status: 400, code: 'request.invalid', errors: [{ field: 'Idempotency-Key' }] });
  });

  test.each(['authorization', 'content-type', 'host', 'idempotency-key', 'if-match'])('%s sent twice is refused', async (header) => {
    const own: Record<string, string> = {
      host: 'x',
      authorization: `Bearer ${await system.api.token('ar_clerk')}`,
      'content-type': 'application/json',
      'idempotency-key': 'k-1',
      'if-match': '"1"',
    };
    const body = JSON.stringify(attempt);
    const head = Object.entries(own).flatMap(([name, value]) =>
      name === header ? [`${name}: ${value}`, `${name}: other`] : [`${name}: ${value}`],
    );
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection
      .say(
        `POST /api/v1/cases/${furniture.caseId}/commands HTTP/1.1`,
        ...head,
        `content-length: ${body.length}`,
        'connection: close',
        '',
        body,
      )
      .closed();
    expect(problemIn(answer)).toMatchObject({ status: 400 });
    expect(await businessHash(system)).toEqual(before);
  });

  test.each([
    'xx',
    '*',
    ';;;q=',
    'zh;q=9999999',
    '-',
    'en;q=nan,zh;q=-1',
    `${'zh-'.repeat(2000)}`,
    '\u00e9\u00ff',
    'q=1',
    ',,,,',
    'en-US-x-private;q=0.1.2',
  ])('Accept-Language of %s never keeps an answer back', async (value) => {
    const answer = await system.api.get('auditor', '/api/v1/cases?limit=0', { 'accept-language': value });
    expect([answer.status, typeof answer.body.errors[0].message]).toEqual([400, 'string']);
    expect((await system.api.get('auditor', '/api/v1/cases', { 'accept-language': value })).status).toBe(200);
  });

  test.each([
    ['of 20 KB', `x-long: ${'x'.repeat(20_000)}`, 431, 'request.headers_too_large'],
    ['without a colon', 'rubbish', 400, 'request.malformed'],
    ['with a control character', 'x-a: b\0c', 400, 'request.malformed'],
    ['about a length that is none', 'content-length: ten', 400, 'request.malformed'],
    ['about a length below 0', 'content-length: -1', 400, 'request.malformed'],
    ['about a length and about chunks', 'content-length: 5\r\ntransfer-encoding: chunked', 400, 'request.malformed'],
    ['about two lengths', 'content-length: 5\r\ncontent-length: 6', 400, 'request.malformed'],
  ])('%s is answered as every problem is', async (_what, header, status, code) => {
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection.say('POST /api/v1/sessions HTTP/1.1', 'host: x', header, '', '').closed();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*application/problem\\+json`, 's'));
    expect(problemIn(answer)).toMatchObject({ status, code, detail: expect.stringMatching(/。$/) });
  });
});

describe('What is no request', () => {
  test.each([
    ['rubbish', 'hello\r\n\r\n'],
    ['another protocol', '\x16\x03\x01\x02\x00'],
    ['an unknown method', 'BREW /api/v1/cases HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['another version', 'GET /api/v1/cases HTTP/9.9\r\nhost: x\r\n\r\n'],
    ['no host', 'GET /api/v1/cases HTTP/1.1\r\n\r\n'],
  ])('is answered and cut off: %s', async (_what, bytes) => {
    const connection = await RawConnection.to(system.server.url);
    expect(await connection.say(bytes).closed()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('A body shorter or longer than announced', () => {
  const head = async (length: number) => [
    `POST /api/v1/cases/${furniture.otherCaseId}/commands HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${await system.api.token('ar_clerk')}`,
    'content-type: application/json',
    `content-length: ${length}`,
    '',
  ];
  const body = JSON.stringify({ type: 'logAttempt', channel: 'phone', on: '2026-06-30', outcome: 'reached' });

  test('ends without an effect when it breaks off', async () => {
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection
      .say(...(await head(body.length + 1)), body)
      .finish()
      .closed();
    expect(answer).toMatch(/^(HTTP\/1\.1 400 .*)?$/s);
    expect(await businessHash(system)).toEqual(before);
  });

  test('is refused when the JSON ends before', async () => {
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection.say(...(await head(body.length - 1)), body).closed();
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*request\.json/s);
    expect(await businessHash(system)).toEqual(before);
  });

  test('is answered for what it was, when rubbish follows it', async () => {
    const connection = await RawConnection.to(system.server.url);
    const answer = await connection.say(...(await head(body.length)), `${body}rubbish`, '', '').closed();
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*HTTP\/1\.1 400 /s);
  });
});
