import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { type LedgerKind, type LedgerRow, ledgerFile } from '../support/ledger-files.js';

let ledger: Ledger;

/** What every bad file must leave as it was. */
const known = `select (select count(*) from receivables)::int as receivables, (select count(*) from receipts)::int as receipts,
  (select count(*) from credits)::int as credits, (select count(*) from customers)::int as customers, (select count(*) from cases)::int as cases`;

beforeAll(async () => {
  ledger = await Ledger.open();
  const first = await ledger.import('receivables', [
    { document: 'OLD', customer: 'K1' },
    { document: 'OLD2', customer: 'K2' },
  ]);
  expect(first.body).toMatchObject({ status: 'done', accepted: 2 });
});

afterAll(() => ledger.system.close());

type BadRow = [what: string, row: LedgerRow, column: string, code: string];

const badReceivables: BadRow[] = [
  ['no document', { document: '' }, 'document', 'value.missing'],
  ['only blanks for a customer', { customer: '   ' }, 'customer', 'value.missing'],
  ['no amount', { amount: '' }, 'amount', 'value.missing'],
  ['no due date', { dueOn: '' }, 'dueOn', 'value.missing'],
  ['no currency', { currency: '' }, 'currency', 'value.missing'],
  ['nothing owed', { amount: '0.00' }, 'amount', 'amount.zero'],
  ['a negative amount for a document that is owed', { document: 'OLD', amount: '-5.00' }, 'amount', 'amount.below_applied'],
  ['a sign behind the amount', { amount: '5.00-' }, 'amount', 'amount.malformed'],
  ['a third decimal', { amount: '0.001' }, 'amount', 'amount.decimals'],
  ['an exponent', { amount: '1e3' }, 'amount', 'amount.malformed'],
  ['a hexadecimal amount', { amount: '0x10' }, 'amount', 'amount.malformed'],
  ['thousands separated without a profile that says so', { amount: '1,234.50' }, 'amount', 'amount.malformed'],
  ['full-width digits', { amount: '１００' }, 'amount', 'amount.malformed'],
  ['a currency sign', { amount: '¥100' }, 'amount', 'amount.malformed'],
  ['an amount of 14 digits', { amount: '12345678901234.00' }, 'amount', 'amount.too_large'],
  ['a day that is none', { dueOn: '2027-02-29' }, 'dueOn', 'date.not_a_day'],
  ['month 13', { dueOn: '2026-13-01' }, 'dueOn', 'date.not_a_day'],
  ['another date format', { dueOn: '31/12/2026' }, 'dueOn', 'date.malformed'],
  ['a date without zeros', { dueOn: '2026-7-5' }, 'dueOn', 'date.malformed'],
  ['a date with a time', { dueOn: '2026-07-05 00:00' }, 'dueOn', 'date.malformed'],
  ['a year of long ago', { issuedOn: '0213-05-01' }, 'issuedOn', 'date.out_of_range'],
  ['due before it was issued', { dueOn: '2026-01-04' }, 'dueOn', 'date.due_before_issue'],
  ['a currency that is none', { currency: 'RMB' }, 'currency', 'currency.unknown'],
  ['a currency in small letters', { currency: 'cny' }, 'currency', 'currency.unknown'],
  ['instalment 0', { instalment: '0' }, 'instalment', 'number.out_of_range'],
  ['instalment 1.0', { instalment: '1.0' }, 'instalment', 'number.out_of_range'],
  ['instalment 99999', { instalment: '99999' }, 'instalment', 'number.out_of_range'],
  ['an owner with a blank', { owner: 'Zhang San' }, 'owner', 'person.malformed'],
  ['an owner that nobody can tell from another', { owner: 'sales\u200b0001' }, 'owner', 'person.malformed'],
  ['no owner, and none of the customer', { owner: '' }, 'owner', 'owner.missing'],
  ['an unknown channel', { channel: 'web' }, 'channel', 'choice.unknown'],
  ['another company', { company: 'C02' }, 'company', 'company.differs'],
  ['a zero byte', { document: 'D\0X' }, 'document', 'text.forbidden'],
  ['a zero-width character', { document: 'D\u200bX' }, 'document', 'text.forbidden'],
  ['a reading direction turned', { customerName: 'A\u202eB' }, 'customerName', 'text.forbidden'],
  ['a byte order mark inside', { customer: 'K\ufeffX' }, 'customer', 'text.forbidden'],
  ['a line break in a document number', { document: 'D\nX' }, 'document', 'text.forbidden'],
  ['a document number of 65 characters', { document: 'D'.repeat(65) }, 'document', 'text.too_long'],
  ['a name of 201 characters', { customerName: '名'.repeat(201) }, 'customerName', 'text.too_long'],
  ['another currency than it was known with', { document: 'OLD', currency: 'USD' }, 'currency', 'currency.differs'],
];

const badReceipts: BadRow[] = [
  ['no receipt number', { receipt: '' }, 'receipt', 'value.missing'],
  ['money of tomorrow', { valueDate: '2026-07-01' }, 'valueDate', 'date.in_future'],
  ['a customer that nobody knows', { customer: 'K9', document: '', instalment: '' }, 'customer', 'customer.unknown'],
  ["another customer's document", { customer: 'K2', document: 'OLD' }, 'customer', 'customer.differs'],
  ['another currency than the document', { document: 'OLD', currency: 'USD' }, 'currency', 'currency.differs'],
  ['an unknown instrument', { instrument: 'cheque' }, 'instrument', 'choice.unknown'],
  ['gone back before it came', { reversedOn: '2026-02-28' }, 'reversedOn', 'date.before_receipt'],
  ['cleared before it came', { clearedOn: '2026-02-28' }, 'clearedOn', 'date.before_receipt'],
  ['an instalment of no document', { document: '' }, 'instalment', 'instalment.without_document'],
  ['nothing received', { amount: '0' }, 'amount', 'amount.not_positive'],
  ['a negative amount', { amount: '-5.00' }, 'amount', 'amount.not_positive'],
];

const badCredits: BadRow[] = [
  ['no number', { credit: '' }, 'credit', 'value.missing'],
  ['a credit of tomorrow', { creditedOn: '2026-07-01' }, 'creditedOn', 'date.in_future'],
  ['a customer that nobody knows', { customer: 'K9', document: '', instalment: '' }, 'customer', 'customer.unknown'],
  ["another customer's document", { customer: 'K2', document: 'OLD' }, 'customer', 'customer.differs'],
  ['another currency than the document', { document: 'OLD', currency: 'USD' }, 'currency', 'currency.differs'],
  ['taken back before it was given', { reversedOn: '2026-02-28' }, 'reversedOn', 'date.before_credit'],
  ['an instalment of no document', { document: '' }, 'instalment', 'instalment.without_document'],
  ['a negative amount', { amount: '-5.00' }, 'amount', 'amount.not_positive'],
];

const badCustomers: BadRow[] = [
  ['no name', { name: '' }, 'name', 'value.missing'],
  ['an unknown grade', { grade: 'E' }, 'grade', 'choice.unknown'],
  ['a limit below 0', { creditLimit: '-1' }, 'creditLimit', 'amount.negative'],
  ['a term in months', { termDays: '1M' }, 'termDays', 'number.out_of_range'],
  ['neither true nor false', { strategic: 'yes' }, 'strategic', 'choice.unknown'],
  ['an address that is none', { email: 'a@b' }, 'email', 'email.malformed'],
  ['a line break in an address', { email: 'a@b.cn\nbcc: c@d.cn' }, 'email', 'email.malformed'],
];

describe.each<[LedgerKind, BadRow[]]>([
  ['receivables', badReceivables],
  ['receipts', badReceipts],
  ['credits', badCredits],
  ['customers', badCustomers],
])('A bad row among %s is told with line, column, value and reason, and nothing is taken:', (kind, cases) => {
  test.each(cases)('%s', async (_what, row, column, code) => {
    const before = await ledger.system.rows(known);
    const good = { document: 'GOOD', receipt: 'GOOD', credit: 'GOOD', customer: 'K1' };
    const answer = await ledger.import(kind, ledgerFile(kind, good, row));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      status: 'rejected',
      rows: 2,
      accepted: 0,
      rejected: 1,
      unchanged: 0,
      errors: [{ line: 3, column, value: expect.any(String), code, message: expect.stringMatching(/[。）]$/) }],
    });
    expect(await ledger.system.rows(known)).toEqual(before);
  });
});

describe('A bad row', () => {
  it('shows what stands in the file, and names what cannot be seen', async () => {
    const { body } = await ledger.import('receivables', ledgerFile('receivables', { document: 'D\u200b\0X', amount: ' 1,5 ' }));
    expect(body.errors.map(({ column, value }: { column: string; value: string }) => [column, value])).toEqual([
      ['document', 'D<U+200B><U+0000>X'],
      ['amount', ' 1,5 '],
    ]);
  });

  it('is told in the language of the caller', async () => {
    const form = new FormData();
    form.append('kind', 'receivables');
    form.append('company', 'C01');
    form.append('file', new Blob([ledgerFile('receivables', { amount: '0' })]), 'a.csv');
    const headers = { 'accept-language': 'en', authorization: `Bearer ${await ledger.api.token('ar_clerk')}` };
    const answer = await ledger.api.send('POST', '/api/v1/imports', { form, headers });
    expect(answer.body.errors[0].message).toBe('Must not be 0.');
  });

  it('counts its line as an editor does, quoted line breaks and blank lines included', async () => {
    const rows = [{ customerName: '客户\r\n一' }, { customerName: 'a "b"', document: 'D2' }, { document: 'D3', amount: 'x' }];
    const file = ledgerFile('receivables', ...rows).replace('\nC01,K1,"a ', '\n\r\n\nC01,K1,"a ');
    const { body } = await ledger.import('receivables', file);
    expect(body.errors).toMatchObject([{ line: 7, column: 'amount', value: 'x' }]);
  });

  it('is told for every row, the first 100 at once and all of them in pages', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => ({ document: `X${index}`, amount: 'x', dueOn: '-' }));
    const { body } = await ledger.import('receivables', ledgerFile('receivables', ...rows));
    expect(body).toMatchObject({ rows: 150, rejected: 150 });
    expect(body.errors).toHaveLength(100);
    const told: { line: number; column: string }[] = [];
    for (let after = ''; ; ) {
      const page = await ledger.api.get('auditor', `/api/v1/imports/${body.id}/errors?limit=80${after}`);
      told.push(...page.body.items);
      if (page.body.next === null) break;
      after = `&after=${page.body.next}`;
    }
    expect(told).toHaveLength(300);
    expect(told.slice(-2)).toMatchObject([
      { line: 151, column: 'dueOn' },
      { line: 151, column: 'amount' },
    ]);
  });

  it.each<[string, LedgerKind, LedgerRow[], object[]]>([
    [
      'a document twice',
      'receivables',
      [{ document: 'T' }, { document: 'T' }],
      [{ line: 3, column: 'document', value: 'T', code: 'row.repeated' }],
    ],
    ['a receipt with two amounts', 'receipts', [{}, { amount: '1' }], [{ line: 3, column: 'receipt', value: 'R1', code: 'row.repeated' }]],
    [
      'a customer with two names',
      'customers',
      [{}, { name: 'other' }],
      [{ line: 3, column: 'customer', value: 'K1', code: 'row.repeated' }],
    ],
  ])('may be one that contradicts another of its file: %s', async (_what, kind, rows, errors) => {
    const { body } = await ledger.import(kind, ledgerFile(kind, ...rows));
    expect(body).toMatchObject({ status: 'rejected', rejected: 1, errors });
  });
});

const header = ledgerFile('receivables').trim();
const line = 'C01,K1,,D1,1,2026-01-05,2026-12-31,CNY,100,sales0001,,';
const notUtf8 = (text: string) => Uint8Array.from(Buffer.concat([Buffer.from(`${header}\n${line}\n`), Buffer.from(text, 'latin1')]));

describe('A file that cannot be read at all is a problem, and nothing is written:', () => {
  test.each<[what: string, content: string | Uint8Array<ArrayBuffer>, status: number, code: string, facts: object]>([
    ['nothing in it', '', 400, 'file.empty', {}],
    ['blank lines only', '\n\r\n  \n', 400, 'file.missing_columns', {}],
    ['no header', `${line}\n`, 400, 'file.missing_columns', {}],
    ['a column missing', header.replace('dueOn,', ''), 400, 'file.missing_columns', { columns: 'dueOn' }],
    ['a column that nobody knows', `${header},note\n`, 400, 'file.unknown_columns', { columns: 'note' }],
    ['a column twice', `${header},amount\n`, 400, 'file.duplicate_header', { column: 'amount' }],
    ['a cell too few', `${header}\n${line}\nC01,K1\n`, 400, 'file.ragged', { line: 3, expected: 12, found: 2 }],
    ['a cell too many', `${header}\n${line},\n`, 400, 'file.ragged', { line: 2, expected: 12, found: 13 }],
    ['a quote never closed', `${header}\n${line}\nC01,"K1\n${line}\n`, 400, 'file.quote', { line: 3 }],
    ['a quote never closed until another one', `${header}\n${line}\nC01,"K1\n${line}\n${line}\nC01,"K2\n`, 400, 'file.quote', { line: 3 }],
    ['a quote inside a bare cell', `${header}\n${line.replace('D1', '5" pipe')}\n`, 400, 'file.quote', { line: 2 }],
    ['text behind a closing quote', `${header}\n${line.replace('D1', '"D1"x')}\n`, 400, 'file.quote', { line: 2 }],
    ['a line of over a megabyte', `${header}\n${'x'.repeat(1_100_000)}`, 400, 'file.line_too_long', { line: 2 }],
    ['GB18030 without a profile that says so', notUtf8('\xd6\xd0\xce\xc4'), 400, 'file.encoding', { encoding: 'utf-8', line: 3 }],
    ['UTF-16', Uint8Array.from(Buffer.from(`\ufeff${header}\n${line}`, 'utf16le')), 400, 'file.encoding', { line: 1 }],
    ['a ZIP that is no workbook', 'PK\x03\x04rest', 415, 'file.not_a_workbook', {}],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 415, 'file.old_workbook', {}],
    ['a PDF', '%PDF-1.7', 415, 'file.not_csv', {}],
  ])('%s', async (_what, content, status, code, facts) => {
    const imports = 'select count(*)::int as count from imports';
    const before = [await ledger.system.rows(known), await ledger.system.rows(imports)];
    const answer = await ledger.import('receivables', content);
    expect(answer.body).toMatchObject({ status, code, facts, detail: expect.stringMatching(/。$/) });
    expect([await ledger.system.rows(known), await ledger.system.rows(imports)]).toEqual(before);
  });
});

describe('A form that asks for what there is not is a problem:', () => {
  test.each<[what: string, fields: Record<string, string>, status: number, code: string]>([
    ['a kind that nobody knows', { kind: 'ledgers' }, 400, 'request.invalid'],
    ['no kind', { kind: '' }, 400, 'request.invalid'],
    ['another wish for bad rows', { onError: 'ignore' }, 400, 'request.invalid'],
    ['a day that is none', { asOf: '2026-02-30' }, 400, 'request.invalid'],
    ['a field that nobody knows', { wish: 'x' }, 400, 'request.invalid'],
    ['a profile that there is none of', { profile: 'none' }, 404, 'profile.unknown'],
    ['a company that there is none of', { company: 'C99' }, 404, 'company.unknown'],
  ])('%s', async (_what, fields, status, code) => {
    const answer = await ledger.import('receivables', ledgerFile('receivables', {}), fields);
    expect(answer.body).toMatchObject({ status, code });
  });

  test.each([
    ['a path', '../ledger.csv'],
    ['a path of Windows', 'C:\\ledger.csv'],
    ['a reading direction turned', 'ledger\u202evsc.csv'],
    ['more than 200 characters', `${'x'.repeat(200)}.csv`],
  ])('a file name with %s', async (_what, name) => {
    const answer = await ledger.api.upload(
      'ar_clerk',
      '/api/v1/imports',
      { kind: 'receivables', company: 'C01' },
      { name, content: header },
    );
    expect(answer.body).toMatchObject({ status: 400, code: 'upload.file_name' });
  });

  it('no file', async () => {
    const form = new FormData();
    form.append('kind', 'receivables');
    form.append('company', 'C01');
    const answer = await ledger.api.send('POST', '/api/v1/imports', {
      form,
      headers: { authorization: `Bearer ${await ledger.api.token('ar_clerk')}` },
    });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ field: 'file', code: 'required' }] });
  });

  it('no form', async () => {
    expect((await ledger.api.post('ar_clerk', '/api/v1/imports', { kind: 'receivables' })).body).toMatchObject({
      status: 415,
      code: 'upload.not_a_form',
    });
  });

  it('a file beyond 512 MB, before it is sent', async () => {
    expect(await statusOfAnnounced(600 * 1024 * 1024)).toBe(413);
  });
});

describe('Imports are for the AR clerk of the company', () => {
  it.each(['sales0001', 'sales_director', 'finance_director', 'auditor', 'admin', 'hr'])('%s is refused', async (login) => {
    const answer = await ledger.api.upload(
      login,
      '/api/v1/imports',
      { kind: 'receivables', company: 'C01' },
      { name: 'a.csv', content: header },
    );
    expect(answer.body).toMatchObject({ status: 403, code: 'role.required' });
  });

  it('who is clerk of another company is refused, and sees no imports of this one', async () => {
    await ledger.system.rows(
      "insert into role_grants (login, role, company_id) values ('sales0002', 'ar_clerk', 'C02'), ('sales0002', 'salesperson', 'C01')",
    );
    await ledger.system.rows("update role_grants set revoked_at = now() where login = 'sales0002' and company_id is null");
    const answer = await ledger.api.upload(
      'sales0002',
      '/api/v1/imports',
      { kind: 'receivables', company: 'C01' },
      { name: 'a.csv', content: header },
    );
    expect(answer.body).toMatchObject({ status: 403, code: 'role.required' });
    const [{ id }] = (await ledger.api.get('ar_clerk', '/api/v1/imports')).body.items;
    expect((await ledger.api.get('sales0002', '/api/v1/imports')).body.items).toEqual([]);
    expect((await ledger.api.get('sales0002', `/api/v1/imports/${id}`)).body).toMatchObject({ status: 404, code: 'import.unknown' });
    expect((await ledger.api.get('sales0002', '/api/v1/receivables')).body.items).toEqual([]);
  });

  it('nobody is let in without signing in', async () => {
    expect((await ledger.api.send('POST', '/api/v1/imports', { form: new FormData() })).status).toBe(401);
  });
});

/** Says how large the body will be, and sends nothing of it. */
async function statusOfAnnounced(bytes: number): Promise<number | undefined> {
  const authorization = `Bearer ${await ledger.api.token('ar_clerk')}`;
  const headers = { authorization, 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(bytes) };
  return new Promise((resolve, reject) => {
    const sent = request(`${ledger.system.server.url}/api/v1/imports`, { method: 'POST', headers }, (answer) => {
      resolve(answer.statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.flushHeaders();
  });
}
