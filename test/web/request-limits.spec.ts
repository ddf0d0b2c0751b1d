import { afterEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { problemIn, RawConnection } from '../support/raw-connection.js';

let database: TestDatabase;
let replicas: TestApp[] = [];

const twentyPast = Date.UTC(2026, 5, 30, 8, 0, 20);

/** A limit is one of a minute, and a minute must not end in the middle of a test. Timers go on as they are. */
function stopTheMinute(now = twentyPast): void {
  const timers = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'] as const;
  jest.useFakeTimers({ now, doNotFake: [...timers, 'nextTick', 'queueMicrotask', 'hrtime', 'performance'] });
}

async function start(settings: Record<string, string>, count = 1): Promise<Api[]> {
  database = await freshDatabase();
  for (let number = 0; number < count; number += 1) replicas.push(await startApp({ databaseUrl: database.url, settings }));
  return replicas.map(({ url }) => new Api(url));
}

afterEach(async () => {
  jest.useRealTimers();
  for (const { close } of replicas) await close();
  replicas = [];
  await database.drop();
});

describe('A person may ask so often in a minute, and no more', () => {
  it('which is told with how long to wait, and holds up nobody else', async () => {
    const [api] = await start({ RECOUP_REQUESTS_PER_MINUTE: '5' });
    stopTheMinute();
    for (const login of ['hr', 'auditor']) await api?.token(login);
    for (let time = 0; time < 5; time += 1) expect((await api?.get('hr', '/api/v1/me'))?.status).toBe(200);
    const refused = await api?.get('hr', '/api/v1/me', { 'accept-language': 'en' });
    expect(refused?.body).toMatchObject({ status: 429, code: 'request.too_many', facts: { limit: 5, retryAfterSeconds: 40 } });
    expect(refused?.body.detail).toBe('More than 5 requests came within a minute. Go on in 40 seconds.');
    expect(refused?.headers.get('retry-after')).toBe('40');
    expect((await api?.get('auditor', '/api/v1/me'))?.status).toBe(200);

    stopTheMinute(twentyPast + 40_000);
    expect((await api?.get('hr', '/api/v1/me'))?.status).toBe(200);
  });

  it('with all sessions together', async () => {
    const [api] = await start({ RECOUP_REQUESTS_PER_MINUTE: '5' });
    const other = new Api(replicas[0]?.url ?? '');
    stopTheMinute();
    const statuses: (number | undefined)[] = [];
    for (let time = 0; time < 4; time += 1)
      for (const session of [api, other]) statuses.push((await session?.get('hr', '/api/v1/me'))?.status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  });

  it('nor with all replicas together, but for what comes in before they have told one another', async () => {
    const apis = await start({ RECOUP_REQUESTS_PER_MINUTE: '10' }, 2);
    stopTheMinute();
    const ask = async (number: number) => (await apis[number]?.get('hr', '/api/v1/me'))?.status;
    for (let time = 0; time < 5; time += 1) expect([await ask(0), await ask(1)]).toEqual([200, 200]);
    // The first to tell does not know yet what the other has counted: alone, each would take five more.
    await told('of hr', 10);
    const taken = (await untilRefused(() => ask(0))) + (await untilRefused(() => ask(1)));
    expect(taken).toBeLessThanOrEqual(5);
    await told('of hr', 10 + taken);
    // What was refused is not counted on either side.
    expect([await ask(0), await ask(1)]).toEqual([429, 429]);
  });

  it('and nothing is asked of the database for it, nor left there from minutes that are over', async () => {
    const [api] = await start({ RECOUP_REQUESTS_PER_MINUTE: '100' });
    stopTheMinute();
    await api?.get('hr', '/api/v1/me');
    await told('of hr', 1);
    stopTheMinute(twentyPast + 3 * 60_000);
    await api?.get('auditor', '/api/v1/me');
    await told('of auditor', 1);
    while ((await counts()).length > 1) await pause();
    expect(await counts()).toEqual([{ subject: 'of auditor', requests: 1 }]);
  });

  it('unless the setting is 0', async () => {
    const [api] = await start({});
    await api?.token('hr');
    const answers = await Promise.all(Array.from({ length: 200 }, () => api?.get('hr', '/api/v1/me')));
    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]));
    expect(await counts()).toEqual([]);
  });
});

describe('An address may ask so often in a minute, and no more', () => {
  it('signed in or not, whatever it asks for, before its body is read', async () => {
    const [api] = await start({ RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '4' });
    stopTheMinute();
    const asked = [
      await api?.send('GET', '/api/v1/me', {}),
      await api?.send('GET', '/api/openapi.json', {}),
      await api?.send('GET', '/nothing', {}),
      await api?.send('POST', '/api/v1/sessions', { body: {} }),
      await api?.send('POST', '/api/v1/sessions', { body: {} }),
    ];
    expect(asked.map((answer) => answer?.status)).toEqual([401, 200, 404, 400, 429]);
    const connection = await RawConnection.to(replicas[0]?.url ?? '');
    const answer = connection.say(
      'POST /api/v1/sessions HTTP/1.1',
      'host: x',
      'content-type: application/json',
      'content-length: 999',
      '',
      '',
    );
    expect(problemIn(await answer.hears(/\}$/))).toMatchObject({ status: 429, code: 'request.too_many' });
    connection.cut();
  });

  it('but machines may watch the process', async () => {
    const [api] = await start({ RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '1' });
    stopTheMinute();
    for (const path of ['/api/v1/me', '/healthz', '/readyz', '/metrics', '/readyz'])
      expect([path, (await api?.send('GET', path, {}))?.status]).toEqual([path, path === '/api/v1/me' ? 401 : 200]);
    expect((await api?.send('GET', '/api/v1/me', {}))?.status).toBe(429);
  });
});

describe('Who speaks for whom', () => {
  const forged = {
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=203.0.113.7;host=evil.example',
    'x-real-ip': '203.0.113.7',
    'x-client-ip': '203.0.113.7',
    'true-client-ip': '203.0.113.7',
  };

  it('nobody is believed without a setting: limits, lock-outs and sessions go by the connection', async () => {
    const [api] = await start({ RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '30' });
    stopTheMinute();
    await api?.send('POST', '/api/v1/sessions', { body: { login: 'hr', password: 'recoup-training' }, headers: forged });
    const attempts = Array.from({ length: 20 }, (_, number) => ({ ...forged, 'x-forwarded-for': `203.0.113.${number}` }));
    for (const [number, headers] of attempts.entries())
      await api?.send('POST', '/api/v1/sessions', { body: { login: `nobody${number}`, password: 'x' }, headers });
    const locked = await api?.send('POST', '/api/v1/sessions', { body: { login: 'hr', password: 'recoup-training' }, headers: forged });
    expect(locked?.body.code).toBe('sign_in.locked');
    expect(Number(locked?.headers.get('retry-after'))).toBeGreaterThan(0);
    for (let time = 0; time < 8; time += 1)
      await api?.send('GET', '/api/v1/me', { headers: { ...forged, 'x-forwarded-for': `10.0.0.${time}` } });
    expect((await api?.send('GET', '/api/v1/me', { headers: { 'x-forwarded-for': '198.51.100.9' } }))?.body.code).toBe('request.too_many');
    expect(await rows('select distinct address from sessions')).toEqual([{ address: '127.0.0.1' }]);
    expect(await rows('select distinct address from sign_in_attempts')).toEqual([{ address: '127.0.0.1' }]);
  });

  it('a trusted proxy is, with the last address that is none of its own', async () => {
    const [api] = await start({ RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '3', RECOUP_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
    stopTheMinute();
    const from = (forwarded: string) => api?.send('GET', '/api/v1/me', { headers: { 'x-forwarded-for': forwarded } });
    // Whatever a client claims stands before what the proxy has added.
    for (const claimed of ['1.1.1.1, ', 'rubbish, ', '']) expect((await from(`${claimed}203.0.113.7, 10.1.2.3`))?.status).toBe(401);
    expect((await from('203.0.113.7'))?.status).toBe(429);
    expect((await from('203.0.113.8'))?.status).toBe(401);
    // One machine has a whole network of IPv6 addresses.
    for (const end of ['1', '2', 'ffff:1']) expect((await from(`2001:db8:0:7::${end}`))?.status).toBe(401);
    expect((await from('2001:db8:0:7:1:2:3:4'))?.status).toBe(429);
    expect((await from('2001:db8:0:8::1'))?.status).toBe(401);
    await api?.send('POST', '/api/v1/sessions', {
      body: { login: 'hr', password: 'recoup-training' },
      headers: { 'x-forwarded-for': '198.51.100.1', 'x-forwarded-host': 'evil.example' },
    });
    expect(await rows('select address from sessions')).toEqual([{ address: '198.51.100.1' }]);
  });

  it('another address is not, though proxies are trusted', async () => {
    const [api] = await start({ RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '2', RECOUP_TRUSTED_PROXIES: '192.0.2.1' });
    stopTheMinute();
    const statuses = [];
    for (const forwarded of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
      statuses.push((await api?.send('GET', '/api/v1/me', { headers: { 'x-forwarded-for': forwarded } }))?.status);
    expect(statuses).toEqual([401, 401, 429]);
  });
});

async function untilRefused(ask: () => Promise<number | undefined>): Promise<number> {
  for (let taken = 0; ; taken += 1) {
    if ((await ask()) === 429) return taken;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function told(subject: string, requests: number): Promise<void> {
  while (!(await counts()).some((count) => count.subject === subject && count.requests === requests)) await pause();
}

function counts(): Promise<{ subject: string; requests: number }[]> {
  return rows('select subject, requests from request_counts order by subject');
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function rows<T>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}
