import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import type { LedgerRow } from '../support/ledger-files.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

const items = (name: string, count: number): LedgerRow[] =>
  Array.from({ length: count }, (_, index) => ({ document: `${name}${index}`, company: 'C02' }));
const fields = { asOf: '2026-06-30', company: 'C02' };
const confirm = (id: string, headers?: Record<string, string>, login = 'finance_director') =>
  ledger.api.post(login, `/api/v1/imports/${id}/confirm`, undefined, headers);
const look = async (id: string) => (await ledger.api.get('auditor', `/api/v1/imports/${id}`)).body;

/** A list that has all the rows, whatever vanishes with it. */
async function open(rows: LedgerRow[], asOf = fields.asOf): Promise<void> {
  const { body } = await ledger.import('open_items', file(rows), { ...fields, asOf });
  const { status } = await ledger.ended(body.id);
  if (status === 'held') await confirm(body.id, { prefer: 'wait' });
  expect(await look(body.id)).toMatchObject({ status: 'done' });
}

/** @returns the number of a list from which too much has vanished */
async function held(rows: LedgerRow[]): Promise<string> {
  const { body } = await ledger.api.upload(
    'ar_clerk',
    '/api/v1/imports',
    { kind: 'open_items', ...fields },
    { name: 'list.csv', content: file(rows) },
    { prefer: 'wait' },
  );
  expect(body).toMatchObject({ status: 'held', rows: rows.length });
  return body.id;
}

const file = (rows: LedgerRow[]) =>
  [
    'company,customer,document,issuedOn,dueOn,currency,openAmount,owner',
    ...rows.map(({ document }) => `C02,K1,${document},2026-01-05,2026-12-31,CNY,100.00,sales0001`),
  ].join('\n');

describe('A released file', () => {
  it('says who released it, and when', async () => {
    await open(items('A', 10));
    const id = await held(items('A', 7));
    expect(await look(id)).toMatchObject({ status: 'held', confirmedBy: null, confirmedAt: null });
    expect(await confirm(id)).toMatchObject({ status: 200, body: { status: 'done' } });
    expect(await look(id)).toMatchObject({
      status: 'done',
      by: 'ar_clerk',
      confirmedBy: 'finance_director',
      confirmedAt: expect.any(String),
    });
    const { body } = await ledger.api.get('auditor', '/api/v1/imports');
    expect(body.items.map(({ confirmedBy }: { confirmedBy: string | null }) => confirmedBy)).toEqual(['finance_director', null]);
  });

  it('that is wished to be taken later is answered at once and goes on, released by one', async () => {
    const id = await held(items('A', 4));
    const answers = await Promise.all([1, 2].map(() => confirm(id, { prefer: 'respond-async' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const begun = answers.find(({ status }) => status === 202);
    expect(begun?.headers.get('location')).toBe(`/api/v1/imports/${id}`);
    expect(begun?.body).toMatchObject({ id, status: 'running' });
    expect(await ledger.ended(id)).toMatchObject({ status: 'done', rows: 4, confirmedBy: 'finance_director', errors: [] });
    expect(await ledger.receivable('A5')).toMatchObject({ balance: '0.00' });
    expect(await ledger.system.rows('select from held_files')).toEqual([]);
  });

  it('that is large is taken in the background', async () => {
    const rows = items('B', 25_100);
    await open(rows);
    const id = await held(rows.slice(0, 20_001));
    const answer = await confirm(id);
    expect(answer).toMatchObject({ status: 202, body: { status: 'running' } });
    expect(await ledger.ended(id)).toMatchObject({ status: 'done', rows: 20_001, confirmedBy: 'finance_director' });
    expect(await ledger.receivable('B25099')).toMatchObject({ balance: '0.00' });
  });
});

describe('A released file whose process has gone', () => {
  it('is held again, and nothing of it is taken until it is released once more', async () => {
    await open(items('C', 10));
    const id = await held(items('C', 5));
    const blocker = await ledger.system.owner.connect();
    await blocker.query('begin; lock table receivables in access exclusive mode');
    expect((await confirm(id, { prefer: 'respond-async' })).status).toBe(202);
    await until(async () => (await waiting()).length === 1);
    expect(await look(id)).toMatchObject({ status: 'running', confirmedBy: 'finance_director' });
    await ledger.system.rows('select pg_terminate_backend($1)', [(await waiting())[0]?.pid]);
    await until(async () => (await look(id)).status === 'held');
    await blocker.query('rollback');
    blocker.release();
    expect(await look(id)).toMatchObject({ status: 'held', rows: 5, accepted: 0, confirmedBy: null, errors: [{ code: 'list.vanished' }] });
    expect(await ledger.receivable('C9')).toMatchObject({ balance: '100.00' });
    expect((await confirm(id, {}, 'ar_clerk')).body).toMatchObject({ status: 409, code: 'import.same_person' });
    expect((await confirm(id)).body).toMatchObject({ status: 'done', rows: 5 });
    expect(await ledger.receivable('C9')).toMatchObject({ balance: '0.00' });
  });

  it('without a word is held as well', async () => {
    const id = await held(items('C', 2));
    await ledger.system.rows(
      `update imports set status = 'running', confirmed_by = 'finance_director', confirmed_at = now(), alive_at = now() - interval '2 minutes'
       where id = $1`,
      [id],
    );
    expect(await look(id)).toMatchObject({ status: 'held', confirmedBy: null, confirmedAt: null });
    expect((await ledger.api.get('auditor', '/api/v1/imports?status=held')).body.items).toMatchObject([{ id }]);
    expect((await confirm(id, { prefer: 'respond-async' })).status).toBe(202);
    expect(await ledger.ended(id)).toMatchObject({ status: 'done', confirmedBy: 'finance_director' });
  });
});

it('A list that another has overtaken is refused at once, and stays held', async () => {
  const id = await held(items('C', 1));
  await ledger.system.moveTo('2026-07-01');
  await open(items('C', 2), '2026-07-01');
  for (const prefer of ['wait', 'respond-async'])
    expect((await confirm(id, { prefer })).body).toMatchObject({ status: 409, code: 'open_items.older' });
  expect(await look(id)).toMatchObject({ status: 'held', confirmedBy: null });
});

/** Imports in the middle of their transaction, held up by a lock. */
function waiting(): Promise<{ pid: number }[]> {
  return ledger.system.rows(
    `select pid from pg_stat_activity where datname = current_database() and usename = current_user and xact_start is not null
       and wait_event_type = 'Lock'`,
  );
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
