import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { type LedgerKind, type LedgerRow, ledgerFile } from '../support/ledger-files.js';

let ledger: Ledger;

/** Of each customer one of everything; K1 to K3 are sales0001's by a receivable, an order and a signature, K4 is of sales0002, K5 of nobody in the team. */
const customers = ['K1', 'K2', 'K3', 'K4', 'K5'];
const numbered = (column: string, owners: LedgerRow): LedgerRow[] =>
  customers.map((customer) => ({
    customer,
    [column]: `${column[0]?.toUpperCase()}-${customer}`,
    owner: 'E-1',
    signedBy: 'E-1',
    ...owners,
  }));
const ofOwner = (rows: LedgerRow[], customer: string, owner: LedgerRow) =>
  rows.map((row) => (row.customer === customer ? { ...row, ...owner } : row));

async function taken(kind: LedgerKind, rows: LedgerRow[], company = 'C01') {
  const { body } = await ledger.import(kind, ledgerFile(kind, ...rows.map((row) => ({ ...row, company }))), { company });
  expect(body).toMatchObject({ status: 'done', accepted: rows.length });
}

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.api.post('admin', '/api/v1/people', { login: 'outsider', name: 'outsider', password: 'recoup-training' });
  await ledger.api.post('admin', '/api/v1/people/outsider/roles', { role: 'salesperson' });
  await taken(
    'customers',
    customers.map((customer) => ({ customer, name: `客户${customer}`, ...(customer === 'K5' && { owner: 'outsider' }) })),
  );
  await taken('receivables', [{ customer: 'K1' }, { customer: 'K4', document: 'D4', owner: 'sales0002' }]);
  await taken('orders', ofOwner(numbered('order', {}), 'K2', { owner: 'sales0001' }));
  await taken('contracts', ofOwner(numbered('contract', {}), 'K3', { signedBy: 'sales0001' }));
  await taken('credit_checks', numbered('note', {}));
  await taken('rates', [{}, { on: '2026-06-02' }, { currency: 'EUR' }]);
  await taken('customers', [{ customer: 'K1', owner: 'sales0001' }], 'C02');
  await taken('orders', [{ order: 'OTHER' }], 'C02');
});

afterAll(() => ledger.system.close());

const ofC01 = ['C01 K1', 'C01 K2', 'C01 K3', 'C01 K4', 'C01 K5'];
const lists = ['contracts', 'credit-checks', 'orders'];

async function seenBy(login: string, list: string, query = ''): Promise<string[]> {
  const { status, body } = await ledger.api.get(login, `/api/v1/${list}${query}`);
  expect(status).toBe(200);
  return body.items.map(({ company, customer }: Record<string, string>) => `${company} ${customer}`);
}

describe('Sales and finance see the same of a customer', () => {
  test.each<[who: string, login: string, customers: string[]]>([
    ['an AR clerk', 'ar_clerk', ofC01],
    ['the finance director', 'finance_director', ofC01],
    ['the sales director', 'sales_director', ofC01],
    ['the general manager', 'general_manager', ofC01],
    ['the legal manager', 'legal_manager', ofC01],
    ['the auditor', 'auditor', ofC01],
    ['a salesperson: those with a receivable, an order or a contract of theirs', 'sales0001', ofC01.slice(0, 3)],
    ['another salesperson', 'sales0002', ['C01 K4']],
    ['a salesperson whose customer it is', 'outsider', ['C01 K5']],
    ['a sales manager: the team’s', 'sales_manager', ofC01.slice(0, 4)],
  ])('%s', async (_who, login, seen) => {
    for (const list of lists) expect([list, await seenBy(login, list, '?company=C01')]).toEqual([list, seen]);
    expect((await ledger.api.get(login, '/api/v1/rates')).body.items).toHaveLength(3);
  });

  it.each(['hr', 'legal_officer', 'admin'])('not %s', async (login) => {
    for (const list of [...lists, 'rates'])
      expect((await ledger.api.get(login, `/api/v1/${list}`)).body).toMatchObject({ status: 403, code: 'role.required' });
  });

  it('company by company', async () => {
    await ledger.system.rows(
      `insert into role_grants (login, role, company_id) values ('outsider', 'ar_clerk', 'C02');
       update role_grants set company_id = 'C02' where login = 'outsider' and role = 'salesperson'`,
    );
    for (const list of lists) expect(await seenBy('outsider', list)).toEqual(list === 'orders' ? ['C02 K1'] : []);
    expect((await ledger.api.get('outsider', '/api/v1/rates')).body.items).toEqual([]);
    expect(await seenBy('sales0001', 'orders')).toEqual([...ofC01.slice(0, 3), 'C02 K1']);
  });

  it('and one contract as the list of them: what one has no business with is not there', async () => {
    const { body } = await ledger.api.get('ar_clerk', '/api/v1/contracts?customer=K4');
    const path = `/api/v1/contracts/${body.items[0].id}`;
    for (const login of ['ar_clerk', 'sales0002', 'sales_manager']) expect((await ledger.api.get(login, path)).status).toBe(200);
    expect((await ledger.api.get('sales0001', path)).body).toMatchObject({ status: 404, code: 'contract.unknown' });
    expect((await ledger.api.get('ar_clerk', '/api/v1/contracts/999999')).body).toMatchObject({ status: 404, code: 'contract.unknown' });
    expect((await ledger.api.get('ar_clerk', '/api/v1/contracts/K4')).status).toBe(400);
  });

  it('through a stand-in', async () => {
    await ledger.api.post('admin', '/api/v1/stand-ins', {
      absent: 'sales0002',
      standIn: 'sales0001',
      fromOn: '2026-06-30',
      untilOn: '2026-06-30',
    });
    expect(await seenBy('sales0001', 'contracts')).toEqual(ofC01.slice(0, 4));
  });
});

describe('Files of them come from finance only', () => {
  test.each(['contracts', 'schedules', 'credit_checks', 'orders', 'rates'] as const)('%s', async (kind) => {
    for (const login of ['sales0001', 'sales_manager', 'sales_director', 'finance_director']) {
      const file = { name: 'a.csv', content: ledgerFile(kind, {}) };
      const answer = await ledger.api.upload(login, '/api/v1/imports', { kind, company: 'C01' }, file);
      expect(answer.body).toMatchObject({ status: 403, code: 'role.required' });
    }
  });
});

describe('A list', () => {
  test.each(lists)('of %s is found by number, customer and name, and nothing else is', async (list) => {
    const first = { contracts: 'C-K2', 'credit-checks': 'K2', orders: 'O-K2' }[list] ?? '';
    expect(await seenBy('ar_clerk', list, `?company=C01&q=${first}`)).toEqual(['C01 K2']);
    expect(await seenBy('ar_clerk', list, `?company=C01&q=${encodeURIComponent('户K3')}`)).toEqual(['C01 K3']);
    expect(await seenBy('ar_clerk', list, '?company=C01&customer=K4')).toEqual(['C01 K4']);
    expect(await seenBy('ar_clerk', list, '?q=%25')).toEqual([]);
    expect((await ledger.api.get('ar_clerk', `/api/v1/${list}?after=abc`)).body).toMatchObject({
      status: 400,
      errors: [{ field: 'after' }],
    });
    expect((await ledger.api.get('ar_clerk', `/api/v1/${list}?wish=x`)).status).toBe(400);
  });

  test.each([...lists, 'rates'])('of %s comes in pages that neither miss nor repeat', async (list) => {
    const whole = (await ledger.api.get('auditor', `/api/v1/${list}`)).body;
    expect(whole.next).toBeNull();
    const items: unknown[] = [];
    for (let after = ''; ; ) {
      const { body } = await ledger.api.get('auditor', `/api/v1/${list}?limit=1${after}`);
      expect(body.items.length).toBeLessThanOrEqual(1);
      items.push(...body.items);
      if (body.next === null) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(items).toEqual(whole.items);
    expect(items.length).toBeGreaterThan(2);
  });

  it('of orders tells what is open, and its state where no file has', async () => {
    await taken('orders', [
      { order: 'S1', customer: 'K5', shippedOn: '2026-06-01' },
      { order: 'S2', customer: 'K5', openAmount: '0' },
      { order: 'S3', customer: 'K5', openAmount: '0', status: 'cancelled' },
    ]);
    const orders = async (open: string) => (await ledger.api.get('ar_clerk', `/api/v1/orders?q=S&open=${open}`)).body.items;
    expect(await orders('true')).toMatchObject([{ order: 'S1', status: 'shipped', openAmount: '500.00', shippedOn: '2026-06-01' }]);
    expect(await orders('false')).toMatchObject([
      { order: 'S2', status: 'invoiced', openAmount: '0.00' },
      { order: 'S3', status: 'cancelled' },
    ]);
  });

  it('of contracts tells those that renew another', async () => {
    await taken('contracts', [{ contract: 'R1', customer: 'K5', renewalOf: 'C-K5' }]);
    const renewals = async (renewal: string) =>
      (await ledger.api.get('ar_clerk', `/api/v1/contracts?customer=K5&renewal=${renewal}`)).body.items;
    expect(await renewals('true')).toMatchObject([{ contract: 'R1', renewalOf: 'C-K5' }]);
    expect(await renewals('false')).toMatchObject([{ contract: 'C-K5', renewalOf: null }]);
  });

  it('of receivables tells those whose contract no file has brought, or is another customer’s', async () => {
    await taken('receivables', [
      { document: 'X1', customer: 'K5', contract: 'C-K5' },
      { document: 'X2', customer: 'K5', contract: 'C-K4' },
      { document: 'X3', customer: 'K5', contract: 'nobody’s' },
    ]);
    const documents = async (query: string) =>
      (await ledger.api.get('ar_clerk', `/api/v1/receivables?customer=K5&${query}`)).body.items.map(
        ({ document }: { document: string }) => document,
      );
    expect(await documents('strayContract=true')).toEqual(['X2', 'X3']);
    expect(await documents('strayContract=false')).toEqual(['X1']);
    expect(await documents('contract=C-K5')).toEqual(['X1']);
  });
});
