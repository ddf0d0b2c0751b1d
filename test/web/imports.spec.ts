import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gb18030 } from '../support/gb18030.js';
import { Ledger } from '../support/ledger.js';
import { ledgerFile } from '../support/ledger-files.js';
import { run } from '../support/process.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

const done = (rows: number, accepted: number) => ({ status: 'done', rows, accepted, rejected: 0, unchanged: rows - accepted, errors: [] });

describe('A file of receivables', () => {
  it('brings customers, owners without sign-in, the opening, and the cases of what is overdue', async () => {
    const rows = [
      { document: 'A1', customer: 'KA', customerName: '甲公司', owner: 'erp-007', dueOn: '2026-06-29' },
      { document: 'A2', customer: 'KA', owner: 'erp-007', dueOn: '2026-06-30' },
      { document: 'A3', customer: 'KB', customerName: '', owner: 'sales0002', dueOn: '2026-07-01', amount: '0.01' },
    ];
    const { status, body } = await ledger.import('receivables', rows);
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.any(String), ...done(3, 3) });
    expect(await ledger.receivable('A1')).toMatchObject({
      customerName: '甲公司',
      amount: '100.00',
      balance: '100.00',
      case: expect.any(String),
    });
    expect(await ledger.receivable('A2')).toMatchObject({ case: null });
    expect(await ledger.receivable('A3')).toMatchObject({ customerName: 'KB', amount: '0.01', case: null });
    expect((await ledger.api.get('admin', '/api/v1/people/erp-007')).body).toMatchObject({ canSignIn: false, roles: [] });
    expect(await ledger.system.rows(`select opening_on from companies where id = 'C01'`)).toEqual([{ opening_on: '2026-06-30' }]);
    expect((await ledger.caseOf('A1')).state.collection).toBe('salesFollowUp');
  });

  it('keeps document numbers as they are written', async () => {
    await ledger.import('receivables', [
      { document: '0000123' },
      { document: '123' },
      { document: '123456789012345678' },
      { document: 'a\\N\\tb' },
    ]);
    for (const document of ['0000123', '123', '123456789012345678', 'a\\N\\tb'])
      expect(await ledger.receivable(document)).toMatchObject({ document });
  });

  it('gives a row without an owner that of its customer', async () => {
    await ledger.import('customers', [{ customer: 'KC', owner: 'sales0002' }]);
    await ledger.import('receivables', [{ document: 'C1', customer: 'KC', owner: '' }]);
    expect(await ledger.receivable('C1')).toMatchObject({ owner: 'sales0002' });
  });

  it('needs its optional columns neither in the header nor in order', async () => {
    const file = 'amount,document,customer,dueOn,issuedOn,currency,owner\n7.5,S1,KA,2026-12-01,2026-11-01,USD,sales0001\n';
    expect((await ledger.import('receivables', file)).body).toMatchObject(done(1, 1));
    expect(await ledger.receivable('S1')).toMatchObject({ amount: '7.50', currency: 'USD', instalment: 1, contract: null, channel: null });
  });
});

describe('All of a file or nothing of it', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({ document: `N${index}`, dueOn: index % 100 ? '2026-12-31' : '2026-06-01' }));
  const bad = rows.map((row, index) => (index === 19_990 ? { ...row, amount: '1O0.00' } : row));

  it('nothing, for one bad row late in 20,000', async () => {
    const { body } = await ledger.import('receivables', bad);
    expect(body).toMatchObject({ status: 'rejected', rows: 20_000, accepted: 0, rejected: 1, unchanged: 0 });
    expect(body.errors).toMatchObject([{ line: 19_992, column: 'amount', value: '1O0.00', code: 'amount.malformed' }]);
    expect(await ledger.receivable('N0')).toBeUndefined();
  });

  it('the good rows, where bad ones are to be skipped; and the bad one, once it is good', async () => {
    const { body } = await ledger.import('receivables', bad, { onError: 'skip' });
    expect(body).toMatchObject({ status: 'done', rows: 20_000, accepted: 19_999, rejected: 1, unchanged: 0, errors: [{ line: 19_992 }] });
    expect((await ledger.import('receivables', rows)).body).toMatchObject(done(20_000, 1));
  });

  it('a kill in the middle leaves nothing either: the file is one transaction', async () => {
    const file = ledgerFile('receivables', { document: 'Q1', customer: 'KQ' });
    await ledger.system.rows('begin');
    await ledger.system.rows('lock table receivables in exclusive mode');
    const answer = ledger.import('receivables', file);
    await until(async () => (await ledger.system.rows(waiting)).length > 0);
    await ledger.system.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    await ledger.system.rows('rollback');
    expect((await answer).status).toBeGreaterThanOrEqual(500);
    expect(await ledger.system.rows(`select 1 from customers where customer = 'KQ'`)).toEqual([]);
    expect((await ledger.import('receivables', file)).body).toMatchObject(done(1, 1));
  });
});

const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

describe('The same file again', () => {
  const rows = [{ document: 'R1' }, { document: 'R2', dueOn: '2026-06-01' }];

  it('changes nothing, nor do the same rows written otherwise', async () => {
    await ledger.import('receivables', rows);
    const before = await ledger.system.rows(`select * from receivables where document in ('R1', 'R2') order by id`);
    const otherBytes = `\ufeff${ledgerFile('receivables', ...rows.toReversed()).replaceAll('\n', '\r\n')}`;
    expect((await ledger.import('receivables', rows)).body).toMatchObject(done(2, 0));
    expect((await ledger.import('receivables', otherBytes)).body).toMatchObject(done(2, 0));
    expect(await ledger.system.rows(`select * from receivables where document in ('R1', 'R2') order by id`)).toEqual(before);
  });

  it('is taken once, sent twice at the same moment', async () => {
    const file = ledgerFile('receivables', ...Array.from({ length: 500 }, (_, index) => ({ document: `P${index}`, dueOn: '2026-06-01' })));
    const receipts = ledgerFile(
      'receipts',
      ...Array.from({ length: 500 }, (_, index) => ({ receipt: `P${index}`, document: `P${index}`, amount: '60.00' })),
    );
    for (const [kind, content] of [
      ['receivables', file],
      ['receipts', receipts],
    ] as const) {
      const answers = await Promise.all([1, 2, 3].map(() => ledger.import(kind, content)));
      expect(answers.map(({ body }) => body.accepted).sort()).toEqual([0, 0, 500]);
      expect(answers.every(({ body }) => body.status === 'done')).toBe(true);
    }
    expect(await ledger.receivable('P499')).toMatchObject({ received: '60.00' });
  });
});

describe('Other data for a known document', () => {
  it('changes it where it has no case yet', async () => {
    await ledger.import('receivables', [{ document: 'V1', dueOn: '2026-10-01' }]);
    const changed = { document: 'V1', dueOn: '2026-11-01', amount: '90.00', customer: 'KV', owner: 'sales0002', contract: 'HT1' };
    expect((await ledger.import('receivables', [changed])).body).toMatchObject(done(1, 1));
    expect(await ledger.receivable('V1')).toMatchObject({
      dueOn: '2026-11-01',
      amount: '90.00',
      customer: 'KV',
      owner: 'sales0002',
      contract: 'HT1',
    });
  });

  it('waits for a second person where it has one, and is asked for once', async () => {
    await ledger.import('receivables', [{ document: 'V2', dueOn: '2026-06-01' }]);
    const changed = { document: 'V2', dueOn: '2026-06-20', amount: '80.00' };
    expect((await ledger.import('receivables', [changed])).body).toMatchObject(done(1, 1));
    expect(await ledger.receivable('V2')).toMatchObject({ dueOn: '2026-06-01', amount: '100.00' });
    expect((await ledger.caseOf('V2')).facts.corrections).toMatchObject([
      { id: 1, changes: { dueOn: '2026-06-20', amount: '80.00' }, askedBy: 'ar_clerk' },
    ]);
    expect((await ledger.import('receivables', [changed, { document: 'V3' }])).body).toMatchObject(done(2, 1));
    expect((await ledger.caseOf('V2')).facts.corrections).toHaveLength(1);
    expect((await ledger.command('ar_clerk', 'V2', { type: 'confirmCorrection', correction: 1 })).status).toBe(403);
    expect((await ledger.command('finance_director', 'V2', { type: 'confirmCorrection', correction: 1 })).status).toBe(200);
    expect(await ledger.receivable('V2')).toMatchObject({ dueOn: '2026-06-20', amount: '80.00', balance: '80.00' });
    expect((await ledger.import('receivables', [changed, { document: 'V4' }])).body).toMatchObject(done(2, 1));
  });

  it('changes at once what moves neither money nor duties', async () => {
    await ledger.import('receivables', [{ document: 'V5', dueOn: '2026-06-01' }]);
    await ledger.import('receivables', [{ document: 'V5', dueOn: '2026-06-01', contract: 'HT5' }]);
    expect(await ledger.receivable('V5')).toMatchObject({ contract: 'HT5' });
    expect((await ledger.caseOf('V5')).facts.corrections).toEqual([]);
  });

  it.each(['2026-06-01', '2026-12-01'])('is refused below what was paid (due %s)', async (dueOn) => {
    const document = `V6-${dueOn}`;
    await ledger.import('receivables', [{ document, dueOn }]);
    await ledger.import('receipts', [{ receipt: document, document, amount: '40.00' }]);
    const { body } = await ledger.import('receivables', [{ document, dueOn, amount: '39.99' }]);
    expect(body).toMatchObject({
      status: 'rejected',
      errors: [{ column: 'amount', code: 'amount.below_applied', message: expect.stringContaining('40.00') }],
    });
    expect((await ledger.import('receivables', [{ document, dueOn, amount: '40.00' }])).body).toMatchObject(done(1, 1));
  });

  it('that a rule of the case refuses makes a bad row, and leaves the others alone where those are skipped', async () => {
    await ledger.import('receivables', [{ document: 'V7', dueOn: '2026-06-01' }]);
    await ledger.import('receipts', [{ receipt: 'V7', document: 'V7' }]);
    const rows = [{ document: 'V7', dueOn: '2026-05-01' }, { document: 'V8' }];
    expect((await ledger.import('receivables', rows)).body).toMatchObject({
      status: 'rejected',
      accepted: 0,
      rejected: 1,
      errors: [{ line: 2, column: 'dueOn', code: 'state.not_possible' }],
    });
    expect(await ledger.receivable('V8')).toBeUndefined();
    expect((await ledger.import('receivables', rows, { onError: 'skip' })).body).toMatchObject({
      status: 'done',
      accepted: 1,
      rejected: 1,
    });
    expect(await ledger.receivable('V8')).toBeDefined();
  });
});

describe('A file of customers', () => {
  it('adds and changes them, and keeps what it has no column for', async () => {
    const full = {
      customer: 'M1',
      name: '乙公司',
      grade: 'AA',
      creditLimit: '50000.5',
      termDays: '45',
      channel: 'channel',
      strategic: 'true',
      email: 'ap@example.cn',
      firstSignedOn: '2024-02-29',
      owner: 'sales0001',
    };
    expect((await ledger.import('customers', [full, { customer: 'M2' }])).body).toMatchObject(done(2, 2));
    expect((await ledger.import('customers', 'customer,name,grade\nM1,乙公司,A\nM2,客户一有限公司,A\n')).body).toMatchObject(done(2, 1));
    const kept = await ledger.system.rows(`select * from customers where customer = 'M1'`);
    expect(kept).toMatchObject([
      {
        grade: 'A',
        credit_limit: '50000.50',
        term_days: 45,
        channel: 'channel',
        strategic: true,
        email: 'ap@example.cn',
        first_signed_on: '2024-02-29',
        owner: 'sales0001',
      },
    ]);
    await ledger.import('customers', 'customer,name,grade,email\nM1,乙公司,A,\n');
    expect(await ledger.system.rows(`select grade, email from customers where customer = 'M1'`)).toEqual([{ grade: 'A', email: null }]);
  });

  it('may say the same of one twice', async () => {
    expect((await ledger.import('customers', [{ customer: 'M3' }, { customer: 'M3' }])).body).toMatchObject(done(2, 1));
  });
});

describe('A mapping profile', () => {
  const put = (name: string, body: object) => ledger.api.send('PUT', `/api/v1/import-profiles/${name}`, { body, headers });
  let headers: Record<string, string>;

  beforeAll(async () => {
    headers = { authorization: `Bearer ${await ledger.api.token('ar_clerk')}` };
  });

  it('reads headers, dates, amounts and an encoding of another origin', async () => {
    const profile = {
      kind: 'receivables',
      encoding: 'gb18030',
      delimiter: ';',
      dateFormat: 'YYYY年M月D日',
      decimalMark: ',',
      groupingMark: '.',
      columns: { customer: '客户编码', customerName: '客户名称', document: '单据号', issuedOn: '开票日', dueOn: '到期日', amount: '金额' },
      constants: { company: 'C01', currency: 'CNY', owner: 'sales0001' },
    };
    expect((await put('kingdee', profile)).body).toMatchObject({ name: 'kingdee', version: 1, by: 'ar_clerk', ...profile });
    const file = gb18030(
      '客户编码;客户名称;单据号;开票日;到期日;金额;备注\r\nG1;"镕基;公司";G-1;2026年1月5日;2026年6月1日;1.234.567,8;x\r\n',
    );
    const wrong = gb18030('客户编码;客户名称;单据号;开票日;到期日;金额\nG1;;G-1;2026年1月5日;2026年6月31日;12.34,5\n');
    expect((await ledger.import('receivables', wrong, { profile: 'kingdee' })).body.errors).toMatchObject([
      { line: 2, column: '到期日', value: '2026年6月31日', code: 'date.not_a_day' },
      { line: 2, column: '金额', value: '12.34,5', code: 'amount.malformed' },
    ]);
    expect((await ledger.import('receivables', file, { profile: 'kingdee' })).body).toMatchObject(done(1, 1));
    expect(await ledger.receivable('G-1')).toMatchObject({ customerName: '镕基;公司', amount: '1234567.80', owner: 'sales0001' });
  });

  it('has versions, of which an import names its own', async () => {
    const profile = { kind: 'customers', columns: { customer: 'code', name: 'name' } };
    expect((await put('crm', profile)).body.version).toBe(1);
    expect((await put('crm', profile)).body.version).toBe(1);
    await ledger.import('customers', 'code,name\nZ1,z\n', { profile: 'crm' });
    expect((await put('crm', { ...profile, delimiter: ';' })).body.version).toBe(2);
    expect(await ledger.system.rows(`select profile, profile_version from imports where profile = 'crm'`)).toEqual([
      { profile: 'crm', profile_version: 1 },
    ]);
    expect((await ledger.api.send('DELETE', '/api/v1/import-profiles/crm', { headers })).status).toBe(204);
    expect((await ledger.api.get('ar_clerk', '/api/v1/import-profiles/crm')).body).toMatchObject({ status: 404, code: 'profile.unknown' });
    expect((await put('crm', profile)).body.version).toBe(3);
  });

  it.each<[string, object, string]>([
    ['a column that the kind has not', { columns: { customer: 'a', name: 'b', colour: 'c' } }, 'columns.colour'],
    ['a required column missing', { columns: { customer: 'a' } }, 'columns.name'],
    ['a header that is no text', { columns: { customer: 1, name: 'b' } }, 'columns'],
    ['a constant that is none of its column', { constants: { grade: 'Z' } }, 'constants.grade'],
    ['a column and a constant', { constants: { name: 'x' } }, 'constants.name'],
    ['a date format without a day', { dateFormat: 'YYYY-MM' }, 'dateFormat'],
    ['a date format that may be read in two ways', { dateFormat: 'YYYYMD' }, 'dateFormat'],
    ['one mark for decimals and groups', { groupingMark: '.' }, 'groupingMark'],
    ['an unknown encoding', { encoding: 'latin1' }, 'encoding'],
    ['an unknown field', { separator: ',' }, 'separator'],
    ['an unknown kind', { kind: 'ledgers' }, 'kind'],
  ])('is refused with %s', async (_what, wrong, field) => {
    const answer = await put('wrong', { kind: 'customers', columns: { customer: 'a', name: 'b' }, ...wrong });
    expect(answer.body).toMatchObject({
      status: 400,
      code: 'request.invalid',
      errors: expect.arrayContaining([expect.objectContaining({ field, message: expect.stringMatching(/。$/) })]),
    });
  });

  it('is for the AR clerk and the admin', async () => {
    expect((await ledger.api.get('admin', '/api/v1/import-profiles')).status).toBe(200);
    expect((await ledger.api.get('sales_director', '/api/v1/import-profiles')).status).toBe(403);
  });
});

describe('What was imported', () => {
  it('is listed, the newest first, in pages', async () => {
    const first = await ledger.api.get('auditor', '/api/v1/imports?limit=2&kind=customers&status=done');
    expect(first.body.items).toHaveLength(2);
    const second = await ledger.api.get('auditor', `/api/v1/imports?limit=2&kind=customers&status=done&after=${first.body.next}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    const one = await ledger.api.get('auditor', `/api/v1/imports/${ids[0]}`);
    expect(one.body).toMatchObject({
      company: 'C01',
      kind: 'customers',
      by: 'ar_clerk',
      businessDate: '2026-06-30',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      errors: [],
    });
  });

  it('is seen in the ledger by those who see the company’s money, in pages that neither miss nor repeat', async () => {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ledger.api.get('sales_director', `/api/v1/receivables?company=C01&open=true&q=N1&limit=200${after}`);
      seen.push(...body.items.map(({ document }: { document: string }) => document));
      if (body.next === null) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(seen).toHaveLength(11_111);
    expect(new Set(seen).size).toBe(11_111);
    for (const login of ['sales0001', 'sales_manager', 'hr', 'admin'])
      expect((await ledger.api.get(login, '/api/v1/receivables')).status).toBe(403);
    expect((await ledger.api.get('auditor', '/api/v1/receivables?after=abc')).body).toMatchObject({
      status: 400,
      errors: [{ field: 'after' }],
    });
    expect((await ledger.api.get('auditor', '/api/v1/receivables?q=%25')).body.items).toEqual([]);
  });
});

describe('The command line', () => {
  it('imports and keeps profiles as the API does', async () => {
    const file = join(tmpdir(), `recoup-${process.pid}-ledger.csv`);
    const profile = join(tmpdir(), `recoup-${process.pid}-profile.json`);
    await writeFile(file, 'doc,amount\nCLI1,5\n');
    await writeFile(
      profile,
      JSON.stringify({
        kind: 'receivables',
        columns: { document: 'doc', amount: 'amount' },
        constants: { customer: 'KA', issuedOn: '2026-01-01', dueOn: '2026-12-01', currency: 'CNY', owner: 'sales0001' },
      }),
    );
    const recoup = async (...args: string[]) => {
      const command = run('src/cli.ts', args, { DATABASE_URL: ledger.system.database.url, RECOUP_HOME: tmpdir() });
      return { exit: await command.ended, output: command.output() };
    };
    expect(await recoup('profile', 'put', 'cli', profile)).toMatchObject({
      exit: 0,
      output: expect.stringContaining('profile cli, version 1'),
    });
    const wish = ['import', file, '--kind', 'receivables', '--company', 'C01', '--profile', 'cli'];
    expect(await recoup(...wish)).toMatchObject({ exit: 0, output: expect.stringContaining('1 rows, 1 accepted') });
    expect(await recoup(...wish, '--as', 'hr')).toMatchObject({ exit: 1, output: expect.stringContaining('hr is not ar_clerk of C01') });
    await writeFile(file, 'doc,amount\nCLI1,x\n');
    expect(await recoup(...wish)).toMatchObject({ exit: 1, output: expect.stringMatching(/line 2, amount "x".*rejected/s) });
    await writeFile(file, 'doc\nCLI1\n');
    expect(await recoup(...wish)).toMatchObject({ exit: 1, output: expect.stringContaining('The header lacks: amount.') });
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
