import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

const overdue = '2026-06-01';
const notYetDue = '2026-12-31';
let asOf = '2026-06-20';

/** The items that every list shows, so that few others can vanish without being held. */
const base = Array.from({ length: 30 }, (_, index) => ({ document: `base${index}` }));

async function list(...rows: LedgerRow[]) {
  return (await ledger.import('open_items', [...base, ...rows], { asOf })).body;
}

describe.each([
  ['with a case', 'W', overdue],
  ['without a case', 'O', notYetDue],
])('An open item %s', (_name, prefix, dueOn) => {
  const item = (number: number, more: LedgerRow = {}) => ({ document: `${prefix}${number}`, dueOn, ...more });

  beforeEach(async () => {
    asOf = '2026-06-20';
    await ledger.system.rows("update imports set as_of = '2026-06-01' where kind = 'open_items'");
  });

  it('that is smaller than on the last list, or gone, was paid on the day of the list', async () => {
    expect(await list(item(1), item(2))).toMatchObject({ status: 'done', accepted: expect.any(Number) });
    asOf = '2026-06-25';
    expect(await list(item(1, { openAmount: '30.00' }))).toMatchObject({ status: 'done', rows: 31, accepted: 1, unchanged: 30 });
    expect(await ledger.receivable(`${prefix}1`)).toMatchObject({ amount: '100.00', received: '70.00', balance: '30.00' });
    expect(await ledger.receivable(`${prefix}2`)).toMatchObject({ received: '100.00', balance: '0.00' });
    const { body } = await ledger.api.get('ar_clerk', `/api/v1/receipts?unclassified=true&q=${prefix}2`);
    expect(body.items).toMatchObject([
      { document: `${prefix}2`, valueDate: '2026-06-25', amount: '100.00', derived: true, classifiedAs: null, onAccount: '0.00' },
    ]);
  });

  it('changes nothing when the list says the same, whatever its day', async () => {
    await list(item(3, { openAmount: '40.00' }));
    expect(await list(item(3, { openAmount: '40.00' }))).toMatchObject({ accepted: 0, unchanged: 31 });
    asOf = '2026-06-26';
    expect(await list(item(3, { openAmount: '40.00' }))).toMatchObject({ accepted: 0, unchanged: 31 });
    expect(await ledger.receivable(`${prefix}3`)).toMatchObject({ amount: '40.00', received: '0.00', balance: '40.00' });
  });

  it('keeps its original amount where the list has it too', async () => {
    await list(item(4, { amount: '250.00', openAmount: '100.00' }));
    expect(await ledger.receivable(`${prefix}4`)).toMatchObject({ amount: '250.00', received: '150.00', balance: '100.00' });
  });

  it('that comes back had not been paid: its derived receipts are taken back as far as it takes', async () => {
    const rows = [item(5)];
    await list(...rows);
    await list();
    expect(await ledger.receivable(`${prefix}5`)).toMatchObject({ balance: '0.00' });
    asOf = '2026-06-22';
    expect(await list(...rows)).toMatchObject({ status: 'done', accepted: 1 });
    expect(await ledger.receivable(`${prefix}5`)).toMatchObject({ received: '0.00', balance: '100.00' });
    await list(item(5, { openAmount: '20.00' }));
    expect(await list(item(5, { openAmount: '60.00' }))).toMatchObject({ status: 'done' });
    expect(await ledger.receivable(`${prefix}5`)).toMatchObject({ received: '40.00', balance: '60.00' });
  });

  it('that was paid by a receipt from elsewhere is not paid twice, and not open for more than that leaves', async () => {
    await list(item(6));
    await ledger.import('receipts', [{ receipt: `${prefix}6`, document: `${prefix}6`, amount: '100.00' }]);
    expect(await list(item(6, { amount: '100.00', openAmount: '100.00' }))).toMatchObject({
      status: 'rejected',
      errors: [{ column: 'openAmount', code: 'open.above_balance' }],
    });
    expect(await list()).toMatchObject({ status: 'done' });
    expect(await ledger.receivable(`${prefix}6`)).toMatchObject({ received: '100.00', balance: '0.00' });
  });
});

describe('A list of open items', () => {
  it('opens the cases of what is overdue, and settles those of what is gone', async () => {
    await list({ document: 'S1', dueOn: overdue });
    expect((await ledger.caseOf('S1')).state.collection).toBe('salesFollowUp');
    await list();
    expect((await ledger.caseOf('S1')).state.collection).toBe('settled');
  });

  it('takes what is gone after a posted write-off for that write-off, and one still shown for not booked yet', async () => {
    await ledger.system.rows(
      `insert into policies (company_id, version, effective_from, numbers) values ('C01', 1, '2026-01-01', '{"smallBalanceCents": 20000}')`,
    );
    await list({ document: 'V1', dueOn: overdue });
    for (const [by, body] of [
      ['finance_director', { type: 'waiveSmallBalance', reason: 'x' }],
      ['ar_clerk', { type: 'postWriteOff', voucherNo: 'V-1' }],
    ] as const)
      expect(await ledger.command(by, 'V1', body)).toMatchObject({ status: 200 });
    for (const rows of [[{ document: 'V1', dueOn: overdue }], []]) {
      expect(await list(...rows)).toMatchObject({ status: 'done' });
      expect(await ledger.receivable('V1')).toMatchObject({ writtenOff: '100.00', received: '0.00', recovered: '0.00', balance: '0.00' });
    }
  });

  it('shows credit on account in its negative rows, which may shrink, go and come back', async () => {
    const left = async () => (await ledger.credit('CR1')).onAccount;
    await list({ document: 'CR1', openAmount: '-50.00', owner: '' });
    expect(await left()).toBe('50.00');
    expect(await list({ document: 'CR1', openAmount: '-20.00' })).toMatchObject({ status: 'done', accepted: 1 });
    expect(await left()).toBe('20.00');
    await list();
    expect(await left()).toBe('0.00');
    await list({ document: 'CR1', openAmount: '-20.00', amount: '-50.00' });
    expect(await left()).toBe('20.00');
  });

  it.each<[string, LedgerRow, string, string]>([
    ['neither an amount nor an open one', { openAmount: '' }, 'openAmount', 'value.missing'],
    ['more open than it ever was', { amount: '99.99' }, 'openAmount', 'open.above_amount'],
    ['an open amount on the other side', { amount: '-100.00' }, 'openAmount', 'open.above_amount'],
    ['an open amount of 0', { openAmount: '0.00' }, 'openAmount', 'amount.zero'],
  ])('is rejected whole for a row with %s', async (_what, row, column, code) => {
    const before = await ledger.system.rows('select sum(balance) from receivables');
    expect(await list({ document: 'X1', ...row })).toMatchObject({ status: 'rejected', accepted: 0, errors: [{ line: 32, column, code }] });
    expect(await ledger.system.rows('select sum(balance) from receivables')).toEqual(before);
  });

  it.each<[string, Record<string, string>, number, object]>([
    ['without its day', {}, 400, { code: 'request.invalid', errors: [{ field: 'asOf', code: 'required' }] }],
    ['of tomorrow', { asOf: '2026-07-01' }, 400, { errors: [{ field: 'asOf', code: 'after_today' }] }],
    ['older than the last one', { asOf: '2026-05-31' }, 409, { code: 'open_items.older', facts: { asOf: '2026-05-31' } }],
    [
      'that leaves bad rows out: they would count as paid',
      { asOf: '2026-06-30', onError: 'skip' },
      400,
      { errors: [{ field: 'onError' }] },
    ],
  ])('is refused %s', async (_what, fields, status, problem) => {
    expect((await ledger.import('open_items', base, fields)).body).toMatchObject({ status, ...problem });
    expect((await ledger.importLater('open_items', base, fields)).body).toMatchObject({ status, ...problem });
  });
});

describe('A list from which more than 20 % has vanished', () => {
  const cut = base.slice(0, 23);

  it('is held, and nothing is taken until a second person releases it', async () => {
    asOf = '2026-06-30';
    await list();
    const { status, body } = await ledger.import('open_items', cut, { asOf });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'held',
      rows: 23,
      accepted: 0,
      errors: [{ code: 'list.vanished', message: expect.stringMatching(/30.*7/) }],
    });
    expect(await ledger.receivable('base29')).toMatchObject({ balance: '100.00' });
    const confirm = (login: string) => ledger.api.post(login, `/api/v1/imports/${body.id}/confirm`);
    expect((await confirm('ar_clerk')).body).toMatchObject({ status: 409, code: 'import.same_person' });
    expect((await confirm('sales_director')).status).toBe(403);
    expect((await confirm('auditor')).status).toBe(403);
    const released = await Promise.all([confirm('finance_director'), confirm('finance_director')]);
    expect(released.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(released.find(({ status }) => status === 200)?.body).toMatchObject({ id: body.id, status: 'done', rows: 23, errors: [] });
    expect(await ledger.receivable('base29')).toMatchObject({ received: '100.00', balance: '0.00' });
    expect(await ledger.system.rows('select 1 from held_files')).toEqual([]);
    expect((await confirm('finance_director')).body).toMatchObject({ status: 409, code: 'import.not_held' });
  });

  it('is taken at once with 20 % and no more', async () => {
    await ledger.import(
      'open_items',
      Array.from({ length: 5 }, (_, index) => ({ document: `C${index}`, company: 'C02' })),
      { asOf, company: 'C02' },
    );
    const rest = [1, 2, 3, 4].map((index) => ({ document: `C${index}`, company: 'C02' }));
    expect((await ledger.import('open_items', rest, { asOf, company: 'C02' })).body).toMatchObject({ status: 'done' });
    expect((await ledger.import('open_items', rest.slice(1), { asOf, company: 'C02' })).body).toMatchObject({ status: 'held' });
  });
});

describe('A derived receipt', () => {
  it('is classified by an AR clerk, again if need be; others and other receipts are refused', async () => {
    const { body } = await ledger.api.get('ar_clerk', '/api/v1/receipts?unclassified=true&q=base29');
    const [{ id }] = body.items;
    const classify = (login: string, as: string, of = id) => ledger.api.post(login, `/api/v1/receipts/${of}/classification`, { as });
    expect((await classify('ar_clerk', 'paid')).body).toMatchObject({ id, classifiedAs: 'paid' });
    expect(await classify('ar_clerk', 'netted')).toMatchObject({ status: 200, body: { classifiedAs: 'netted' } });
    expect((await ledger.api.get('ar_clerk', '/api/v1/receipts?unclassified=true&q=base29')).body.items).toEqual([]);
    expect((await classify('ar_clerk', 'lost')).body).toMatchObject({ status: 400, errors: [{ field: 'as' }] });
    expect((await classify('sales0001', 'paid')).status).toBe(403);
    expect((await classify('finance_director', 'paid')).status).toBe(403);
    const imported = await ledger.receipt('W6');
    expect((await classify('ar_clerk', 'paid', imported.id)).body).toMatchObject({ status: 409, code: 'receipt.not_derived' });
    expect((await classify('ar_clerk', 'paid', '999999')).body).toMatchObject({ status: 404, code: 'receipt.unknown' });
  });
});
