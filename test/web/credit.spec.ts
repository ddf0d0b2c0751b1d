import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

const grown = { grade: 'A', creditLimit: '1000.00', termDays: '30', firstSignedOn: '2020-01-01', owner: 'sales0001' };

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-01');
  await take('customers', { customer: 'K1', ...grown }, { customer: 'K2', ...grown, grade: '', creditLimit: '', owner: 'sales0002' });
  await take('receivables', { customer: 'K1', document: 'D1', issuedOn: '2026-06-01', dueOn: '2026-06-20', amount: '400.00' });
  await system.moveTo('2026-06-02');
});

afterAll(() => system?.close());

async function take(kind: LedgerKind, ...rows: LedgerRow[]): Promise<void> {
  expect((await sendFile(system.api, kind, ledgerFile(kind, ...rows))).body).toMatchObject({ status: 'done' });
}

const order = (number: string, amount: string, more: LedgerRow = {}): LedgerRow => ({
  order: number,
  orderedOn: '2026-06-02',
  amount,
  openAmount: amount,
  ...more,
});

// biome-ignore lint/suspicious/noExplicitAny: an answer
async function hold(subject: string, login = 'auditor'): Promise<any> {
  const { body } = await system.api.get(login, '/api/v1/credit/holds?state=all');
  return body.items.find((item: { subject: string }) => item.subject === subject);
}

describe('Before signing', () => {
  const preview = (change: object = {}, login = 'sales0001') =>
    system.api.post(login, '/api/v1/credit/checks/preview', { company: 'C01', customer: 'K1', amount: '600.00', termDays: 30, ...change });

  test('what fits the limit and the term is allowed, and says by how much', async () => {
    expect(await preview()).toMatchObject({
      status: 200,
      body: { result: 'allowed', reasons: [], limit: '1000.00', limitFrom: 'customer', exposure: { total: '400.00' }, after: '1000.00' },
    });
  });

  test('what does not is told with its numbers and what would satisfy; nothing is written', async () => {
    const { body } = await preview({ amount: '600.01', termDays: 31 });
    expect(body).toMatchObject({
      result: 'hold',
      reasons: [
        { code: 'limit_exceeded', numbers: { limit: '1000.00', exposure: '1000.01', gap: '0.01' } },
        { code: 'term_exceeded', numbers: { termDays: 30, askedDays: 31 } },
      ],
    });
    expect(body.reasons[0].remedy).toContain('0.01');
    expect((await system.api.get('auditor', '/api/v1/credit/holds')).body.items).toEqual([]);
  });

  test('a currency without a rate is refused', async () => {
    expect(await preview({ currency: 'USD' })).toMatchObject({ status: 409, body: { code: 'credit.no_rate' } });
  });

  test.each([
    ['sales0002', 404],
    ['sales_manager', 200],
    ['finance_director', 200],
    ['hr', 403],
    ['admin', 403],
  ])('%s asks about this customer: %i', async (login, status) => {
    expect((await preview({}, login)).status).toBe(status);
  });
});

describe('Imported orders and contracts', () => {
  test('are all taken; those beyond the limit are held, in the order in which they came', async () => {
    await take('orders', order('O1', '500.00'), order('O2', '200.00'));
    expect(await hold('O1')).toBeUndefined();
    expect(await hold('O2')).toMatchObject({
      kind: 'order',
      amount: '200.00',
      uncovered: '100.00',
      approver: 'finance_director',
      reasons: [{ code: 'limit_exceeded', numbers: { exposure: '1100.00', gap: '100.00' } }],
    });
  });

  test('the same file again changes nothing', async () => {
    await take('orders', order('O1', '500.00'), order('O2', '200.00'));
    expect(await system.rows('select subject from credit_holds')).toEqual([{ subject: 'O2' }]);
  });

  test('a contract is held for its term, a customer without a grade for want of security', async () => {
    await take('contracts', { contract: 'V1', customer: 'K1', signedOn: '2026-06-02', amount: '10.00', termDays: '45' });
    await take('contracts', {
      contract: 'V2',
      customer: 'K2',
      signedOn: '2026-06-02',
      amount: '50.00',
      termDays: '30',
      signedBy: 'sales0002',
    });
    expect((await hold('V1')).reasons.map(({ code }: { code: string }) => code)).toEqual(['limit_exceeded', 'term_exceeded']);
    expect((await hold('V2')).reasons).toMatchObject([{ code: 'security_required', numbers: { why: ['no_grade'], gap: '50.00' } }]);
  });

  test('what was signed before the company’s first file is not held', async () => {
    await take('contracts', { contract: 'V0', customer: 'K2', signedOn: '2026-05-31', amount: '50.00', signedBy: 'sales0002' });
    expect(await hold('V0')).toBeUndefined();
  });

  test('a failed check holds what would be signed on credit, until a later one is passed', async () => {
    await take('customers', { customer: 'K3', ...grown, owner: 'sales0001' });
    await take('credit_checks', { customer: 'K3', checkedOn: '2026-06-01', checkedBy: 'ar_clerk', result: 'failed' });
    await take('contracts', { contract: 'V3', customer: 'K3', signedOn: '2026-06-02', amount: '10.00', termDays: '30' });
    expect((await hold('V3')).reasons).toMatchObject([{ code: 'security_required', numbers: { why: ['check_failed'], gap: '10.00' } }]);
    await take('credit_checks', { customer: 'K3', checkedOn: '2026-06-02', checkedBy: 'ar_clerk', result: 'passed' });
    await take('contracts', { contract: 'V3', customer: 'K3', signedOn: '2026-06-02', amount: '10.01', termDays: '30' });
    expect(await hold('V3')).toMatchObject({ release: 'exposure' });
  });

  test('each sees the holds of the own customers', async () => {
    const seen = async (login: string) => {
      const { status, body } = await system.api.get(login, '/api/v1/credit/holds');
      return [status, body.items?.map(({ subject }: { subject: string }) => subject).sort()];
    };
    expect(await seen('sales0001')).toEqual([200, ['O2', 'V1']]);
    expect(await seen('sales0002')).toEqual([200, ['V2']]);
    expect(await seen('finance_director')).toEqual([200, ['O2', 'V1', 'V2']]);
    expect(await seen('hr')).toEqual([403, undefined]);
    const { id } = await hold('V1');
    expect((await system.api.get('sales0002', `/api/v1/credit/holds/${id}`)).status).toBe(404);
  });
});

describe('A hold is released', () => {
  const secure = async (subject: string, amount: string, login = 'ar_clerk', reference = `YF-${amount}`) =>
    system.api.post(login, `/api/v1/credit/holds/${(await hold(subject)).id}/securities`, {
      kind: 'prepayment',
      amount,
      receivedOn: '2026-06-02',
      reference,
    });
  const ask = async (subject: string, login: string, endsOn = '2026-06-30') =>
    system.api.post(login, `/api/v1/credit/holds/${(await hold(subject)).id}/exceptions`, { reason: '战略项目', endsOn });
  const decide = async (subject: string, login: string, how: 'approve' | 'reject') =>
    system.api.post(login, `/api/v1/credit/exceptions/${(await hold(subject)).exceptions.at(-1).id}/${how}`, { reason: '同意' });

  test('by security, once it is enough', async () => {
    expect(await secure('V2', '49.99')).toMatchObject({ status: 201, body: { release: null, uncovered: '0.01' } });
    expect(await secure('V2', '49.99')).toMatchObject({ status: 409, body: { code: 'credit.security_known' } });
    expect((await secure('V2', '0.01', 'sales_director')).status).toBe(403);
    expect(await secure('V2', '0.01')).toMatchObject({ status: 201, body: { release: 'security', releasedOn: '2026-06-02' } });
    expect(await secure('V2', '1.00')).toMatchObject({ status: 409, body: { code: 'credit.released' } });
  });

  test('by an exception that another decides', async () => {
    expect((await ask('V1', 'sales0001')).status).toBe(403);
    expect(await ask('V1', 'sales_director', '2027-06-30')).toMatchObject({ status: 409, body: { code: 'credit.ends' } });
    expect((await ask('V1', 'sales_manager')).status).toBe(201);
    expect(await ask('V1', 'sales_director')).toMatchObject({ status: 409, body: { code: 'credit.waiting' } });
    expect((await system.api.get('finance_director', '/api/v1/credit/holds?asked=true')).body.items).toHaveLength(1);
    expect((await decide('V1', 'sales_director', 'approve')).status).toBe(403);
    expect(await decide('V1', 'general_manager', 'approve')).toMatchObject({ status: 409, body: { code: 'credit.approver' } });
    expect(await decide('V1', 'finance_director', 'reject')).toMatchObject({ status: 200, body: { release: null } });
    expect(await decide('V1', 'finance_director', 'approve')).toMatchObject({ status: 409, body: { code: 'credit.decided' } });
    expect((await ask('V1', 'sales_director', '2026-06-03')).status).toBe(201);
    expect(await decide('V1', 'finance_director', 'approve')).toMatchObject({ status: 200, body: { release: 'exception' } });
  });

  test('by a receipt that brings the exposure down: the night finds it; and what was excepted is held again when that has ended', async () => {
    await system.receipts({ receipt: 'R1', document: 'D1', amount: '100.00', valueDate: '2026-06-02' });
    await system.moveTo('2026-06-03');
    expect(await hold('O2')).toMatchObject({ release: 'exposure', releasedOn: '2026-06-03' });
    expect(await hold('V1')).toMatchObject({ release: 'exception' });
    await system.moveTo('2026-06-04');
    expect(await hold('V1')).toMatchObject({ release: null, placedOn: '2026-06-04' });
  });

  test('with nothing left to deliver', async () => {
    await take('orders', order('O3', '5000.00'));
    expect(await hold('O3')).toMatchObject({ release: null, approver: 'finance_director' });
    await take('orders', order('O3', '5000.00', { openAmount: '0.00', status: 'cancelled' }));
    expect(await hold('O3')).toMatchObject({ release: 'lapsed' });
  });
});

describe('What an order of a currency without a rate is held for', () => {
  test('ends when a rate comes', async () => {
    await take('orders', order('OU', '1.00', { currency: 'USD', customer: 'K1' }));
    expect((await hold('OU')).reasons).toMatchObject([{ code: 'rate_missing' }]);
    await take('rates', { on: '2026-06-01', rate: '7.0' });
    await system.moveTo('2026-06-05');
    expect(await hold('OU')).not.toMatchObject({ reasons: [{ code: 'rate_missing' }] });
  });
});

describe('Customers near their limit', () => {
  test('come furthest beyond it first, page by page, with what they use', async () => {
    await take('customers', { customer: 'K3', ...grown, creditLimit: '100.00' }, { customer: 'K4', ...grown, creditLimit: '1000.00' });
    await take(
      'receivables',
      { customer: 'K3', document: 'D3', dueOn: '2026-07-20', amount: '900.00' },
      { customer: 'K4', document: 'D4', amount: '799.99' },
    );
    const first = await system.api.get('finance_director', '/api/v1/credit/customers?company=C01&limit=1');
    expect(first.body.items).toMatchObject([{ customer: 'K3', used: '900.00', limit: '100.00', beyond: '800.00', percent: 900 }]);
    const after = encodeURIComponent(first.body.next);
    const { body } = await system.api.get('finance_director', `/api/v1/credit/customers?company=C01&after=${after}`);
    expect(body.items.map(({ customer }: { customer: string }) => customer)).toEqual(['K1']);
    expect((await system.api.get('finance_director', '/api/v1/credit/customers?company=C01&after=eHg')).status).toBe(400);
    expect((await system.api.get('sales0002', '/api/v1/credit/customers?company=C01')).body.items).toEqual([]);
  });
});

describe('A customer’s standing', () => {
  test('has the terms, the exposure, and a grade only suggested', async () => {
    const rows = ['a', 'b', 'c'].map((n) => ({
      customer: 'K4',
      document: `P${n}`,
      issuedOn: '2026-05-01',
      dueOn: '2026-06-01',
      amount: '10.00',
    }));
    await take('receivables', ...rows);
    await take(
      'receipts',
      ...rows.map(({ document }) => ({ customer: 'K4', receipt: document, document, amount: '10.00', valueDate: '2026-06-01' })),
    );
    const { body } = await system.api.get('sales_director', '/api/v1/credit/customers/K4?company=C01');
    expect(body).toMatchObject({
      grade: 'A',
      limit: '1000.00',
      termDays: 30,
      exposure: { open: '799.99', ordered: '0.00' },
      suggestion: { payments: 3, averageDaysLate: 0, shareLate: '0.00', grade: 'AAA', move: 'better' },
    });
    expect((await system.rows(`select grade from customers where customer = 'K4'`))[0]).toEqual({ grade: 'A' });
    expect((await system.api.get('sales0002', '/api/v1/credit/customers/K4?company=C01')).status).toBe(404);
  });
});

describe('A breach that nobody let pass', () => {
  test('becomes a fact of the case, with its numbers', async () => {
    await take('customers', { customer: 'K5', ...grown });
    await take('credit_checks', { customer: 'K5', checkedOn: '2026-06-01' });
    await take('contracts', { contract: 'V5', customer: 'K5', signedOn: '2026-06-05', amount: '1500.00', termDays: '30' });
    await take('receivables', {
      customer: 'K5',
      document: 'D5',
      issuedOn: '2026-06-06',
      dueOn: '2026-06-10',
      amount: '1500.00',
      contract: 'V5',
    });
    await system.moveTo('2026-06-12');
    const { facts } = await system.look(await system.caseOf('D5'));
    expect(facts.facts.filter(({ kind }: { kind: string }) => kind === 'credit_policy_breached')).toMatchObject([
      { numbers: { contract: 'V5', heldOn: '2026-06-05', limit: '1000.00', exposure: '1500.00' } },
    ]);
    expect((await system.api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
  });
});
