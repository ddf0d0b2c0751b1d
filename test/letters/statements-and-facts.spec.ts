import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { pdfText } from '../support/pdf-text.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-01');
});

afterAll(() => system?.close());

describe('A statement of account', () => {
  beforeAll(async () => {
    await take('receivables', { document: 'S1', issuedOn: '2026-03-01', dueOn: '2026-04-01', amount: '10000.00' });
    await take('receivables', { document: 'S2', issuedOn: '2026-05-20', dueOn: '2026-12-31', amount: '0.05' });
    await take('receivables', { document: 'S3', issuedOn: '2026-03-01', dueOn: '2026-04-01', currency: 'EUR', amount: '70.00' });
    await take('receipts', { receipt: 'R1', document: 'S1', valueDate: '2026-05-10', amount: '9000.00' });
  });

  test('lists what is open, sums each currency by itself, and leaves room for the customer’s seal', async () => {
    const { status, text } = await statement('ar_clerk', 'K1', 'company=C01');
    expect(status).toBe(200);
    for (const line of [
      '往来款项对账单',
      '致：客户一有限公司',
      'S1',
      'S2',
      '未付合计：人民币 1,000.05 元、EUR 70.00',
      '人民币大写：壹仟元零伍分',
    ])
      expect(text).toContain(line);
    for (const line of ['客户确认', '客户单位（盖章）：', '□ 核对不符，差异及原因如下：', '并非催款']) expect(text).toContain(line);
  });

  test('of an earlier day shows what was open then', async () => {
    const { text } = await statement('sales0001', 'K1', 'company=C01&on=2026-05-09');
    expect(text).toContain('未付合计：人民币 10,000.00 元、EUR 70.00');
    expect(text).not.toContain('S2');
    expect((await statement('ar_clerk', 'K1', 'company=C01&on=2026-02-01')).text).toContain('无贵公司未付款项');
  });

  test.each([
    ['sales0002', 'K1', 'company=C01', 404, 'customer.unknown'],
    ['ar_clerk', 'K404', 'company=C01', 404, 'customer.unknown'],
    ['ar_clerk', 'K1', 'company=C02', 404, 'customer.unknown'],
    ['hr', 'K1', 'company=C01', 403, 'role.required'],
    ['ar_clerk', 'K1', 'company=C01&on=2026-06-02', 400, 'request.invalid'],
    ['ar_clerk', 'K1', '', 400, 'request.invalid'],
  ])('is not for %s of %s with "%s": %i %s', async (login, customer, query, status, code) => {
    const { status: answered, text } = await statement(login, customer, query);
    expect([answered, JSON.parse(text).code]).toEqual([status, code]);
  });

  test('that the customer has stamped restarts the limitation clock once legal has accepted it', async () => {
    const caseId = await system.caseOf('S1');
    const file = { name: '对账单.pdf', content: '%PDF-1.4 stamped' };
    const attach = (demandOn: string) =>
      system.api.upload('legal_officer', `/api/v1/cases/${caseId}/evidence`, { kind: 'statement', ground: 'origin', demandOn }, file);
    const other = await system.caseOf('S3');
    for (const id of [caseId, other]) await system.take('finance_director', id, { type: 'docket', reason: '客户停业' });
    expect(await attach('2026-06-02')).toMatchObject({ status: 400, body: { errors: [{ field: 'demandOn', code: 'after_today' }] } });
    const { body } = await attach('2026-05-28');
    expect((await system.api.post('legal_officer', `/api/v1/evidence/${body.id}/cases`, { cases: [other] })).status).toBe(200);
    await system.take('legal_manager', caseId, { type: 'acceptEvidence', evidence: body.id });
    const demands = await system.rows(
      `select distinct e ->> 'demandOn' as "demandOn" from cases c, jsonb_array_elements(c.snapshot -> 'context' -> 'evidence') e where c.id = any ($1)`,
      [[caseId, other]],
    );
    expect(demands).toEqual([{ demandOn: '2026-05-28' }]);
  });
});

describe('The night finds what contracts and credit checks say', () => {
  beforeAll(async () => {
    const signed = { signedOn: '2026-06-01', amount: '100.00', termDays: '30' };
    const known = { creditLimit: '1000.00', termDays: '30', firstSignedOn: '2020-01-01' };
    for (const customer of ['F1', 'F2', 'F3', 'F4']) await take('customers', { customer, name: `客户${customer}`, ...known });
    await take(
      'credit_checks',
      { customer: 'F2', checkedOn: '2026-05-01', result: 'passed' },
      { customer: 'F2', checkedOn: '2026-05-30', result: 'failed' },
    );
    await take('credit_checks', { customer: 'F3', checkedOn: '2026-05-30', result: 'passed_with_security' });
    const contracts = ['F1', 'F2', 'F3'].map((customer) => ({ ...signed, contract: `V${customer}`, customer }));
    await take('contracts', ...contracts, { ...signed, contract: 'VF4', customer: 'F4', signedOn: '2026-05-20' });
    for (const customer of ['F1', 'F2', 'F3', 'F4'])
      await take('receivables', {
        customer,
        customerName: `客户${customer}`,
        document: customer,
        contract: `V${customer}`,
        issuedOn: '2026-06-01',
        dueOn: customer === 'F3' ? '2026-07-15' : '2026-07-01',
      });
    await system.moveTo('2026-07-16');
  });

  test.each<[string, string, object[]]>([
    ['F1', 'no check on file at the signing', [{ kind: 'credit_check_missing', numbers: { contract: 'VF1', signedOn: '2026-06-01' } }]],
    [
      'F2',
      'the last check before the signing failed',
      [{ kind: 'credit_check_ignored', numbers: { contract: 'VF2', signedOn: '2026-06-01', checkedOn: '2026-05-30' } }],
    ],
    [
      'F3',
      'passed, but a term beyond the customer’s',
      [{ kind: 'credit_policy_breached', numbers: { issuedOn: '2026-06-01', dueOn: '2026-07-15', givenDays: 44, termDays: 30 } }],
    ],
    ['F4', 'no check, but signed before the company’s first file', []],
  ])('%s: %s', async (document, _rule, facts) => {
    expect(await factsOf(document)).toMatchObject(facts);
    expect(await factsOf(document)).toHaveLength(facts.length);
  });

  test('never twice, and again when a file brings what was missing', async () => {
    await take('contracts', { contract: 'VF4', customer: 'F4', signedOn: '2026-06-01', amount: '100.00', termDays: '30' });
    await system.moveTo('2026-07-18');
    expect(await factsOf('F4')).toMatchObject([{ kind: 'credit_check_missing', on: '2026-07-17' }]);
    expect(await factsOf('F1')).toHaveLength(1);
    expect((await system.api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
  });
});

async function take(kind: LedgerKind, ...rows: LedgerRow[]): Promise<void> {
  expect((await sendFile(system.api, kind, ledgerFile(kind, ...rows))).body).toMatchObject({ status: 'done' });
}

async function statement(login: string, customer: string, query: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${system.server.url}/api/v1/customers/${customer}/statement.pdf?${query}`, {
    headers: { authorization: `Bearer ${await system.api.token(login)}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, text: response.status === 200 ? pdfText(bytes) : bytes.toString() };
}

/** Those about the sale; what the calendar finds beside them is told elsewhere. */
async function factsOf(document: string): Promise<{ kind: string }[]> {
  const { facts } = await system.look(await system.caseOf(document));
  return facts.facts.filter(({ kind }: { kind: string }) => kind.startsWith('credit_'));
}
