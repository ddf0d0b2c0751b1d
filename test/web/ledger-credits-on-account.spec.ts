import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Verification } from '../../src/audit/verify/verification.js';
import { Ledger } from '../support/ledger.js';

let ledger: Ledger;
const overdue = '2026-06-01';
const notYetDue = '2026-12-31';
const withoutDocument = { document: '', instalment: '' };

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.import('customers', [{}, { customer: 'K2' }]);
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

/** A credit of 150.00 without a document, and an overdue and a coming item of 100.00 each. */
async function prepared(name: string): Promise<void> {
  await ledger.import('receivables', [
    { document: `${name}-over`, dueOn: overdue },
    { document: `${name}-due`, dueOn: notYetDue },
  ]);
  await ledger.import('credits', [{ credit: name, ...withoutDocument, amount: '150.00' }]);
}

describe('Credit on account', () => {
  it('lowers several items, with and without a case, as an AR clerk says', async () => {
    await prepared('A1');
    const lines = [
      { document: 'A1-over', instalment: 1, amount: '60.00' },
      { document: 'A1-due', amount: '70.5' },
    ];
    expect(await ledger.allocateCredit('ar_clerk', 'A1', lines)).toMatchObject({
      status: 201,
      body: {
        credit: 'A1',
        applied: '130.50',
        onAccount: '19.50',
        allocations: [
          { document: 'A1-over', instalment: 1, amount: '60.00', allocatedOn: '2026-06-30', reversedOn: null },
          { document: 'A1-due', instalment: 1, amount: '70.50' },
        ],
      },
    });
    expect(await ledger.receivable('A1-over')).toMatchObject({ credited: '60.00', received: '0.00', balance: '40.00' });
    expect(await ledger.receivable('A1-due')).toMatchObject({ credited: '70.50', balance: '29.50' });
    expect(await ledger.caseOf('A1-over')).toMatchObject({ balance: '40.00', state: { collection: 'salesFollowUp' } });
    const journal = (await ledger.api.get('auditor', `/api/v1/cases/${await ledger.system.caseOf('A1-over')}/journal`)).body.items;
    const { id } = await ledger.credit('A1');
    expect(journal.at(-1)).toMatchObject({ actor: `import:credit-${id} ar_clerk`, command: { type: 'applyCredit', credit: id } });
    expect(await ledger.system.rows('select distinct allocated_by from credit_allocations')).toEqual([{ allocated_by: 'ar_clerk' }]);
  });

  it('cancels a case that nothing was received for, and settles one with a receipt', async () => {
    await prepared('A2');
    await ledger.import('receivables', [{ document: 'A2-paid', dueOn: overdue }]);
    await ledger.import('receipts', [{ receipt: 'A2', document: 'A2-paid', amount: '60.00' }]);
    const lines = [
      { document: 'A2-over', amount: '100.00' },
      { document: 'A2-paid', amount: '40.00' },
    ];
    expect((await ledger.allocateCredit('ar_clerk', 'A2', lines)).status).toBe(201);
    expect((await ledger.caseOf('A2-over')).state.collection).toBe('cancelled');
    expect((await ledger.caseOf('A2-paid')).state.collection).toBe('settled');
  });

  it('goes back as a whole when its credit is taken back, and opens again what it had closed', async () => {
    await ledger.import('receivables', [
      { document: 'A3-own', dueOn: overdue },
      { document: 'A3-over', dueOn: overdue },
      { document: 'A3-due', dueOn: notYetDue },
    ]);
    const credit = { credit: 'A3', document: 'A3-own', amount: '250.00' };
    await ledger.import('credits', [credit]);
    const lines = [
      { document: 'A3-over', amount: '100.00' },
      { document: 'A3-due', amount: '20.00' },
    ];
    expect((await ledger.allocateCredit('ar_clerk', 'A3', lines)).body).toMatchObject({ applied: '220.00', onAccount: '30.00' });
    expect((await ledger.import('credits', [{ ...credit, reversedOn: '2026-06-29' }])).body).toMatchObject({ status: 'done', accepted: 1 });
    const { allocations, ...rest } = await ledger.credit('A3');
    expect(rest).toMatchObject({ applied: '0.00', onAccount: '0.00', reversedOn: '2026-06-29' });
    expect(allocations.map(({ reversedOn }: { reversedOn: string }) => reversedOn)).toEqual(['2026-06-29', '2026-06-29', '2026-06-29']);
    for (const document of ['A3-own', 'A3-over'])
      expect(await ledger.caseOf(document)).toMatchObject({ balance: '100.00', state: { collection: 'salesFollowUp' } });
    expect(await ledger.receivable('A3-due')).toMatchObject({ credited: '0.00', balance: '100.00' });
    expect((await ledger.allocateCredit('ar_clerk', 'A3', [{ document: 'A3-due', amount: '1.00' }])).body).toMatchObject({
      code: 'allocation.beyond_credit',
      facts: { onAccount: '0.00' },
    });
  });

  test.each<[string, object[], number, string, object]>([
    [
      'more than the credit has',
      [
        { document: 'B1-over', amount: '100.00' },
        { document: 'B1-due', amount: '50.01' },
      ],
      409,
      'allocation.beyond_credit',
      { asked: '150.01', onAccount: '150.00' },
    ],
    [
      'more than an item owes',
      [
        { document: 'B1-due', amount: '1.00' },
        { document: 'B1-over', amount: '100.01' },
      ],
      409,
      'allocation.beyond_balance',
      { document: 'B1-over', asked: '100.01', balance: '100.00' },
    ],
    ['an unknown document', [{ document: 'B1-no', amount: '1.00' }], 400, 'request.invalid', {}],
    ["another customer's document", [{ document: 'B1-other', amount: '1.00' }], 400, 'request.invalid', {}],
    ['a document in another currency', [{ document: 'B1-usd', amount: '1.00' }], 400, 'request.invalid', {}],
    [
      'a document twice',
      [
        { document: 'B1-due', amount: '1.00' },
        { document: 'B1-due', amount: '1.00' },
      ],
      400,
      'request.invalid',
      {},
    ],
    ['nothing', [{ document: 'B1-due', amount: '0.00' }], 400, 'request.invalid', {}],
    ['no line', [], 400, 'request.invalid', {}],
    ['a field that nobody knows', [{ document: 'B1-due', amount: '1.00', balance: '0.00' }], 400, 'request.invalid', {}],
  ])('is not applied at all for %s', async (_what, lines, status, code, facts) => {
    if (!(await ledger.credit('B1'))) {
      await prepared('B1');
      await ledger.import('receivables', [
        { document: 'B1-other', customer: 'K2' },
        { document: 'B1-usd', currency: 'USD' },
      ]);
    }
    expect((await ledger.allocateCredit('ar_clerk', 'B1', lines)).body).toMatchObject({
      status,
      code,
      facts,
      detail: expect.stringMatching(/。$/),
    });
    expect(await ledger.credit('B1')).toMatchObject({ onAccount: '150.00', allocations: [] });
  });

  it.each([
    ['sales0001', 409, 'receipt.by_sales'],
    ['sales_director', 409, 'receipt.by_sales'],
    ['finance_director', 403, 'role.required'],
    ['auditor', 403, 'role.required'],
  ])('is not for %s to apply', async (login, status, code) => {
    expect((await ledger.allocateCredit(login, 'B1', [{ document: 'B1-due', amount: '1.00' }])).body).toMatchObject({ status, code });
    expect(await ledger.credit('B1')).toMatchObject({ onAccount: '150.00' });
  });

  it('is unknown to a clerk of another company', async () => {
    await ledger.system.rows(
      `insert into people (login, name, password_hash) select 'clerk2', 'clerk2', password_hash from people where login = 'ar_clerk';
       insert into role_grants (login, role, company_id) values ('clerk2', 'ar_clerk', 'C02')`,
    );
    const path = `/api/v1/credits/${(await ledger.credit('B1')).id}/allocations`;
    const lines = [{ document: 'B1-due', amount: '1.00' }];
    for (const [login, of] of [
      ['clerk2', path],
      ['ar_clerk', '/api/v1/credits/999999/allocations'],
    ] as const)
      expect((await ledger.api.post(login, of, { lines })).body).toMatchObject({ status: 404, code: 'credit.unknown' });
  });

  it('is applied once for one idempotency key, and never twice at the same moment', async () => {
    await prepared('B2');
    const line = [{ document: 'B2-due', amount: '60.00' }];
    const key = { 'idempotency-key': 'B2' };
    const [first, again] = [
      await ledger.allocateCredit('ar_clerk', 'B2', line, key),
      await ledger.allocateCredit('ar_clerk', 'B2', line, key),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await ledger.credit('B2')).toMatchObject({ onAccount: '90.00' });
    const answers = await Promise.all(
      [1, 2, 3].map(() => ledger.allocateCredit('ar_clerk', 'B2', [{ document: 'B2-over', amount: '60.00' }])),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { id } = await ledger.credit('B2');
    expect((await ledger.api.post('ar_clerk', `/api/v1/receipts/${id}/allocations`, { lines: line }, key)).body).toMatchObject({
      status: 422,
      code: 'request.other_body',
    });
  });

  it('is no recovery: what is written off takes none of it', async () => {
    await ledger.system.rows(
      `insert into policies (company_id, version, effective_from, numbers) values ('C01', 1, '2026-01-01', '{"smallBalanceCents": 20000}')`,
    );
    await prepared('B3');
    for (const [by, body] of [
      ['finance_director', { type: 'waiveSmallBalance', reason: 'x' }],
      ['ar_clerk', { type: 'postWriteOff', voucherNo: 'V-1' }],
    ] as const)
      expect(await ledger.command(by, 'B3-over', body)).toMatchObject({ status: 200 });
    expect((await ledger.allocateCredit('ar_clerk', 'B3', [{ document: 'B3-over', amount: '0.01' }])).body).toMatchObject({
      code: 'allocation.beyond_balance',
      facts: { balance: '0.00' },
    });
  });

  it('from a list of open items is left to the ERP, whose next list says what became of it; from a negative row it is not', async () => {
    const item = { document: 'L1', company: 'C02' };
    const rows = [item, { ...item, document: 'L2', openAmount: '-40.00' }];
    await ledger.import('open_items', rows, { asOf: '2026-06-30', company: 'C02' });
    expect((await ledger.allocateCredit('ar_clerk', 'L2', [{ document: 'L1', amount: '40.00' }])).body).toMatchObject({
      status: 409,
      code: 'credit.listed',
    });
    expect(await ledger.credit('L2')).toMatchObject({ onAccount: '40.00' });
    await ledger.import('receivables', [{ document: 'N1' }, { document: 'N2', amount: '-40.00' }]);
    expect(await ledger.allocateCredit('ar_clerk', 'N2', [{ document: 'N1', amount: '40.00' }])).toMatchObject({ status: 201 });
    expect((await ledger.import('receivables', [{ document: 'N2', amount: '-40.00' }])).body).toMatchObject({ unchanged: 1 });
  });
});

describe('What is allocated while its file of reversals is being taken goes back with the rest', () => {
  test.each(['receipts', 'credits'] as const)('%s', async (kind) => {
    await ledger.import('receivables', [{ document: `W-${kind}-1` }, { document: `W-${kind}-2` }]);
    const row = { receipt: 'W', credit: 'W', ...withoutDocument, amount: '150.00' };
    await ledger.import(kind, [row]);
    const allocate = (document: string) =>
      ledger[kind === 'receipts' ? 'allocate' : 'allocateCredit']('ar_clerk', 'W', [{ document, amount: '50.00' }]);
    expect((await allocate(`W-${kind}-1`)).status).toBe(201);
    const held = await ledger.system.owner.connect();
    await held.query(`begin; select from receivables where document = 'W-${kind}-1' for update`);
    const reversal = ledger.import(kind, [{ ...row, reversedOn: '2026-06-30' }]);
    await until(
      async () =>
        (await ledger.system.rows(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).length >
        0,
    );
    expect((await allocate(`W-${kind}-2`)).status).toBe(201);
    await held.query('rollback');
    held.release();
    expect((await reversal).body).toMatchObject({ status: 'done', accepted: 1 });
    for (const number of [1, 2])
      expect(await ledger.receivable(`W-${kind}-${number}`)).toMatchObject({ received: '0.00', credited: '0.00', balance: '100.00' });
  });
});

describe('The money adds up', () => {
  it('company by company: what credits have lowered is what was credited', async () => {
    const { items } = (await ledger.api.get('auditor', '/api/v1/reconciliation')).body;
    const ours = items.find(({ company, currency }: Record<string, string>) => company === 'C01' && currency === 'CNY');
    const [sums] = await ledger.system.rows(
      `select sum(amount)::text as credits, sum(applied)::text as "creditsApplied", sum(on_account)::text as "creditsOnAccount"
       from credits where company_id = 'C01' and reversed_on is null`,
    );
    expect(ours).toMatchObject({ ...sums, credited: sums?.creditsApplied, creditDifference: '0.00', ledgerDifference: '0.00' });
    expect(await ledger.system.server.app.get(Verification).verify()).toMatchObject({ ok: true, problems: [] });
  });

  it('and where it does not, says so', async () => {
    await ledger.system.rows(`update credit_allocations set amount = amount - 1 where reversed_on is null and amount = 70.50`);
    const { items } = (await ledger.api.get('auditor', '/api/v1/reconciliation')).body;
    expect(items).toContainEqual(expect.objectContaining({ company: 'C01', currency: 'CNY', creditDifference: '-1.00' }));
    await ledger.system.rows(`update credit_allocations set amount = amount + 1 where reversed_on is null and amount = 69.50`);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
