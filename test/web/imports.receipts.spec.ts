import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import type { LedgerRow } from '../support/ledger-files.js';

let ledger: Ledger;
const overdue = '2026-06-01';
const notYetDue = '2026-12-31';

beforeAll(async () => {
  ledger = await Ledger.open();
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

/** One receivable of 100.00 and a receipt for it, which differs from the usual as told. */
async function paid(document: string, dueOn: string, ...receipts: LedgerRow[]) {
  await ledger.import('receivables', [{ document, dueOn }]);
  return receive(document, ...receipts);
}

async function receive(document: string, ...receipts: LedgerRow[]) {
  const { body } = await ledger.import(
    'receipts',
    receipts.map((row, index) => ({ receipt: `${document}-${index + 1}`, document, ...row })),
  );
  return body;
}

// With a case the desk writes the money, without one the import does: both must come to the same.
describe.each([
  ['with a case', overdue],
  ['without a case', notYetDue],
])('A receipt for an item %s', (name, dueOn) => {
  const doc = (number: number) => `${name === 'with a case' ? 'W' : 'O'}${number}`;

  it('pays it', async () => {
    expect(await paid(doc(1), dueOn, { amount: '30.00' }, { amount: '70.00' })).toMatchObject({ status: 'done', accepted: 2 });
    expect(await ledger.receivable(doc(1))).toMatchObject({ received: '100.00', balance: '0.00' });
    expect(await ledger.receipt(`${doc(1)}-2`)).toMatchObject({
      instrument: 'bank_transfer',
      onAccount: '0.00',
      allocations: [{ document: doc(1), amount: '70.00', recovery: false }],
    });
  });

  it('stays on account beyond the balance, earlier value dates first', async () => {
    await paid(
      doc(2),
      dueOn,
      { amount: '80.00', valueDate: '2026-04-02' },
      { amount: '50.00', valueDate: '2026-04-01' },
      { amount: '1.00', valueDate: '2026-04-03' },
    );
    expect(await ledger.receivable(doc(2))).toMatchObject({ received: '100.00', balance: '0.00' });
    const onAccount = await Promise.all([1, 2, 3].map(async (number) => (await ledger.receipt(`${doc(2)}-${number}`)).onAccount));
    expect(onAccount).toEqual(['30.00', '0.00', '1.00']);
    const listed = await ledger.api.get('ar_clerk', '/api/v1/receipts?onAccount=true&customer=K1');
    expect(listed.body.items.map(({ receipt }: { receipt: string }) => receipt)).toEqual(
      expect.arrayContaining([`${doc(2)}-1`, `${doc(2)}-3`]),
    );
  });

  it('goes back: the item is owed again, and once only', async () => {
    await paid(doc(3), dueOn, { amount: '130.00', instrument: 'acceptance_bill' });
    const back = { amount: '130.00', instrument: 'acceptance_bill', reversedOn: '2026-04-11' };
    expect(await receive(doc(3), back)).toMatchObject({ status: 'done', accepted: 1, unchanged: 0 });
    expect(await ledger.receivable(doc(3))).toMatchObject({ received: '0.00', balance: '100.00' });
    expect(await ledger.receipt(`${doc(3)}-1`)).toMatchObject({
      reversedOn: '2026-04-11',
      onAccount: '0.00',
      allocations: [{ amount: '100.00', reversedOn: '2026-04-11' }],
    });
    expect(await receive(doc(3), back, { receipt: `else-${doc(3)}`, amount: '1.00', document: '', instalment: '' })).toMatchObject({
      unchanged: 1,
    });
  });

  it('that has gone back already uses nothing up', async () => {
    await paid(
      doc(4),
      dueOn,
      { amount: '60.00' },
      { amount: '90.00', valueDate: '2026-03-02', reversedOn: '2026-03-09' },
      { amount: '40.00', valueDate: '2026-03-10' },
    );
    expect(await ledger.receivable(doc(4))).toMatchObject({ received: '100.00', balance: '0.00' });
    expect(await ledger.receipt(`${doc(4)}-2`)).toMatchObject({ allocations: [{ amount: '40.00', reversedOn: '2026-03-09' }] });
  });

  it('frees by going back what a later one of the same file pays', async () => {
    await paid(doc(5), dueOn, { amount: '100.00' });
    expect(
      await receive(doc(5), { amount: '100.00', reversedOn: '2026-04-01' }, { amount: '100.00', valueDate: '2026-04-02' }),
    ).toMatchObject({ accepted: 2 });
    expect(await ledger.receivable(doc(5))).toMatchObject({ received: '100.00', balance: '0.00' });
  });

  it('clears later', async () => {
    const bill = { instrument: 'acceptance_bill' };
    await paid(doc(6), dueOn, bill);
    expect(await receive(doc(6), { ...bill, clearedOn: '2026-05-01' })).toMatchObject({ accepted: 1 });
    expect(await ledger.receipt(`${doc(6)}-1`)).toMatchObject({ clearedOn: '2026-05-01' });
    expect(await receive(doc(6), { ...bill, clearedOn: '2026-05-01' })).toMatchObject({ accepted: 0, unchanged: 1 });
  });

  it.each<[string, LedgerRow, string]>([
    ['amount', { amount: '99.00' }, '100.00'],
    ['valueDate', { valueDate: '2026-03-02' }, '2026-03-01'],
    ['instrument', { instrument: 'cash' }, 'bank_transfer'],
    ['clearedOn', { clearedOn: '2026-05-02' }, '2026-05-01'],
    ['customer', { customer: 'K2' }, 'K1'],
  ])('is never known with another %s', async (column, differing, knownAs) => {
    const document = `${doc(7)}${column}`;
    await ledger.import('customers', [{ customer: 'K2' }]);
    await paid(document, dueOn, { clearedOn: '2026-05-01' });
    const body = await receive(document, { clearedOn: '2026-05-01', ...differing });
    expect(body).toMatchObject({
      status: 'rejected',
      errors: [{ line: 2, column, code: 'receipt.differs', message: expect.stringContaining(knownAs) }],
    });
  });

  it('does not come back by leaving the date of its reversal out', async () => {
    await paid(doc(8), dueOn, { reversedOn: '2026-04-01' });
    expect(await receive(doc(8), {})).toMatchObject({ status: 'rejected', errors: [{ column: 'reversedOn', code: 'receipt.differs' }] });
  });
});

describe('A receipt', () => {
  it('without a document, or for one that nobody knows, is on account', async () => {
    await ledger.import('customers', [{ customer: 'K3' }]);
    const rows = [
      { receipt: 'F1', customer: 'K3', document: '', instalment: '' },
      { receipt: 'F2', customer: 'K3', document: 'unknown' },
    ];
    expect((await ledger.import('receipts', rows)).body).toMatchObject({ accepted: 2 });
    const { body } = await ledger.api.get('ar_clerk', '/api/v1/receipts?onAccount=true&customer=K3&company=C01');
    expect(body.items).toMatchObject([
      { receipt: 'F1', document: null, instalment: null, onAccount: '100.00', allocations: [] },
      { receipt: 'F2', document: 'unknown', instalment: 1, onAccount: '100.00', allocations: [] },
    ]);
    expect((await ledger.import('receipts', rows.toReversed())).body).toMatchObject({ accepted: 0, unchanged: 2 });
  });

  it('may pay many documents under one number', async () => {
    await ledger.import('receivables', [{ document: 'H1' }, { document: 'H1', instalment: '2' }, { document: 'H2' }]);
    const rows = [{ document: 'H1' }, { document: 'H1', instalment: '2' }, { document: 'H2' }, { document: '', instalment: '' }];
    expect(
      (
        await ledger.import(
          'receipts',
          rows.map((row) => ({ receipt: 'H', amount: '60.00', ...row })),
        )
      ).body,
    ).toMatchObject({ accepted: 4 });
    expect(await ledger.receivable('H2')).toMatchObject({ received: '60.00' });
    expect(
      (
        await ledger.import(
          'receipts',
          rows.map((row) => ({ receipt: 'H', amount: '60.00', ...row })),
        )
      ).body,
    ).toMatchObject({ unchanged: 4 });
  });

  it('may stand twice in a file, saying the same', async () => {
    expect(await paid('I1', notYetDue, { receipt: 'I' }, { receipt: 'I' })).toMatchObject({ rows: 2, accepted: 1, unchanged: 1 });
  });

  it('that goes back makes an overdue item a case at once', async () => {
    await ledger.system.moveTo('2026-07-01');
    await paid('J1', '2026-07-01', {});
    await ledger.system.moveTo('2026-07-02');
    expect(await ledger.caseOf('J1')).toBeUndefined();
    await receive('J1', { reversedOn: '2026-07-02' });
    expect(await ledger.caseOf('J1')).toMatchObject({ balance: '100.00', overdueDays: 1 });
  });

  it('settles a case in pages of any size: many receipts of one case follow each other', async () => {
    await ledger.import('receivables', [{ document: 'L1', dueOn: overdue, amount: '3000.00' }]);
    const many = Array.from({ length: 3000 }, (_, index) => ({ receipt: `L${index}`, document: 'L1', amount: '1.00' }));
    expect((await ledger.import('receipts', many)).body).toMatchObject({ accepted: 3000 });
    expect(await ledger.caseOf('L1')).toMatchObject({ balance: '0.00', state: { collection: 'settled' } });
  });
});

describe('A receipt for a closed case', () => {
  it('that was written off is a recovery up to what was written off; the rest stays on account', async () => {
    await ledger.system.rows(
      `insert into policies (company_id, version, effective_from, numbers) values ('C01', 1, '2026-01-01', '{"smallBalanceCents": 20000}')`,
    );
    await paid('B1', overdue, { amount: '20.00' });
    for (const [by, body] of [
      ['finance_director', { type: 'waiveSmallBalance', reason: 'x' }],
      ['ar_clerk', { type: 'postWriteOff', voucherNo: 'V-1' }],
    ] as const)
      expect(await ledger.command(by, 'B1', body)).toMatchObject({ status: 200 });
    await receive('B1', { receipt: 'B1-late', amount: '50.00' }, { receipt: 'B1-later', amount: '50.00', valueDate: '2026-03-02' });
    expect(await ledger.receivable('B1')).toMatchObject({ received: '20.00', writtenOff: '80.00', recovered: '80.00', balance: '0.00' });
    expect(await ledger.receipt('B1-later')).toMatchObject({ onAccount: '20.00', allocations: [{ amount: '30.00', recovery: true }] });
    const back = { receipt: 'B1-later', amount: '50.00', valueDate: '2026-03-02', reversedOn: '2026-04-01' };
    expect(await receive('B1', back)).toMatchObject({ accepted: 1 });
    expect(await ledger.receivable('B1')).toMatchObject({ recovered: '50.00', balance: '0.00' });
  });

  it('that was written off, and is owed in part again because an older one went back: the debt first, the rest a recovery', async () => {
    expect(await receive('B1', { amount: '20.00', reversedOn: '2026-04-02' })).toMatchObject({ accepted: 1 });
    expect(await ledger.receivable('B1')).toMatchObject({ received: '0.00', writtenOff: '80.00', recovered: '50.00', balance: '20.00' });
    await receive('B1', { receipt: 'B1-again', amount: '60.00', valueDate: '2026-05-01' });
    expect(await ledger.receivable('B1')).toMatchObject({ received: '20.00', writtenOff: '80.00', recovered: '80.00', balance: '0.00' });
    expect(await ledger.receipt('B1-again')).toMatchObject({
      onAccount: '10.00',
      allocations: [
        { amount: '20.00', recovery: false },
        { amount: '30.00', recovery: true },
      ],
    });
    await receive('B1', { receipt: 'B1-again', amount: '60.00', valueDate: '2026-05-01', reversedOn: '2026-05-05' });
    expect(await ledger.receivable('B1')).toMatchObject({ received: '0.00', recovered: '50.00', balance: '20.00' });
  });

  it('that was cancelled stays on account', async () => {
    await ledger.import('receivables', [{ document: 'B3', dueOn: overdue }]);
    for (const by of ['ar_clerk', 'finance_director'])
      expect(await ledger.command(by, 'B3', { type: 'cancel', reason: 'opened in error' })).toMatchObject({ status: 200 });
    await receive('B3', {});
    expect(await ledger.receipt('B3-1')).toMatchObject({ onAccount: '100.00', allocations: [] });
  });

  it('that was settled stays on account', async () => {
    await paid('B2', overdue, { amount: '100.00' });
    await receive('B2', { receipt: 'B2-again' });
    expect(await ledger.receipt('B2-again')).toMatchObject({ onAccount: '100.00', allocations: [] });
    expect(await ledger.receivable('B2')).toMatchObject({ received: '100.00' });
  });
});

// Made up in the layout of a public sample of accounts receivable, which is exported from another system.
const exported = `countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate
391,0001-AAAAA,4/6/2026,0000611365,1/2/2026,2/1/2026,55.94,No,1/15/2026,Paper,13,0
406,0002-BBBBB,3/3/2026,0007900770,1/26/2026,2/25/2026,61.74,Yes,3/3/2026,Electronic,36,6
391,0002-BBBBB,1/26/2026,0009231909,7/3/2026,8/2/2026,65.88,No,7/8/2026,Paper,5,0
`;
const unsettled = `${exported.split('\n')[0]}
770,0003-CCCCC,11/20/2026,0009888306,2/10/2026,3/12/2026,105.92,No,,Electronic,,
770,0003-CCCCC,11/20/2026,0009888307,6/10/2026,7/10/2026,10.08,No,,Electronic,,
`;

describe('An export of another system, mapped by profiles', () => {
  it('becomes receivables, receipts and the cases of what is still owed', async () => {
    await ledger.system.moveTo('2026-07-09');
    const shared = { dateFormat: 'M/D/YYYY', constants: { company: 'C02', currency: 'USD', owner: 'sales0001' } };
    const both = { customer: 'customerID', document: 'invoiceNumber', amount: 'InvoiceAmount' };
    const headers = { authorization: `Bearer ${await ledger.api.token('ar_clerk')}` };
    const put = (name: string, body: object) => ledger.api.send('PUT', `/api/v1/import-profiles/${name}`, { body, headers });
    await put('sample-items', { kind: 'receivables', ...shared, columns: { ...both, issuedOn: 'InvoiceDate', dueOn: 'DueDate' } });
    const { owner, ...constants } = shared.constants;
    await put('sample-receipts', {
      kind: 'receipts',
      ...shared,
      constants,
      columns: { ...both, receipt: 'invoiceNumber', valueDate: 'SettledDate' },
    });

    const all = exported + unsettled.slice(unsettled.indexOf('\n') + 1);
    const c02 = { company: 'C02' };
    expect((await ledger.import('receivables', all, { ...c02, profile: 'sample-items' })).body).toMatchObject({
      status: 'done',
      accepted: 5,
    });
    expect((await ledger.import('receipts', exported, { ...c02, profile: 'sample-receipts' })).body).toMatchObject({
      status: 'done',
      accepted: 3,
    });
    const open = await ledger.api.get('finance_director', '/api/v1/receivables?company=C02&open=true');
    expect(open.body.items.map(({ document, balance }: { document: string; balance: string }) => [document, balance])).toEqual([
      ['0009888306', '105.92'],
      ['0009888307', '10.08'],
    ]);
    const cases = await ledger.api.get('finance_director', '/api/v1/cases?company=C02');
    expect(cases.body.items).toMatchObject([{ document: '0009888306', balance: '105.92' }]);
    const missing = await ledger.import('receipts', unsettled, { ...c02, profile: 'sample-receipts' });
    expect(missing.body.errors).toMatchObject([
      { line: 2, column: 'SettledDate', code: 'value.missing' },
      { line: 3, column: 'SettledDate', code: 'value.missing' },
    ]);
  });

  it('is refused with a profile of another kind, or for a company that it is not of', async () => {
    expect((await ledger.import('receipts', exported, { profile: 'sample-items' })).body).toMatchObject({
      status: 400,
      code: 'profile.kind_differs',
    });
    const wrong = await ledger.import('receivables', exported, { profile: 'sample-items' });
    expect(wrong.body).toMatchObject({
      status: 'rejected',
      rejected: 3,
      errors: [{ column: 'company', value: 'C02', code: 'company.differs' }, {}, {}],
    });
  });
});
