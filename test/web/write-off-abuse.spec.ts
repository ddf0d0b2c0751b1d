import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { historyFaults } from '../support/journal-proof.js';
import { sendFile } from '../support/ledger-files.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';
import { resolveBadDebts, setPolicy } from '../support/write-offs.js';

type Command = { type: string; [field: string]: unknown };

let system: TrainingSystem;

beforeEach(async () => {
  system = await TrainingSystem.start('2026-03-02');
});

afterEach(async () => {
  try {
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
    expect(await brokenInvariants(system)).toEqual([]);
  } finally {
    await system.close();
  }
});

async function caseOf(document: string, more: { dueOn?: string; amount?: string; customer?: string } = {}): Promise<string> {
  await system.receivables({ document, dueOn: '2026-02-20', amount: '1000.00', ...more });
  return system.caseOf(document);
}

/** Tried in both languages: refused with a sentence of each, nothing changed, and who tried is on the record. */
async function abused(login: string, caseId: string, command: Command, code: string, ...words: string[]): Promise<void> {
  const before = await system.look(caseId);
  const said: string[] = [];
  for (const language of ['zh-CN', 'en']) {
    const headers = { 'if-match': `"${before.version}"`, 'accept-language': language };
    const { status, body } = await system.api.post(login, `/api/v1/cases/${caseId}/commands`, command, headers);
    expect([status === 409 || status === 403, body.code]).toEqual([true, code]);
    for (const word of words) expect(body.detail).toContain(word);
    said.push(body.detail);
  }
  expect(said[0]).toMatch(/\p{Script=Han}/u);
  expect(said[1]).not.toMatch(/\p{Script=Han}/u);
  expect(await system.look(caseId)).toEqual(before);
  const path = `/api/v1/cases/${caseId}/commands`;
  const table = code === 'role.not_allowed' ? 'access_refusals' : 'control_refusals';
  const recorded = await system.rows(`select from ${table} where login = $1 and code = $2 and path = $3`, [login, code, path]);
  expect(recorded).toHaveLength(2);
}

const grant = (login: string, role: string) => giveRole(system.api, login, { role, company: 'C01' });

describe('Who answers for a case', () => {
  const blamed = (person: string) => ({
    type: 'proposeAttribution',
    shares: [{ party: 'sales', person, cause: 'follow_up_neglected', share: 100 }],
  });

  test('is not moved by a change of owner the day before: neither proposed nor taken', async () => {
    const caseId = await caseOf('D1');
    await system.moveTo('2026-04-09');
    await system.take('sales_manager', caseId, { type: 'reassign', owner: 'sales0002', reason: '调整客户' });
    await system.moveTo('2026-04-10');
    await system.take('finance_director', caseId, { type: 'docket', reason: '客户停业' });
    expect((await system.look(caseId)).receivable.owner).toBe('sales0002');

    const { body } = await system.api.get('hr', `/api/v1/cases/${caseId}/attribution-proposal`);
    expect(body.owners).toEqual([
      { owner: 'sales0001', from: '2026-03-02' },
      { owner: 'sales0002', from: '2026-04-09' },
    ]);
    const ofSales = body.shares.filter(({ party }: { party: string }) => party === 'sales');
    expect(ofSales).toEqual([expect.objectContaining({ person: 'sales0001', cause: 'follow_up_neglected' })]);
    expect(body.shares.reduce((sum: number, { share }: { share: number }) => sum + share, 0)).toBe(100);

    await abused('hr', caseId, blamed('sales0002'), 'attribution.not_then', 'sales0002', '2026-04-09', 'sales0001');
    await system.take('hr', caseId, blamed('sales0001'));
  });

  test('is not escaped by leaving: a leaver is named for what arose before, nobody unknown is, and work goes to neither', async () => {
    const caseId = await caseOf('D1');
    await system.moveTo('2026-04-09');
    const left = await system.api.as('admin', 'PATCH', '/api/v1/people/sales0001', { body: { active: false } });
    expect(left.status).toBe(200);
    await system.moveTo('2026-04-10');
    await system.take('finance_director', caseId, { type: 'docket', reason: '客户停业' });
    expect((await system.look(caseId)).receivable.owner).toBe('sales_manager');

    const { body } = await system.api.get('hr', `/api/v1/cases/${caseId}/attribution-proposal`);
    expect(body.shares).toContainEqual(expect.objectContaining({ person: 'sales0001', cause: 'follow_up_neglected' }));
    for (const refused of [blamed('nobody'), { type: 'reassign', owner: 'sales0001', reason: '调岗' }])
      expect((await system.give(refused.type === 'reassign' ? 'sales_director' : 'hr', caseId, refused)).body.code).toBe('request.invalid');
    await system.take('hr', caseId, blamed('sales0001'));
    await system.moveTo('2026-04-20');
    expect((await system.look(caseId)).state.attribution).toBe('final');
    expect(await system.rows('select person, kind from deductions')).toEqual([{ person: 'sales0001', kind: 'deduction' }]);
  });

  test('is decided by nobody in their own case, appeal or not', async () => {
    await grant('sales0001', 'hr');
    const caseId = await caseOf('D1');
    await system.take('finance_director', caseId, { type: 'docket', reason: '客户停业' });
    await system.take('sales_director', caseId, blamed('sales0001'));
    await system.take('sales0001', caseId, { type: 'acceptAttribution' });
    await system.take('sales0001', caseId, { type: 'appealAttribution', reason: '有新证据' });
    const acquitted = { type: 'decideAttribution', shares: [{ party: 'customer', cause: 'customer_insolvent', share: 100 }] };
    await abused('sales0001', caseId, acquitted, 'attribution.self', 'sales0001');
    await system.take('hr', caseId, acquitted);
  });
});

describe('A write-off', () => {
  test('of a debt split under the limit is the general manager’s, part by part', async () => {
    const [one, two, other] = [
      await caseOf('D1', { amount: '300000.00' }),
      await caseOf('D2', { amount: '300000.00' }),
      await caseOf('D3', { amount: '300000.00', customer: 'K9' }),
    ];
    await setPolicy(system, { forgivenTogetherMonths: 1 });
    await resolveBadDebts(system, [one, two, other]);
    const approve = { type: 'approveWriteOff' };
    await abused('finance_director', one, approve, 'writeoff.split', '600000.00', '500000.00', 'D1', 'D2');
    const { allowed, refused } = await system.look(one, 'finance_director');
    expect(allowed).not.toContain('approveWriteOff');
    expect(refused).toContainEqual(expect.objectContaining({ type: 'approveWriteOff', code: 'writeoff.split' }));
    await system.take('general_manager', one, approve);
    await system.take('ar_clerk', one, { type: 'postWriteOff', voucherNo: 'V-1' });
    await system.moveTo('2026-04-02');
    await abused('finance_director', two, approve, 'writeoff.split', '600000.00');
    await system.take('finance_director', other, approve);
    await system.moveTo('2026-04-03');
    await system.take('finance_director', two, approve);
  });

  test('takes accepted evidence, and two different people', async () => {
    await grant('finance_director', 'ar_clerk');
    const bare = await caseOf('D1');
    await system.take('finance_director', bare, { type: 'docket', reason: '客户停业' });
    const meeting = await system.openMeeting();
    for (const login of ['sales_director', 'finance_director', 'legal_manager'])
      await system.take(login, bare, { type: 'castVote', choice: 'bad_debt', reason: '无望' });
    const { agenda } = await system.closeMeeting(meeting);
    expect(agenda).toMatchObject([{ case: bare, outcome: 'void' }]);
    await abused('sales0001', bare, { type: 'approveWriteOff' }, 'role.not_allowed');

    const proved = await caseOf('D2');
    await resolveBadDebts(system, [proved]);
    await system.take('finance_director', proved, { type: 'approveWriteOff' });
    await abused('finance_director', proved, { type: 'postWriteOff', voucherNo: 'V-1' }, 'writeoff.same_person', 'finance_director');
    await system.take('ar_clerk', proved, { type: 'postWriteOff', voucherNo: 'V-1' });
  });
});

describe('A debt is not hidden', () => {
  test('by moving it to another customer: that takes a second person, and stays on record', async () => {
    await grant('ar_clerk', 'finance_director');
    await caseOf('OTHER', { customer: 'K2' });
    const caseId = await caseOf('D1');
    await system.take('ar_clerk', caseId, { type: 'correctFacts', changes: { customer: 'K2' }, reason: '客户合并' });
    await abused('ar_clerk', caseId, { type: 'confirmCorrection', correction: 1 }, 'correction.same_person', 'ar_clerk');
    expect((await system.look(caseId)).receivable.customer).toBe('K1');

    const header = 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner';
    const line = 'C01,K2,客户K2,D1,1,2026-02-20,2026-02-20,CNY,1000.00,sales0001';
    await sendFile(system.api, 'receivables', `${header}\n${line}\n`);
    expect((await system.look(caseId)).receivable.customer).toBe('K1');
    await system.take('finance_director', caseId, { type: 'confirmCorrection', correction: 1 });
    const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal`);
    expect(body.items.at(-1).entries).toContainEqual(
      expect.objectContaining({ type: 'factsCorrected', from: expect.objectContaining({ customer: 'K1' }), to: { customer: 'K2' } }),
    );
  });

  test('by a cent: it resets nothing, and sales do not bring it', async () => {
    const caseId = await caseOf('D1', { dueOn: '2025-11-20' });
    const { overdueDays, state } = await system.look(caseId);
    const cent = { type: 'applyReceipt', receipt: 'R1', amount: '0.01', valueDate: '2026-03-02', instrument: 'cash' };
    await abused('sales0001', caseId, cent, 'receipt.by_sales');
    await system.receipts({ receipt: 'R1', document: 'D1', amount: '0.01', valueDate: '2026-03-02' });
    expect(await system.look(caseId)).toMatchObject({ balance: '999.99', overdueDays, state });
  });

  test('by an attempt that is dated back', async () => {
    const caseId = await caseOf('D1');
    await system.moveTo('2026-03-20');
    const attempt = { type: 'logAttempt', channel: 'phone', outcome: 'reached' };
    await abused('sales0001', caseId, { ...attempt, on: '2026-03-12' }, 'attempt.too_late', '2026-03-12', '2026-03-19');
    await system.take('sales0001', caseId, { ...attempt, on: '2026-03-13' });
  });

  test('by waiving it in small parts, one after the other or all at once', async () => {
    await setPolicy(system, { smallBalanceCents: 5_00 });
    const parts = [await caseOf('D1', { amount: '3.00' }), await caseOf('D2', { amount: '3.00' }), await caseOf('D3', { amount: '3.00' })];
    const waive = { type: 'waiveSmallBalance', reason: '尾差' };
    const answers = await Promise.all(parts.map((caseId) => system.give('finance_director', caseId, waive)));
    expect(answers.map(({ status, body }) => [status, body.code]).sort()).toEqual([
      [200, undefined],
      [409, 'waive.split'],
      [409, 'waive.split'],
    ]);
    const left = parts[answers.findIndex(({ status }) => status === 409)] ?? '';
    expect((await system.give('finance_director', left, waive)).body.detail).toMatch(/6\.00.*5\.00/);
    const all = await system.api.post('finance_director', '/api/v1/small-balances', { company: 'C01', all: true, reason: '尾差' });
    expect(all.body).toMatchObject({ waived: 0, refused: 2, answers: [{ code: 'waive.split' }, { code: 'waive.split' }] });
    const recorded = await system.rows("select from control_refusals where code = 'waive.split' and login = 'finance_director'");
    expect(recorded).toHaveLength(5);
  });
});
