import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import type { LedgerRow } from '../support/ledger-files.js';

let ledger: Ledger;
const overdue = '2026-06-01';
const notYetDue = '2026-12-31';

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.import('customers', [{}, { customer: 'K2' }]);
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

/** Credits for one document, each of 100.00 and named after it unless told otherwise. */
async function credit(document: string, ...credits: LedgerRow[]) {
  const rows = credits.map((row, index) => ({ credit: `${document}-${index + 1}`, document, ...row }));
  return (await ledger.import('credits', rows)).body;
}

// With a case the desk writes the money, without one the import does: both must come to the same.
describe.each([
  ['with a case', 'W', overdue],
  ['without a case', 'O', notYetDue],
])('A credit for an item %s', (_name, prefix, dueOn) => {
  const owe = (document: string) => ledger.import('receivables', [{ document, dueOn }]);

  it('lowers what is owed; the same file again changes nothing', async () => {
    const document = `${prefix}1`;
    await owe(document);
    const rows = [{ amount: '30.00' }, { amount: '20.00', creditedOn: '2026-03-05' }];
    expect(await credit(document, ...rows)).toMatchObject({ status: 'done', accepted: 2 });
    expect(await ledger.receivable(document)).toMatchObject({ credited: '50.00', received: '0.00', balance: '50.00' });
    expect(await credit(document, ...rows)).toMatchObject({ accepted: 0, unchanged: 2 });
    expect(
      await credit(document, ...rows.toReversed().map((row, index) => ({ ...row, credit: `${document}-${2 - index}` }))),
    ).toMatchObject({
      accepted: 0,
      unchanged: 2,
    });
    expect(await ledger.receivable(document)).toMatchObject({ balance: '50.00' });
  });

  it('stays on account beyond the balance, earlier ones first', async () => {
    const document = `${prefix}2`;
    await owe(document);
    await credit(
      document,
      { amount: '80.00', creditedOn: '2026-04-02' },
      { amount: '50.00', creditedOn: '2026-04-01' },
      { amount: '1.00', creditedOn: '2026-04-03' },
    );
    expect(await ledger.receivable(document)).toMatchObject({ credited: '100.00', balance: '0.00' });
    const onAccount = await Promise.all([1, 2, 3].map(async (number) => (await ledger.credit(`${document}-${number}`)).onAccount));
    expect(onAccount).toEqual(['30.00', '0.00', '1.00']);
  });

  it('is taken back, once, and frees what a newer one of the same file lowers', async () => {
    const document = `${prefix}3`;
    await owe(document);
    await credit(document, { amount: '100.00' });
    const back = { amount: '100.00', reversedOn: '2026-04-11' };
    expect(await credit(document, back, { amount: '40.00' })).toMatchObject({ status: 'done', accepted: 2 });
    expect(await ledger.receivable(document)).toMatchObject({ credited: '40.00', balance: '60.00' });
    expect(await ledger.credit(`${document}-1`)).toMatchObject({ applied: '0.00', onAccount: '0.00', reversedOn: '2026-04-11' });
    expect(await credit(document, back, { amount: '40.00' }, { amount: '1.00' })).toMatchObject({ accepted: 1, unchanged: 2 });
    expect(await credit(document, {}, { amount: '40.00' })).toMatchObject({
      status: 'rejected',
      errors: [{ line: 2, column: 'reversedOn', code: 'credit.differs' }],
    });
  });

  it('is never known with another amount', async () => {
    const document = `${prefix}4`;
    await owe(document);
    await credit(document, { amount: '10.00' });
    expect(await credit(document, { amount: '11.00' })).toMatchObject({
      status: 'rejected',
      errors: [{ line: 2, column: 'amount', code: 'credit.differs', message: expect.stringContaining('10.00') }],
    });
  });
});

describe('A credit', () => {
  it('in full cancels a case without any receipt, settles one with a receipt, and reopens it when taken back', async () => {
    await ledger.import('receivables', [
      { document: 'C1', dueOn: overdue },
      { document: 'C2', dueOn: overdue },
    ]);
    await ledger.import('receipts', [{ receipt: 'C2', document: 'C2', amount: '10.00' }]);
    await credit('C1', {});
    await credit('C2', {});
    expect((await ledger.caseOf('C1')).state.collection).toBe('cancelled');
    expect((await ledger.caseOf('C2')).state.collection).toBe('settled');
    expect(await ledger.credit('C2-1')).toMatchObject({ applied: '90.00', onAccount: '10.00' });
    await credit('C1', { reversedOn: '2026-06-29' });
    expect(await ledger.caseOf('C1')).toMatchObject({ balance: '100.00', state: { collection: 'salesFollowUp' } });
  });

  it('without a document, or for one that nobody knows, is on account', async () => {
    const rows = [
      { credit: 'F1', customer: 'K2', document: '', instalment: '' },
      { credit: 'F2', customer: 'K2', document: 'unknown' },
    ];
    expect((await ledger.import('credits', rows)).body).toMatchObject({ accepted: 2 });
    const { body } = await ledger.api.get('sales_director', '/api/v1/credits?onAccount=true&customer=K2&company=C01');
    expect(body.items).toMatchObject([
      { credit: 'F1', document: null, onAccount: '100.00' },
      { credit: 'F2', document: 'unknown', onAccount: '100.00' },
    ]);
    expect((await ledger.import('credits', rows.toReversed())).body).toMatchObject({ accepted: 0, unchanged: 2 });
    expect((await ledger.api.get('sales0001', '/api/v1/credits')).status).toBe(403);
  });

  it('comes from a negative row of a file of receivables, to the account of the customer', async () => {
    const rows = [
      { document: 'N1', customer: 'KN' },
      { document: 'N2', customer: 'KN', amount: '-40.00', owner: '' },
    ];
    expect((await ledger.import('receivables', rows)).body).toMatchObject({ status: 'done', accepted: 2 });
    expect(await ledger.receivable('N2')).toBeUndefined();
    expect(await ledger.receivable('N1')).toMatchObject({ balance: '100.00' });
    expect(await ledger.credit('N2')).toMatchObject({ customer: 'KN', document: null, instalment: 1, amount: '40.00', onAccount: '40.00' });
    expect((await ledger.import('receivables', rows.toReversed())).body).toMatchObject({ accepted: 0, unchanged: 2 });
    expect((await ledger.import('receivables', [{ ...rows[1], amount: '-41.00' }])).body).toMatchObject({
      status: 'rejected',
      errors: [{ line: 2, column: 'amount', code: 'credit.differs' }],
    });
  });

  it('that a rule refuses takes the whole file with it', async () => {
    const before = await ledger.system.rows('select count(*) from credits');
    expect(
      (
        await ledger.import('credits', [
          { credit: 'Q1', document: 'N1', customer: 'KN' },
          { credit: 'Q2', customer: 'K9' },
        ])
      ).body,
    ).toMatchObject({
      status: 'rejected',
      accepted: 0,
    });
    expect(await ledger.system.rows('select count(*) from credits')).toEqual(before);
  });
});

describe('What is on account', () => {
  /** A receipt without a document, and an overdue and a coming item of 100.00 each. */
  async function prepared(name: string, amount = '150.00') {
    await ledger.import('receivables', [
      { document: `${name}-over`, dueOn: overdue },
      { document: `${name}-due`, dueOn: notYetDue },
    ]);
    await ledger.import('receipts', [{ receipt: name, document: '', instalment: '', amount }]);
  }

  it('is allocated by an AR clerk to items with and without a case', async () => {
    await prepared('A1');
    const made = await ledger.allocate('ar_clerk', 'A1', [
      { document: 'A1-over', instalment: 1, amount: '100.00' },
      { document: 'A1-due', amount: '30.5' },
    ]);
    expect(made).toMatchObject({
      status: 201,
      body: {
        receipt: 'A1',
        onAccount: '19.50',
        allocations: [
          { document: 'A1-over', amount: '100.00' },
          { document: 'A1-due', amount: '30.50' },
        ],
      },
    });
    expect((await ledger.caseOf('A1-over')).state.collection).toBe('settled');
    expect(await ledger.receivable('A1-due')).toMatchObject({ received: '30.50', balance: '69.50' });
    const [noted] = await ledger.system.rows("select allocated_by from allocations where amount = '30.50'");
    expect(noted).toEqual({ allocated_by: 'ar_clerk' });
    // What is allocated goes back with its receipt.
    await ledger.import('receipts', [{ receipt: 'A1', document: '', instalment: '', amount: '150.00', reversedOn: '2026-06-30' }]);
    expect(await ledger.caseOf('A1-over')).toMatchObject({ balance: '100.00', state: { collection: 'salesFollowUp' } });
  });

  it.each<[string, object[], number, string, object]>([
    [
      'more than the receipt has',
      [
        { document: 'A2-over', amount: '100.00' },
        { document: 'A2-due', amount: '50.01' },
      ],
      409,
      'allocation.beyond_receipt',
      { asked: '150.01', onAccount: '150.00' },
    ],
    [
      'more than an item owes',
      [
        { document: 'A2-due', amount: '1.00' },
        { document: 'A2-over', amount: '100.01' },
      ],
      409,
      'allocation.beyond_balance',
      { document: 'A2-over', asked: '100.01', balance: '100.00' },
    ],
    ['an unknown document', [{ document: 'A2-no', amount: '1.00' }], 400, 'request.invalid', {}],
    ["another customer's document", [{ document: 'N1', amount: '1.00' }], 400, 'request.invalid', {}],
    [
      'a document twice',
      [
        { document: 'A2-due', amount: '1.00' },
        { document: 'A2-due', amount: '1.00' },
      ],
      400,
      'request.invalid',
      {},
    ],
    ['nothing', [{ document: 'A2-due', amount: '0.00' }], 400, 'request.invalid', {}],
    ['no line', [], 400, 'request.invalid', {}],
    ['a field that nobody knows', [{ document: 'A2-due', amount: '1.00', balance: '0.00' }], 400, 'request.invalid', {}],
  ])('is not allocated at all for %s', async (_what, lines, status, code, facts) => {
    if (!(await ledger.receipt('A2'))) await prepared('A2');
    expect((await ledger.allocate('ar_clerk', 'A2', lines)).body).toMatchObject({
      status,
      code,
      facts,
      detail: expect.stringMatching(/。$/),
    });
    expect(await ledger.receipt('A2')).toMatchObject({ onAccount: '150.00', allocations: [] });
  });

  it.each([
    ['sales0001', 409, 'receipt.by_sales'],
    ['sales_director', 409, 'receipt.by_sales'],
    ['finance_director', 403, 'role.required'],
    ['auditor', 403, 'role.required'],
  ])('is not for %s to allocate', async (login, status, code) => {
    expect((await ledger.allocate(login, 'A2', [{ document: 'A2-due', amount: '1.00' }])).body).toMatchObject({ status, code });
    expect(await ledger.receipt('A2')).toMatchObject({ onAccount: '150.00' });
  });

  it('is unknown to a clerk of another company', async () => {
    await ledger.system.rows(
      "insert into people (login, name, password_hash) select 'clerk2', 'clerk2', password_hash from people where login = 'ar_clerk'",
    );
    await ledger.system.rows("insert into role_grants (login, role, company_id) values ('clerk2', 'ar_clerk', 'C02')");
    expect((await ledger.allocate('clerk2', 'A2', [{ document: 'A2-due', amount: '1.00' }])).body).toMatchObject({
      status: 404,
      code: 'receipt.unknown',
    });
  });

  it('is allocated once for one idempotency key, and never twice at the same moment', async () => {
    const line = [{ document: 'A2-due', amount: '60.00' }];
    const key = { 'idempotency-key': 'A2' };
    const [first, again] = [await ledger.allocate('ar_clerk', 'A2', line, key), await ledger.allocate('ar_clerk', 'A2', line, key)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await ledger.receipt('A2')).toMatchObject({ onAccount: '90.00' });
    const answers = await Promise.all([1, 2, 3].map(() => ledger.allocate('ar_clerk', 'A2', [{ document: 'A2-over', amount: '60.00' }])));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await ledger.receipt('A2')).toMatchObject({ onAccount: '30.00' });
  });

  it('becomes a recovery beyond the balance of a written-off item', async () => {
    await ledger.system.rows(
      `insert into policies (company_id, version, effective_from, numbers) values ('C01', 1, '2026-01-01', '{"smallBalanceCents": 20000}')`,
    );
    await prepared('A3');
    for (const [by, body] of [
      ['finance_director', { type: 'waiveSmallBalance', reason: 'x' }],
      ['ar_clerk', { type: 'postWriteOff', voucherNo: 'V-1' }],
    ] as const)
      expect(await ledger.command(by, 'A3-over', body)).toMatchObject({ status: 200 });
    expect((await ledger.allocate('ar_clerk', 'A3', [{ document: 'A3-over', amount: '70.00' }])).body).toMatchObject({
      allocations: [{ amount: '70.00', recovery: true }],
    });
    expect(await ledger.receivable('A3-over')).toMatchObject({ writtenOff: '100.00', recovered: '70.00', balance: '0.00' });
    expect((await ledger.allocate('ar_clerk', 'A3', [{ document: 'A3-over', amount: '30.01' }])).body).toMatchObject({
      code: 'allocation.beyond_balance',
    });
  });
});
