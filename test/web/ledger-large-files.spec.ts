import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Ledger } from '../support/ledger.js';
import { ledgerFile } from '../support/ledger-files.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.import('customers', [{}]);
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

describe('A large file', () => {
  const rows = Array.from({ length: 20_001 }, (_, index) => ({ document: `L${index}`, dueOn: index % 100 ? '2026-12-31' : '2026-06-01' }));

  it('is answered at once and taken in the background', async () => {
    const { status, body, headers } = await ledger.import('receivables', rows);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/api/v1/imports/${body.id}`);
    expect(body).toMatchObject({ status: 'running', rows: 0, accepted: 0, errors: [] });
    expect(await ledger.ended(body.id)).toMatchObject({ status: 'done', rows: 20_001, accepted: 20_001, businessDate: '2026-06-30' });
    expect(await ledger.caseOf('L100')).toMatchObject({ balance: '100.00' });
  });

  it('changes nothing when it comes again, and is waited for by who prefers that', async () => {
    const file = { name: 'again.csv', content: ledgerFile('receivables', ...rows) };
    const fields = { kind: 'receivables', company: 'C01' };
    const answer = await ledger.api.upload('ar_clerk', '/api/v1/imports', fields, file, { prefer: 'wait=60' });
    expect(answer).toMatchObject({ status: 201, body: { status: 'done', accepted: 0, unchanged: 20_001 } });
  });

  it('with one bad row is rejected whole, with its report', async () => {
    const bad = rows.map((row, index) => ({ ...row, document: `M${index}`, ...(index === 20_000 && { amount: '=1+1' }) }));
    const { status, body } = await ledger.import('receivables', bad);
    expect(status).toBe(202);
    expect(await ledger.ended(body.id)).toMatchObject({
      status: 'rejected',
      accepted: 0,
      rejected: 1,
      errors: [{ line: 20_002, column: 'amount', code: 'amount.malformed' }],
    });
    expect(await ledger.receivable('M0')).toBeUndefined();
  });
});

describe('A file taken in the background', () => {
  it('that cannot be read is rejected, and its report says why', async () => {
    const { body } = await ledger.importLater('receivables', `${ledgerFile('receivables', { document: 'B1' })}C01,"K1\n`);
    expect(await ledger.ended(body.id)).toMatchObject({
      status: 'rejected',
      accepted: 0,
      errors: [{ line: 3, code: 'file.quote', message: expect.stringMatching(/。$/) }],
    });
    expect(await ledger.receivable('B1')).toBeUndefined();
  });

  it.each([
    ['a profile', { profile: 'none' }],
    ['a company', { company: 'C99' }],
  ])('is refused at once with %s that there is none of', async (_what, fields) => {
    const before = await ledger.system.rows('select count(*) from imports');
    expect((await ledger.importLater('receivables', [{ document: 'B2' }], fields)).status).toBe(404);
    expect(await ledger.system.rows('select count(*) from imports')).toEqual(before);
  });

  it('is interrupted with its connection, nothing of it is taken, and it may come again', async () => {
    const file = [{ document: 'B3', customer: 'KB' }];
    const release = await blocked();
    const { body } = await ledger.importLater('receivables', file);
    await until(async () => (await waiting()).length === 1);
    await ledger.system.rows('select pg_terminate_backend($1)', [(await waiting())[0]?.pid]);
    await release();
    expect(await ledger.ended(body.id)).toMatchObject({ status: 'interrupted', rows: 0, accepted: 0, finishedAt: expect.any(String) });
    expect(await ledger.system.rows(`select 1 from customers where customer = 'KB'`)).toEqual([]);
    expect((await ledger.import('receivables', file)).body).toMatchObject({ status: 'done', accepted: 1 });
  });

  it('whose process has fallen silent is interrupted', async () => {
    const [silent] = await ledger.system.rows<{ id: string }>(
      `insert into imports (company_id, kind, file_name, sha256, bytes, on_error, status, by, business_date, alive_at)
       values ('C01', 'receipts', 'lost.csv', 'x', 1, 'stop', 'running', 'ar_clerk', '2026-06-30', now() - interval '2 minutes') returning id`,
    );
    expect((await ledger.api.get('auditor', `/api/v1/imports/${silent?.id}`)).body).toMatchObject({ status: 'interrupted' });
    expect((await ledger.api.get('auditor', '/api/v1/imports?status=interrupted')).body.items).toHaveLength(2);
    expect((await ledger.api.get('auditor', '/api/v1/imports?status=running')).body.items).toEqual([]);
  });

  it('leaves connections for everybody else: two are taken at once, the others wait in line', async () => {
    const release = await blocked();
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        ledger.importLater('receivables', [{ document: `Z${index}` }], { company: index % 2 ? 'C02' : 'C01' }),
      ),
    );
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 202));
    await until(async () => (await waiting()).length === 2);
    expect((await ledger.api.get('auditor', '/api/v1/imports?status=running')).body.items).toHaveLength(12);
    expect(await waiting()).toHaveLength(2);
    await release();
    const ended = await Promise.all(sent.map(({ body }) => ledger.ended(body.id)));
    // The rows name C01: for C02 they are bad ones.
    expect(ended.map(({ status }) => status)).toEqual(ended.map((_, index) => (index % 2 ? 'rejected' : 'done')));
  });
});

describe('The report of bad rows as a file', () => {
  it('is for a spreadsheet, in the language of the caller, and nothing in it is run', async () => {
    const values = ['=HYPERLINK("http://x")', '+1', '-1-1', '@SUM(A1)', '1,"5"'];
    const { body } = await ledger.import(
      'receivables',
      values.map((amount, index) => ({ document: `E${index}`, amount })),
    );
    const csv = await ledger.api.get('auditor', `/api/v1/imports/${body.id}/errors.csv`, { 'accept-language': 'en' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="import-${body.id}-errors.csv"`);
    const [header, ...lines] = csv.body.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(header).toBe('"Line","Column","Value","Code","What is wrong"');
    expect(lines.map((line: string) => line.split('","amount.')[0])).toEqual([
      `"2","amount","'=HYPERLINK(""http://x"")`,
      `"3","amount","'+1`,
      `"4","amount","'-1-1`,
      `"5","amount","'@SUM(A1)`,
      `"6","amount","1,""5""`,
    ]);
    const chinese = await ledger.api.get('auditor', `/api/v1/imports/${body.id}/errors.csv`);
    expect(chinese.body).toMatch(/"行号","列"/);
  });

  it('begins with a byte order mark, has every bad row, and is as private as the import', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => ({ document: `F${index}`, amount: 'x' }));
    const { body } = await ledger.import('receivables', rows);
    const response = await fetch(`${ledger.system.server.url}/api/v1/imports/${body.id}/errors.csv`, {
      headers: { authorization: `Bearer ${await ledger.api.token('ar_clerk')}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(2_501);
    expect((await ledger.api.get('sales0001', `/api/v1/imports/${body.id}/errors.csv`)).status).toBe(403);
    expect((await ledger.api.get('auditor', '/api/v1/imports/999999/errors.csv')).body).toMatchObject({
      status: 404,
      code: 'import.unknown',
    });
  });
});

/** Imports in the middle of their transaction, held up by `blocked`. */
function waiting(): Promise<{ pid: number }[]> {
  return ledger.system.rows(
    `select pid from pg_stat_activity where datname = current_database() and usename = current_user and xact_start is not null
       and wait_event_type = 'Lock'`,
  );
}

/** Lets no import into the table of receivables. @returns lets them again */
async function blocked(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: ledger.system.database.url });
  await client.connect();
  await client.query('begin; lock table receivables in access exclusive mode');
  return () => client.end();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
