import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { type LedgerKind, type LedgerRow, ledgerFile } from '../support/ledger-files.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.import('customers', [{}, { customer: 'K2', owner: 'sales0002' }]);
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

async function taken(kind: LedgerKind, rows: LedgerRow[], fields?: Record<string, string>) {
  return (await ledger.import(kind, rows, fields)).body;
}

/** As the list of contracts shows it, with everything it has been. */
async function contract(number: string) {
  const { body } = await ledger.api.get('ar_clerk', `/api/v1/contracts?q=${number}`);
  const { id } = body.items.find((item: { contract: string }) => item.contract === number);
  return (await ledger.api.get('ar_clerk', `/api/v1/contracts/${id}`)).body;
}

const scheduled = ({ schedule }: { schedule: { instalment: number; dueOn: string; amount: string }[] }) =>
  schedule.map(({ instalment, dueOn, amount }) => `${instalment}: ${amount} on ${dueOn}`);

describe('What is known already', () => {
  const files: [kind: LedgerKind, rows: LedgerRow[], changed: LedgerRow][] = [
    [
      'contracts',
      [{ contract: 'I1' }, { contract: 'I2', renewalOf: 'I1', endsOn: '2026-12-31', signedBy: 'E-4711' }],
      { amount: '301.00' },
    ],
    [
      'schedules',
      [
        { contract: 'I1', instalment: '1' },
        { contract: 'I1', instalment: '2', dueOn: '2026-04-30' },
      ],
      { dueOn: '2026-04-01' },
    ],
    ['orders', [{ order: 'I1' }, { order: 'I2', owner: '', shippedOn: '2026-05-20', status: 'shipped' }], { openAmount: '0.00' }],
    ['rates', [{ on: '2026-05-01' }, { on: '2026-05-01', currency: 'EUR', rate: '0.00000001' }], { rate: '7.2', correction: '录入错误' }],
  ];

  beforeAll(() => ledger.import('customers', [{ owner: 'sales0001' }]));

  test.each(files)('changes nothing when it comes again, and what differs is counted: %s', async (kind, rows, changed) => {
    expect(await taken(kind, rows)).toMatchObject({ status: 'done', rows: 2, accepted: 2, unchanged: 0 });
    expect(await taken(kind, rows)).toMatchObject({ status: 'done', accepted: 0, unchanged: 2 });
    expect(await taken(kind, rows.toReversed())).toMatchObject({ status: 'done', accepted: 0, unchanged: 2 });
    const [first = {}, ...others] = rows;
    expect(await taken(kind, [{ ...first, ...changed }, ...others])).toMatchObject({ status: 'done', accepted: 1, unchanged: 1 });
    expect(await taken(kind, [{ ...first, ...changed }, ...others, { ...first, ...changed }])).toMatchObject({ accepted: 0, unchanged: 3 });
  });

  it('of a credit check stays as it is on record, whatever a later file says', async () => {
    const checks = [
      { checkedBy: 'E-4712', limit: '1000.00', termDays: '30', note: '年报' },
      { checkedOn: '2026-02-01', result: 'failed' },
    ];
    expect(await taken('credit_checks', checks)).toMatchObject({ status: 'done', accepted: 2 });
    expect(await taken('credit_checks', checks.toReversed())).toMatchObject({ accepted: 0, unchanged: 2 });
    const less = 'company,customer,checkedOn,checkedBy,result\nC01,K1,2026-01-01,E-4712,passed\n';
    expect((await ledger.import('credit_checks', less)).body).toMatchObject({ status: 'done', unchanged: 1 });
    const seen = await ledger.api.get('ar_clerk', '/api/v1/credit-checks?customer=K1');
    for (const [column, value] of Object.entries({ result: 'failed', limit: '1000.01', termDays: '', note: '季报' }))
      expect(await taken('credit_checks', [{ ...checks[0], [column]: value }, { customer: 'K2' }])).toMatchObject({
        status: 'rejected',
        accepted: 0,
        errors: [{ line: 2, column, value, code: 'credit_check.differs' }],
      });
    expect((await ledger.api.get('ar_clerk', '/api/v1/credit-checks')).body).toEqual(seen.body);
  });

  it('stays where a file has no column for it, and goes where the cell is empty', async () => {
    await taken('contracts', [{ contract: 'S1', endsOn: '2027-01-01', renewalOf: 'S0' }]);
    const some = ledgerFile('contracts', { contract: 'S1', endsOn: '' }).replaceAll(/,[^,\n]*(,[^,\n]*)$/gm, '$1');
    expect(some.split('\n')[0]).toMatch(/termDays,endsOn$/);
    expect((await ledger.import('contracts', some)).body).toMatchObject({ accepted: 1 });
    expect(await contract('S1')).toMatchObject({ renewalOf: 'S0', endsOn: null });
  });

  it('of people that nobody knows makes them people without sign-in', async () => {
    const { body } = await ledger.api.get('admin', '/api/v1/people?canSignIn=false');
    expect(body.items.map(({ login }: { login: string }) => login)).toEqual(['E-4711', 'E-4712']);
  });
});

type BadRow = [kind: LedgerKind, what: string, row: LedgerRow, column: string, code: string];

const badRows: BadRow[] = [
  ['contracts', 'no number', { contract: '' }, 'contract', 'value.missing'],
  ['contracts', 'a customer that nobody knows', { customer: 'K9' }, 'customer', 'customer.unknown'],
  ['contracts', 'a signature of tomorrow', { signedOn: '2026-07-01' }, 'signedOn', 'date.in_future'],
  ['contracts', 'no salesperson', { signedBy: '' }, 'signedBy', 'value.missing'],
  ['contracts', 'a salesperson with a blank', { signedBy: 'Zhang San' }, 'signedBy', 'person.malformed'],
  ['contracts', 'an amount of 0', { amount: '0.00' }, 'amount', 'amount.not_positive'],
  ['contracts', 'a currency that is none', { currency: 'RMB' }, 'currency', 'currency.unknown'],
  ['contracts', 'no term', { termDays: '' }, 'termDays', 'value.missing'],
  ['contracts', 'itself for the one that it renews', { contract: 'B1', renewalOf: 'B1' }, 'renewalOf', 'contract.renews_itself'],
  ['contracts', 'an end before it was signed', { endsOn: '2026-01-01' }, 'endsOn', 'date.before_signing'],
  ['contracts', 'less than is scheduled', { contract: 'OLD', amount: '199.99' }, 'amount', 'contract.below_schedule'],
  ['contracts', 'another currency than is scheduled', { contract: 'OLD', currency: 'USD' }, 'currency', 'contract.scheduled_in'],
  ['contracts', 'another company', { company: 'C02' }, 'company', 'company.differs'],
  ['schedules', 'a contract that nobody knows', { contract: 'V9' }, 'contract', 'contract.unknown'],
  ['schedules', 'no instalment', { instalment: '' }, 'instalment', 'value.missing'],
  ['schedules', 'another currency than the contract', { contract: 'OLD', currency: 'USD' }, 'currency', 'contract.in_currency'],
  [
    'schedules',
    'a day that is not after the one before',
    { contract: 'OLD', instalment: '3', dueOn: '2026-04-30', amount: '1.00' },
    'dueOn',
    'schedule.not_ascending',
  ],
  [
    'schedules',
    'a day that is not before the one behind',
    { contract: 'OLD', instalment: '1', dueOn: '2026-04-30' },
    'dueOn',
    'schedule.not_ascending',
  ],
  [
    'schedules',
    'more than is left of the contract',
    { contract: 'OLD', instalment: '3', dueOn: '2026-05-31', amount: '100.01' },
    'amount',
    'schedule.beyond_contract',
  ],
  ['schedules', 'a negative amount', { contract: 'OLD', amount: '-1.00' }, 'amount', 'amount.negative'],
  ['credit_checks', 'a customer that nobody knows', { customer: 'K9' }, 'customer', 'customer.unknown'],
  ['credit_checks', 'a check of tomorrow', { checkedOn: '2026-07-01' }, 'checkedOn', 'date.in_future'],
  ['credit_checks', 'nobody who checked', { checkedBy: '' }, 'checkedBy', 'value.missing'],
  ['credit_checks', 'an unknown result', { result: 'ok' }, 'result', 'choice.unknown'],
  ['credit_checks', 'a limit below 0', { limit: '-1' }, 'limit', 'amount.negative'],
  ['credit_checks', 'a term in months', { termDays: '1M' }, 'termDays', 'number.out_of_range'],
  ['credit_checks', 'a note that cannot be seen', { note: 'a\u200bb' }, 'note', 'text.forbidden'],
  ['orders', 'a customer that nobody knows', { customer: 'K9' }, 'customer', 'customer.unknown'],
  ['orders', 'an order of tomorrow', { orderedOn: '2026-07-01' }, 'orderedOn', 'date.in_future'],
  ['orders', 'nothing ordered', { amount: '0.00', openAmount: '0.00' }, 'amount', 'amount.not_positive'],
  ['orders', 'a negative amount', { amount: '-500.00' }, 'amount', 'amount.not_positive'],
  ['orders', 'no open amount', { openAmount: '' }, 'openAmount', 'value.missing'],
  ['orders', 'more open than ordered', { openAmount: '500.01' }, 'openAmount', 'open.above_amount'],
  ['orders', 'something open of what is invoiced', { status: 'invoiced' }, 'openAmount', 'order.nothing_open'],
  ['orders', 'something open of what is cancelled', { status: 'cancelled' }, 'openAmount', 'order.nothing_open'],
  ['orders', 'an unknown status', { status: 'closed' }, 'status', 'choice.unknown'],
  ['orders', 'shipped before it was ordered', { shippedOn: '2026-05-03' }, 'shippedOn', 'date.before_order'],
  ['orders', 'invoiced before it was ordered', { invoicedOn: '2026-05-03' }, 'invoicedOn', 'date.before_order'],
  ['orders', 'no owner, and none of the customer', { order: 'B1', customer: 'K3', owner: '' }, 'owner', 'owner.missing'],
  ['rates', "the company's own currency", { currency: 'CNY' }, 'currency', 'rate.own_currency'],
  ['rates', 'a currency that is none', { currency: 'usd' }, 'currency', 'currency.unknown'],
  ['rates', 'a rate of tomorrow', { on: '2026-07-01' }, 'on', 'date.in_future'],
  ['rates', 'a rate of 0', { rate: '0.00000000' }, 'rate', 'rate.not_positive'],
  ['rates', 'a negative rate', { rate: '-7.1' }, 'rate', 'rate.not_positive'],
  ['rates', 'nine decimals', { rate: '7.123456789' }, 'rate', 'rate.digits'],
  ['rates', 'eleven digits', { rate: '12345678901' }, 'rate', 'rate.digits'],
  ['rates', 'an exponent', { rate: '7e0' }, 'rate', 'rate.malformed'],
  ['rates', 'a comma', { rate: '7,1234' }, 'rate', 'rate.malformed'],
  ['rates', 'another rate of a known day, without a reason', { on: '2026-04-01', rate: '7.13' }, 'rate', 'rate.differs'],
];

/** What every bad file must leave as it was. */
const known = `select (select count(*) from contract_versions)::int as contracts, (select count(*) from schedule_versions)::int as schedules,
  (select count(*) from credit_checks)::int as checks, (select count(*) from orders)::int as orders,
  (select count(*) from rate_versions)::int as rates, (select count(*) from people)::int as people`;

describe('A bad row is told with line, column, value and reason, and nothing is taken', () => {
  beforeAll(async () => {
    await taken('customers', [{ customer: 'K3' }]);
    await taken('contracts', [{ contract: 'OLD' }]);
    await taken('schedules', [
      { contract: 'OLD', instalment: '1' },
      { contract: 'OLD', instalment: '2', dueOn: '2026-04-30' },
    ]);
    await taken('rates', [{ on: '2026-04-01' }]);
  });

  test.each(badRows)('%s: %s', async (kind, _what, row, column, code) => {
    const before = await ledger.system.rows(known);
    const good = { contract: kind === 'schedules' ? 'OLD' : 'GOOD', order: 'GOOD', currency: kind === 'rates' ? 'JPY' : 'CNY' };
    const { status, body } = await ledger.import(kind, ledgerFile(kind, { ...good, instalment: '2', dueOn: '2026-04-30' }, row));
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'rejected', rows: 2, accepted: 0, rejected: 1 });
    expect(body.errors).toEqual([{ line: 3, column, value: expect.any(String), code, message: expect.stringMatching(/[。）]$/) }]);
    expect(await ledger.system.rows(known)).toEqual(before);
  });

  it.each<[LedgerKind, LedgerRow, LedgerRow, string]>([
    ['contracts', { contract: 'T1' }, { contract: 'T1', amount: '1.00' }, 'contract'],
    ['schedules', { contract: 'OLD' }, { contract: 'OLD', amount: '1.00' }, 'contract'],
    ['credit_checks', { checkedOn: '2026-03-03' }, { checkedOn: '2026-03-03', result: 'failed' }, 'customer'],
    ['orders', { order: 'T1' }, { order: 'T1', amount: '501.00' }, 'order'],
    ['rates', { currency: 'GBP' }, { currency: 'GBP', rate: '9.2' }, 'currency'],
  ])('may contradict another row of its file: %s', async (kind, row, other, column) => {
    expect(await taken(kind, [row, other])).toMatchObject({ status: 'rejected', errors: [{ line: 3, column, code: 'row.repeated' }] });
  });

  it('is left out where its user chose so, and the others are taken', async () => {
    const rows = [
      { contract: 'OLD', instalment: '3', dueOn: '2026-05-31', amount: '60.00' },
      { contract: 'OLD', instalment: '4', dueOn: '2026-06-30', amount: '60.00' },
      { contract: 'OLD', instalment: '5', dueOn: '2026-06-29', amount: '20.00' },
      { contract: 'V9' },
    ];
    const body = await taken('schedules', rows, { onError: 'skip' });
    expect(body).toMatchObject({ status: 'done', accepted: 1, rejected: 3, unchanged: 0 });
    expect(body.errors.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`)).toEqual([
      '3 schedule.beyond_contract',
      '4 schedule.not_ascending',
      '4 schedule.beyond_contract',
      '5 contract.unknown',
    ]);
    expect(scheduled(await contract('OLD'))).toEqual(['1: 100.00 on 2026-03-31', '2: 100.00 on 2026-04-30', '3: 60.00 on 2026-05-31']);
  });

  it('that is left out leaves what was known, beside which the others must still hold', async () => {
    await taken('contracts', [{ contract: 'L1' }]);
    await taken('schedules', [
      { contract: 'L1', instalment: '1' },
      { contract: 'L1', instalment: '2', dueOn: '2026-04-30' },
    ]);
    const body = await taken(
      'schedules',
      [
        { contract: 'L1', instalment: '1', dueOn: '2026-05-15' },
        { contract: 'L1', instalment: '2', dueOn: '2026-05-31', amount: '900.00' },
      ],
      { onError: 'skip' },
    );
    expect(body).toMatchObject({ status: 'done', accepted: 0, rejected: 2 });
    expect(scheduled(await contract('L1'))).toEqual(['1: 100.00 on 2026-03-31', '2: 100.00 on 2026-04-30']);
  });
});

describe('A payment schedule', () => {
  it('may be put off as a whole, because it is looked at as it is afterwards', async () => {
    await taken('contracts', [{ contract: 'P1' }]);
    const dates = (...days: string[]) => days.map((dueOn, index) => ({ contract: 'P1', instalment: String(index + 1), dueOn }));
    expect(await taken('schedules', dates('2026-03-31', '2026-04-30', '2026-05-31'))).toMatchObject({ accepted: 3 });
    expect(await taken('schedules', dates('2026-05-31', '2026-06-30', '2026-07-31'))).toMatchObject({ status: 'done', accepted: 3 });
    expect(await taken('schedules', dates('2026-03-31'))).toMatchObject({ status: 'done', accepted: 1 });
  });

  it('gives an instalment up with an amount of 0, and has room for another', async () => {
    await taken('contracts', [{ contract: 'P2' }]);
    const instalment = (number: string, amount: string, dueOn: string) => ({ contract: 'P2', instalment: number, amount, dueOn });
    await taken('schedules', [instalment('1', '150.00', '2026-03-31'), instalment('2', '150.00', '2026-04-30')]);
    expect(await taken('schedules', [instalment('2', '0', '2026-04-30'), instalment('1', '300.00', '2026-05-31')])).toMatchObject({
      status: 'done',
      accepted: 2,
    });
    expect(await taken('schedules', [instalment('2', '0', '2026-04-30')])).toMatchObject({ accepted: 0, unchanged: 1 });
    const { schedule, scheduleVersions } = await contract('P2');
    expect(schedule).toEqual([{ instalment: 1, dueOn: '2026-05-31', amount: '300.00', received: '0.00' }]);
    expect(
      scheduleVersions.map(({ instalment, version, amount }: Record<string, unknown>) => `${instalment}.${version} ${amount}`),
    ).toEqual(['1.2 300.00', '1.1 150.00', '2.2 0.00', '2.1 150.00']);
  });

  it('shows what was received on the contract’s receivables, the earliest instalment first', async () => {
    await taken('contracts', [{ contract: 'P3' }]);
    await taken('schedules', [
      { contract: 'P3', instalment: '1' },
      { contract: 'P3', instalment: '2', dueOn: '2026-04-30', amount: '150.00' },
      { contract: 'P3', instalment: '3', dueOn: '2026-05-31', amount: '50.00' },
    ]);
    await taken('receivables', [
      { document: 'P3-1', contract: 'P3' },
      { document: 'P3-2', contract: 'P3', amount: '150.00' },
      { document: 'P3-3', contract: 'P3', currency: 'USD' },
      { document: 'P3-4', contract: 'P3', customer: 'K2' },
    ]);
    await taken('receipts', [
      { receipt: 'P3', document: 'P3-2', amount: '120.00' },
      { receipt: 'P3-3', document: 'P3-3', currency: 'USD' },
      { receipt: 'P3-4', document: 'P3-4', customer: 'K2' },
    ]);
    await taken('credits', [{ credit: 'P3', document: 'P3-1', amount: '30.00' }]);
    const { schedule, ...rest } = await contract('P3');
    expect(rest).toMatchObject({ invoiced: '250.00', received: '120.00', credited: '30.00', open: '100.00' });
    expect(schedule.map(({ received }: { received: string }) => received)).toEqual(['100.00', '20.00', '0.00']);
  });
});

describe('An earlier version stays to be seen, with who brought it and when', () => {
  it('of a contract and its schedule', async () => {
    const first = await taken('contracts', [{ contract: 'H1' }]);
    await taken('schedules', [{ contract: 'H1' }]);
    await ledger.system.moveTo('2026-07-01');
    const second = await taken('contracts', [{ contract: 'H1', signedBy: 'sales0002', customer: 'K2' }]);
    const third = await taken('schedules', [{ contract: 'H1', amount: '90.00' }]);
    const { versions, scheduleVersions, ...now } = await contract('H1');
    expect(now).toMatchObject({ customer: 'K2', signedBy: 'sales0002', schedule: [{ amount: '90.00' }] });
    expect(versions).toMatchObject([
      { version: 2, import: second.id, by: 'ar_clerk', on: '2026-07-01', signedBy: 'sales0002', customer: 'K2', at: expect.any(String) },
      { version: 1, import: first.id, by: 'ar_clerk', on: '2026-06-30', signedBy: 'sales0001', customer: 'K1', amount: '300.00' },
    ]);
    expect(scheduleVersions).toMatchObject([
      { version: 2, import: third.id, on: '2026-07-01', amount: '90.00' },
      { version: 1, on: '2026-06-30', amount: '100.00', dueOn: '2026-03-31' },
    ]);
  });

  it('of a rate, which is corrected by who says why', async () => {
    const day = { currency: 'HKD', on: '2026-06-02' };
    await taken('rates', [{ ...day, rate: '0.9' }]);
    const corrected = await taken('rates', [{ ...day, rate: '0.91', correction: '央行更正' }]);
    expect(corrected).toMatchObject({ status: 'done', accepted: 1 });
    const rates = async (query: string) => (await ledger.api.get('auditor', `/api/v1/rates?currency=HKD${query}`)).body.items;
    const [old, now] = await rates('');
    expect(old).toMatchObject({ version: 1, rate: '0.90000000', current: false, correction: null });
    expect(now).toMatchObject({
      version: 2,
      rate: '0.91000000',
      current: true,
      correction: '央行更正',
      by: 'ar_clerk',
      import: corrected.id,
    });
    expect(await rates('&current=true')).toEqual([now]);
    expect(await taken('rates', [{ ...day, rate: '0.90' }])).toMatchObject({ status: 'rejected', errors: [{ code: 'rate.differs' }] });
  });

  it.each(['contract_versions', 'schedule_versions', 'credit_checks', 'rate_versions'])(
    'also from a hand in the database: %s',
    async (table) => {
      for (const statement of [`update ${table} set import_id = 0`, `delete from ${table}`, `truncate ${table}`])
        await expect(ledger.system.rows(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );
});

describe('A profile', () => {
  it('maps the new kinds as well, with its own notation of numbers', async () => {
    const body = {
      kind: 'rates',
      delimiter: ';',
      dateFormat: 'D.M.YYYY',
      decimalMark: ',',
      groupingMark: '.',
      columns: { currency: 'Waehrung', on: 'Tag', rate: 'Kurs' },
    };
    expect((await ledger.api.as('ar_clerk', 'PUT', '/api/v1/import-profiles/rates', { body })).status).toBe(200);
    const file = 'Waehrung;Tag;Kurs;x\nKRW;1.6.2026;0,0052;\nKWD;1.6.2026;1.023,5;\n';
    const fields = { kind: 'rates', company: 'C01', profile: 'rates' };
    const preview = await ledger.api.upload('ar_clerk', '/api/v1/imports/preview', fields, { name: 'k.csv', content: file });
    expect(preview.body.rows.map(({ values }: { values: { rate: string } }) => values.rate)).toEqual(['0.00520000', '1023.50000000']);
    expect((await ledger.import('rates', file, { profile: 'rates' })).body).toMatchObject({ status: 'done', accepted: 2 });
    const bad = await ledger.import('rates', 'Waehrung;Tag;Kurs\nKRW;1.6.2026;0,0053\n', { profile: 'rates' });
    expect(bad.body.errors).toMatchObject([{ line: 2, column: 'Kurs', code: 'rate.differs' }]);
    const { body: report } = await ledger.api.get('ar_clerk', `/api/v1/imports/${bad.body.id}/errors.csv`);
    expect(report).toMatch(/"2","Kurs","0.00530000","rate.differs"/);
  });
});
