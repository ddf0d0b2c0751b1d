import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { runningPostmaster } from '../../src/platform/database/postmaster.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Running, run } from '../support/process.js';

let home: string;
let started: Running[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'recoup-home-'));
  chmodSync(home, 0o755);
});

afterEach(async () => {
  for (const running of started) {
    try {
      running.signal('SIGKILL');
    } catch (error) {
      expect(error).toMatchObject({ code: 'ESRCH' });
    }
  }
  started = [];
});

afterAll(() => {
  const left = postmaster();
  if (left) process.kill(left, 'SIGQUIT');
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

function serve(env: Record<string, string> = {}): Running {
  return start('src/main.ts', [], env);
}

function migrate(env: Record<string, string> = {}): Running {
  return start('src/cli.ts', ['migrate'], env);
}

function start(script: string, args: string[], env: Record<string, string>): Running {
  const running = run(script, args, { RECOUP_HOME: home, PORT: '0', RECOUP_DEMO: 'none', ...env });
  started.push(running);
  return running;
}

function postmaster(): number | undefined {
  return runningPostmaster(join(home, 'postgres'))?.pid;
}

const listening = /http:\/\/127\.0\.0\.1:\d+\n/;

describe('The embedded database', () => {
  it('is made by the first start and goes with a Ctrl-C, without a sound', async () => {
    const server = serve();
    await server.says(listening);
    expect(postmaster()).toBeDefined();
    expect(statSync(join(home, 'postgres-password')).mode & 0o777).toBe(0o600);
    server.signal('SIGINT');
    server.signal('SIGINT');
    expect(await server.ended).toBe(0);
    expect(server.errors()).toBe('');
    expect(server.output()).not.toMatch(/error|"level":[56]0/i);
    expect(postmaster()).toBeUndefined();
  });

  it('is stopped by a Ctrl-C in the middle of the start, too', async () => {
    const server = serve();
    while (!postmaster()) await new Promise((resolve) => setTimeout(resolve, 20));
    server.signal('SIGINT');
    expect(await server.ended).toBe(0);
    expect(postmaster()).toBeUndefined();
  });

  it('outlives a kill -9 and is adopted by the next start', async () => {
    const killed = serve();
    await killed.says(listening);
    const orphan = postmaster();
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    expect(postmaster()).toBe(orphan);

    const next = serve();
    await next.says(listening);
    expect(postmaster()).toBe(orphan);
    next.signal('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(postmaster()).toBeUndefined();
  });

  it('also runs where only its owner may enter', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'recoup-closed-'));
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    const command = migrate({ RECOUP_HOME: closed });
    expect([await command.ended, command.errors()]).toEqual([0, '']);
    rmSync(closed, { recursive: true });
  });

  it('starts again after it was killed itself', async () => {
    const server = serve();
    await server.says(listening);
    process.kill(postmaster() ?? 0, 'SIGKILL');
    server.signal('SIGKILL');
    await server.ended;
    expect(await migrate().ended).toBe(0);
  });

  it('is left running by a command that found it running', async () => {
    const server = serve();
    await server.says(listening);
    const running = postmaster();
    const command = migrate();
    expect(await command.ended).toBe(0);
    expect(command.output()).toBe('nothing to migrate\n');
    expect(postmaster()).toBe(running);
    server.signal('SIGINT');
    expect(await server.ended).toBe(0);
  });

  it('is stopped by a command that started it', async () => {
    expect(await migrate().ended).toBe(0);
    expect(postmaster()).toBeUndefined();
  });

  it('is started once by two processes at the same moment', async () => {
    const both = [serve(), serve()];
    await Promise.all(both.map((server) => server.says(listening)));
    for (const server of both) server.signal('SIGINT');
    expect(await Promise.all(both.map((server) => server.ended))).toEqual([0, 0]);
    expect(postmaster()).toBeUndefined();
  });
});

describe('What the operator can put right is one sentence and exit code 1', () => {
  let database: TestDatabase;
  let taken: ReturnType<typeof createServer>;
  let takenPort: string;

  beforeAll(async () => {
    database = await freshDatabase();
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    takenPort = String((taken.address() as { port: number }).port);
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query("create role powerless login password 'x'");
    await owner.end();
  });

  afterAll(async () => {
    taken.close();
    await database.drop();
  });

  function urlWith(change: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port' | 'hostname'>>): Record<string, string> {
    return { DATABASE_URL: Object.assign(new URL(database.url), change).href };
  }

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['a wrong mode', () => ({ RECOUP_MODE: 'prod' }), /^recoup: RECOUP_MODE is "prod", but must be training or production\.\n$/],
    ['a wrong port', () => ({ PORT: '3000x' }), /^recoup: PORT is "3000x"/],
    ['a port too high', () => ({ RECOUP_PG_PORT: '65536' }), /^recoup: RECOUP_PG_PORT is "65536"/],
    ['another demo', () => ({ RECOUP_DEMO: 'no' }), /^recoup: RECOUP_DEMO is "no"/],
    ['no database in the URL', () => ({ DATABASE_URL: 'postgresql://me:secret@localhost' }), /^recoup: DATABASE_URL must look like/],
    ['another kind of URL', () => ({ DATABASE_URL: 'mysql://me:secret@localhost/x' }), /^recoup: DATABASE_URL must look like/],
    ['a server that is down', () => urlWith({ port: '1' }), /^recoup: The database server 127\.0\.0\.1:1 does not answer/],
    [
      'a server nobody knows',
      () => urlWith({ hostname: 'no-such-host.invalid' }),
      /^recoup: The database server no-such-host\.invalid is not known/,
    ],
    ['a wrong password', () => urlWith({ password: 'wrong' }), /^recoup: The database server .* refuses the sign-in of "recoup"/],
    ['no password', () => urlWith({ password: '' }), /^recoup: The database server .* asks for a password of "recoup"/],
    ['a missing database', () => urlWith({ pathname: '/nowhere' }), /^recoup: The database "nowhere" does not exist/],
    [
      'options that bring back the owner',
      () => ({ DATABASE_URL: `${database.url}?options=-c%20role%3Drecoup` }),
      /^recoup: The database connection works as "recoup"/,
    ],
    ['missing rights', () => urlWith({ username: 'powerless', password: 'x' }), /^recoup: The database user "powerless" lacks rights/],
    ['a taken port', () => ({ ...urlWith({}), PORT: takenPort }), /^recoup: Port \d+ is taken/],
    ['a taken port of the database', () => ({ RECOUP_PG_PORT: takenPort }), /^recoup: RECOUP_PG_PORT is \d+, but that port is taken/],
  ])('%s', async (_what, env, sentence) => {
    const server = serve(env());
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(sentence);
    expect(server.output().trim().split('\n')).toHaveLength(1);
    expect(server.output()).not.toContain('secret');
  });
});
