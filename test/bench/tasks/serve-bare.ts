import { createHash } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { company, today } from '../ledger.js';
import type { Task } from '../worker-main.js';
import type { OnDatabase } from './application.js';

type Body = Record<string, string>;
type ById = { Params: { id: string } };

const session = 'select login from sessions where token_hash = $1 and revoked_at is null and expires_at > now()';
const lock = 'select version, snapshot, last_hash from cases where company_id = $1 and id = $2 for no key update';
const change = 'update cases set snapshot = $3, version = $4, last_hash = $5 where company_id = $1 and id = $2';
const record = `insert into case_journal (company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version,
    calendar_version, prev_hash, hash)
  values ($1, $2, $3, now(), $4, $5, $6, $7, $8, 1, 0, 0, $9, $10)`;
const list = `
  select c.id, c.company_id as company, c.customer, k.name as "customerName", r.document, r.instalment, c.due_on as "dueOn", r.currency, c.balance,
    c.owner, c.snapshot -> 'value' as state, c.next_date as "nextDate", c.version
  from cases c
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join customers k on k.company_id = c.company_id and k.customer = c.customer
  where c.company_id = $1 and not c.closed order by c.due_on, c.id limit 51`;
const one = 'select id, version, snapshot, next_date as "nextDate" from cases where company_id = $1 and id = $2';

/** The least that such a server can do: Fastify, the driver, five statements to a transaction, and no rules at all. */
export async function serveBare({ url }: OnDatabase): Promise<Task<{ url: string }>> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const server = fastify();
  const signedIn = async (header: string | undefined): Promise<string> => {
    const hash = createHash('sha256')
      .update((header ?? '').slice('Bearer '.length))
      .digest();
    const { rows } = await pool.query({ name: 'session', text: session, values: [hash] });
    if (!rows[0]) throw new Error('not signed in');
    return rows[0].login;
  };

  server.post<ById & { Body: Body }>('/api/v1/cases/:id/commands', async ({ headers, params, body }) => {
    const login = await signedIn(headers.authorization);
    const client = await pool.connect();
    try {
      await client.query('begin');
      const answer = await logAttempt(client, params.id, login, body);
      await client.query('commit');
      return answer;
    } finally {
      client.release();
    }
  });
  server.get('/api/v1/cases', async ({ headers }) => {
    await signedIn(headers.authorization);
    const { rows } = await pool.query({ name: 'list', text: list, values: [company] });
    return { items: rows.slice(0, 50), next: `${rows[49]?.dueOn}.${rows[49]?.id}` };
  });
  server.get<ById>('/api/v1/cases/:id', async ({ headers, params }) => {
    await signedIn(headers.authorization);
    const { rows } = await pool.query({ name: 'one', text: one, values: [company, params.id] });
    return rows[0];
  });

  return {
    info: { url: await server.listen({ port: 0, host: '127.0.0.1' }) },
    run: async () => undefined,
    close: async () => {
      server.server.closeAllConnections();
      await server.close();
      await pool.end();
    },
  };
}

async function logAttempt(client: pg.PoolClient, id: string, login: string, { type: _, ...attempt }: Body): Promise<object> {
  const found = (await client.query({ name: 'lock', text: lock, values: [company, id] })).rows[0];
  const { value, context } = found.snapshot;
  const snapshot = { value, context: { ...context, attempts: { count: context.attempts.count + 1, lastOn: attempt.on } } };
  const version = found.version + 1;
  const entries = [{ ...attempt, type: 'attemptLogged' }];
  const hash = createHash('sha256')
    .update(JSON.stringify([id, version, entries, value]))
    .update(found.last_hash)
    .digest();
  await client.query({ name: 'change', text: change, values: [company, id, JSON.stringify(snapshot), version, hash] });
  const values = [company, id, version, today, login, attempt, JSON.stringify(entries), value, found.last_hash, hash];
  await client.query({ name: 'record', text: record, values });
  return { case: id, version, state: value, entries };
}
