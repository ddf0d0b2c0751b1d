import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import type { Answer } from '../support/api.js';
import { historyFaults } from '../support/journal-proof.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { TrainingSystem } from '../support/training-system.js';

type Command = { type: string; [field: string]: unknown };
/** Who must not, and the code that tells them so. */
type Refused = Record<string, string>;

/** Rules, and on the record all the same. */
const ofTheBoard = ['vote.not_seated', 'vote.recused', 'vote.twice', 'vote.closed'];
const statuses: Record<string, number> = { 'case.unknown': 404, 'role.not_allowed': 403, 'role.required': 403, 'meeting.chair_only': 403 };

const unseen: Refused = { sales0002: 'case.unknown', admin: 'case.unknown' };
const unseenBeforeDocket: Refused = { ...unseen, hr: 'case.unknown', legal_officer: 'case.unknown' };

function notAllowed(...logins: string[]): Refused {
  return Object.fromEntries(logins.map((login) => [login, 'role.not_allowed']));
}

let system: TrainingSystem;
let caseId: string;
let meeting: string;
/** Refused for who they are, not by a rule: all of it must be on the record. */
const refusedAccess: string[] = [];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  await system.receivables({ document: 'D1', issuedOn: '2025-12-05', dueOn: '2026-01-05', amount: '120000.00' });
  await system.moveTo('2026-01-06');
  caseId = await system.caseOf('D1');
});

afterAll(() => system?.close());

/** The command by everybody who may not, in both languages and without effect, then by the one who may. */
async function step(login: string, command: Command, refused: Refused = {}): Promise<Answer['body']> {
  await refuse(command, refused);
  return system.take(login, caseId, command);
}

async function refuse(command: Command, refused: Refused): Promise<void> {
  const before = await system.look(caseId);
  const headers = { 'if-match': `"${before.version}"` };
  for (const [login, code] of Object.entries(refused))
    await expectRefusal(code, (language) => {
      if (statuses[code] || ofTheBoard.includes(code)) refusedAccess.push(`${login} ${code}`);
      return system.api.post(login, `/api/v1/cases/${caseId}/commands`, command, { ...headers, 'accept-language': language });
    });
  expect(await system.look(caseId)).toEqual(before);
}

async function expectRefusal(code: string, ask: (language: string) => Promise<Answer>): Promise<void> {
  const [chinese, english] = [await ask('zh-CN'), await ask('en')];
  const status = statuses[code] ?? 409;
  for (const { status: told, body, headers } of [chinese, english])
    expect([told, body.status, body.code, headers.get('content-type')]).toEqual([
      status,
      status,
      code,
      'application/problem+json; charset=utf-8',
    ]);
  expect(chinese.body.detail).toMatch(/\p{Script=Han}/u);
  expect(english.body.detail).toMatch(/^[^\p{Script=Han}]+$/u);
}

async function meet(action: 'open' | 'close', refused: Refused): Promise<Answer['body']> {
  for (const [login, code] of Object.entries(refused))
    await expectRefusal(code, (language) =>
      system.api.post(login, `/api/v1/meetings/${meeting}/${action}`, undefined, { 'accept-language': language }),
    );
  return (await system.api.post('finance_director', `/api/v1/meetings/${meeting}/${action}`)).body;
}

async function call(): Promise<void> {
  for (const login of ['sales_director', 'legal_manager', 'general_manager', 'ar_clerk', 'hr', 'admin'])
    await expectRefusal('meeting.chair_only', (language) =>
      system.api.post(login, '/api/v1/meetings', { company: 'C01' }, { 'accept-language': language }),
    );
  // The night of the 20th has called it.
  const { status, body } = await system.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
  expect([status, body.status]).toEqual([200, 'called']);
  meeting = body.id;
}

function file(login: string, kind: string, ground: string, language = 'zh-CN'): Promise<Answer> {
  const content = { name: `${kind}.pdf`, content: `%PDF-1.4 ${kind}` };
  return system.api.upload(login, `/api/v1/cases/${caseId}/evidence`, { kind, ground }, content, { 'accept-language': language });
}

async function points(login: string): Promise<[kind: string, person: string, points: string][]> {
  const { body } = await system.api.get(login, '/api/v1/deductions');
  return body.items.map((row: { kind: string; person: string; points: string }) => [row.kind, row.person, row.points]);
}

const notTheChair = { sales_director: 'meeting.chair_only', general_manager: 'meeting.chair_only', ar_clerk: 'meeting.chair_only' };

// Each test goes on from the one before: it is one story.
describe('An overdue account runs its whole course', () => {
  test('sales follows up: an attempt, and a promise that is broken', async () => {
    const others = notAllowed('auditor', 'sales_director', 'finance_director', 'general_manager', 'legal_manager');
    await step(
      'sales0001',
      { type: 'logAttempt', channel: 'phone', on: '2026-01-06', outcome: 'will_pay_later', with: '王经理', note: '月底前付款' },
      { ...unseenBeforeDocket, ...others },
    );
    await step(
      'sales0001',
      { type: 'recordPromise', amount: '120000.00', dueOn: '2026-01-20', by: '王经理' },
      { ...unseenBeforeDocket, ...others },
    );
    await system.moveTo('2026-01-21');
    expect((await system.look(caseId)).facts.promises).toMatchObject([{ amount: '120000.00', state: 'broken' }]);
  });

  test('finance hears the position and returns the case while it is young', async () => {
    await step(
      'sales0001',
      { type: 'reportPosition', position: 'will_pay', note: '客户资金周转' },
      { ...unseenBeforeDocket, ...notAllowed('ar_clerk', 'sales_director', 'finance_director', 'auditor') },
    );
    expect(await system.collection(caseId)).toBe('financeConfirmation');
    await refuse({ type: 'confirm', view: 'doubtful', amount: '119999.99' }, { ar_clerk: 'confirm.amount' });
    await step(
      'ar_clerk',
      { type: 'returnToSales', reason: '请补充对账单' },
      { ...unseenBeforeDocket, ...notAllowed('sales0001', 'sales_manager', 'finance_director') },
    );
    expect(await system.collection(caseId)).toBe('salesFollowUp');
  });

  test('on day 91 it goes to finance by itself, and cannot go back', async () => {
    await system.moveTo('2026-04-05');
    expect(await system.look(caseId)).toMatchObject({ overdueDays: 90, state: { collection: 'salesFollowUp' } });
    await system.moveTo('2026-04-06');
    expect(await system.look(caseId)).toMatchObject({ overdueDays: 91, state: { collection: 'financeConfirmation' } });
    await refuse({ type: 'returnToSales', reason: '再等等' }, { ar_clerk: 'return.too_old' });
    await step(
      'ar_clerk',
      { type: 'confirm', view: 'doubtful', amount: '120000.00', note: '余额相符' },
      { ...unseenBeforeDocket, ...notAllowed('sales0001', 'finance_director', 'general_manager', 'auditor') },
    );
    expect(await system.collection(caseId)).toEqual({ boardReview: 'docketed' });
  });

  test('a plan is proposed by sales and accepted by finance', async () => {
    const instalments = [
      { dueOn: '2026-05-06', amount: '20000.00' },
      { dueOn: '2026-05-29', amount: '40000.00' },
      { dueOn: '2026-06-05', amount: '60000.00' },
    ];
    await step(
      'sales0001',
      { type: 'proposePlan', instalments },
      { ...unseen, ...notAllowed('sales_director', 'legal_officer', 'legal_manager', 'hr', 'auditor') },
    );
    await step('ar_clerk', { type: 'acceptPlan' }, { ...unseen, ...notAllowed('sales0001', 'sales_manager', 'finance_director', 'hr') });
  });

  test('the board grants two months', async () => {
    await system.moveTo('2026-04-08');
    await call();
    await meet('open', notTheChair);
    await refuse({ type: 'castVote', choice: 'grace', reason: ' ' }, { sales_director: 'vote.reason_required' });
    await refuse({ type: 'castVote', choice: 'grace', graceMonths: 3, reason: '三个月' }, { legal_manager: 'grace.too_long' });
    await step(
      'sales_director',
      { type: 'castVote', choice: 'grace', graceMonths: 2, reason: '客户有订单' },
      {
        ...unseen,
        ar_clerk: 'vote.not_seated',
        general_manager: 'vote.not_seated',
        sales0001: 'vote.not_seated',
        sales_manager: 'vote.recused',
      },
    );
    await step('legal_manager', { type: 'castVote', choice: 'grace', graceMonths: 2, reason: '同意' });
    await step('finance_director', { type: 'castVote', choice: 'bad_debt', reason: '资不抵债' });
    const { agenda } = await meet('close', notTheChair);
    expect(agenda).toMatchObject([{ case: caseId, outcome: 'grace' }]);
    expect(await system.look(caseId)).toMatchObject({ state: { collection: 'gracePeriod' }, facts: { grace: { endsOn: '2026-06-08' } } });
    await refuse({ type: 'castVote', choice: 'grace', reason: '迟到的一票' }, { sales_director: 'vote.closed' });
  });

  test('the first instalment comes in through finance alone; the second is missed and breaks the grace', async () => {
    await system.moveTo('2026-05-07');
    const receipt = { type: 'applyReceipt', receipt: '1', amount: '20000.00', valueDate: '2026-05-06' };
    await refuse(receipt, { sales0001: 'receipt.by_sales', ar_clerk: 'receipt.by_sales' });
    const sheet = { name: 'receipts.csv', content: 'company\nC01\n' };
    for (const login of ['sales0001', 'sales_manager', 'finance_director', 'admin'])
      await expectRefusal('role.required', (language) =>
        system.api.upload(login, '/api/v1/imports', { kind: 'receipts', company: 'C01' }, sheet, { 'accept-language': language }),
      );
    await system.receipts({ receipt: 'R1', document: 'D1', amount: '20000.00', valueDate: '2026-05-06' });
    expect((await system.look(caseId)).balance).toBe('100000.00');
    await system.moveTo('2026-06-03');
    expect(await system.collection(caseId)).toBe('gracePeriod');
    await system.moveTo('2026-06-04');
    expect(await system.collection(caseId)).toEqual({ boardReview: 'docketed' });
  });

  test('legal files what proves the insolvency, and somebody else accepts it', async () => {
    for (const [login, code] of [
      ['sales0002', 'case.unknown'],
      ['admin', 'case.unknown'],
      ['sales0001', 'role.not_allowed'],
      ['finance_director', 'role.not_allowed'],
      ['hr', 'role.not_allowed'],
    ] as const)
      await expectRefusal(code, (language) => file(login, 'contract', 'origin', language));
    for (const [kind, ground] of [
      ['contract', 'origin'],
      ['statement', 'inability_to_pay'],
      ['court_announcement', 'bankruptcy'],
    ] as const) {
      const { status, body } = await file('legal_officer', kind, ground);
      expect(status).toBe(201);
      await step(
        'legal_manager',
        { type: 'acceptEvidence', evidence: body.id },
        { ...unseen, ...notAllowed('finance_director', 'sales0001', 'ar_clerk'), legal_officer: 'evidence.same_person' },
      );
    }
  });

  test('the board finds a bad debt', async () => {
    await system.moveTo('2026-06-08');
    await call();
    await meet('open', notTheChair);
    await step('sales_director', { type: 'castVote', choice: 'bad_debt', reason: '已破产' }, { legal_officer: 'vote.recused' });
    await step('legal_manager', { type: 'castVote', choice: 'bad_debt', reason: '证据齐全' });
    await step('finance_director', { type: 'castVote', choice: 'continue', reason: '再等等' });
    await meet('close', notTheChair);
    expect(await system.collection(caseId)).toEqual({ writeOff: 'awaitingApproval' });
  });

  test('one person approves the write-off, another posts it', async () => {
    await step(
      'finance_director',
      { type: 'approveWriteOff' },
      { ...unseen, ...notAllowed('ar_clerk', 'sales_director', 'legal_manager'), general_manager: 'writeoff.approver' },
    );
    await step(
      'ar_clerk',
      { type: 'postWriteOff', voucherNo: '记-0612' },
      { ...unseen, ...notAllowed('finance_director', 'general_manager', 'sales0001') },
    );
    expect(await system.look(caseId)).toMatchObject({ balance: '0.00', state: { collection: 'writtenOff' } });
  });

  test('who bears it is proposed, contested and decided, and becomes a deduction', async () => {
    const shares = [
      { party: 'sales', person: 'sales0001', cause: 'follow_up_neglected', share: 60 },
      { party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', share: 40 },
    ];
    await step(
      'hr',
      { type: 'proposeAttribution', shares, reason: '跟进不力' },
      { ...unseen, ...notAllowed('ar_clerk', 'sales0001', 'legal_officer', 'general_manager', 'auditor') },
    );
    await step('ar_clerk', { type: 'acceptAttribution' }, { ...unseen, ...notAllowed('hr', 'sales_manager', 'finance_director') });
    await step('sales0001', { type: 'contestAttribution', reason: '每周都有催收' }, notAllowed('hr', 'sales_manager', 'finance_director'));
    await step(
      'finance_director',
      { type: 'decideAttribution', shares, reason: '记录不足' },
      { ...unseen, ...notAllowed('ar_clerk', 'sales_director', 'sales0001'), hr: 'attribution.self' },
    );
    expect(await points('hr')).toEqual([
      ['deduction', 'ar_clerk', '2.00'],
      ['deduction', 'sales0001', '3.00'],
    ]);
    expect(await points('sales0001')).toEqual([['deduction', 'sales0001', '3.00']]);
    expect(await points('sales0002')).toEqual([]);
  });

  test('an appeal is decided by the general manager where hr has proposed, and replaces what was taken', async () => {
    await step('sales0001', { type: 'appealAttribution', reason: '客户已破产' }, { ...unseen, ...notAllowed('hr', 'finance_director') });
    const shares = [
      { party: 'sales', person: 'sales0001', cause: 'follow_up_neglected', share: 30 },
      { party: 'customer', cause: 'customer_insolvent', share: 70 },
    ];
    await step(
      'general_manager',
      { type: 'decideAttribution', shares, reason: '部分支持' },
      { ...unseen, ...notAllowed('ar_clerk', 'sales_director'), hr: 'attribution.self', finance_director: 'attribution.self' },
    );
    expect((await points('hr')).slice(0, 3)).toEqual([
      ['deduction', 'sales0001', '1.50'],
      ['reversal', 'ar_clerk', '2.00'],
      ['reversal', 'sales0001', '3.00'],
    ]);
  });

  test('a recovery gives back its part', async () => {
    await system.moveTo('2026-07-01');
    await system.receipts({ receipt: 'R2', document: 'D1', amount: '25000.00', valueDate: '2026-06-30' });
    expect((await points('sales0001'))[0]).toEqual(['give_back', 'sales0001', '0.38']);
    expect(await system.look(caseId)).toMatchObject({
      balance: '0.00',
      state: { collection: 'writtenOff' },
      facts: { recovered: '25000.00' },
    });
  });
});

describe('What is left behind', () => {
  test('is a journal with every step, who took it and when', async () => {
    const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal?limit=200`);
    const all: string[] = body.items.map(
      (row: { businessDate: string; actor: string; command: Command; entries: Command[] }) =>
        `${row.businessDate} ${row.actor} ${row.command.type}: ${row.entries.map(({ type }) => type).join(' ')}`,
    );
    const steps = all.filter((step) => !step.includes(' clock remind: '));
    expect(all.slice(0, 4)).toContain('2026-01-06 clock remind: reminderDue');
    expect(steps).toEqual([
      '2026-01-06 clock openCase: caseOpened',
      '2026-01-06 sales0001 logAttempt: attemptLogged',
      '2026-01-06 sales0001 recordPromise: promiseRecorded',
      '2026-01-21 clock dateReached: promiseBroken',
      '2026-01-21 sales0001 reportPosition: positionReported',
      '2026-01-21 ar_clerk returnToSales: returnedToSales',
      // Nobody publishes the months' lists.
      '2026-02-06 clock recordFact: factFound',
      '2026-03-06 clock recordFact: factFound',
      '2026-04-06 clock dateReached: escalated',
      '2026-04-06 clock recordFact: factFound',
      '2026-04-06 ar_clerk confirm: confirmed docketed',
      '2026-04-06 sales0001 proposePlan: planProposed',
      '2026-04-06 ar_clerk acceptPlan: planAccepted',
      '2026-04-08 finance_director openVoting: votingOpened',
      '2026-04-08 sales_director castVote: voteCast',
      '2026-04-08 legal_manager castVote: voteCast',
      '2026-04-08 finance_director castVote: voteCast',
      '2026-04-08 finance_director closeVoting: votingClosed graceGranted',
      '2026-05-06 clock recordFact: factFound',
      expect.stringMatching(/^2026-05-07 import:\d+ ar_clerk applyReceipt: receiptApplied$/),
      '2026-05-10 clock dateReached: instalmentMet',
      '2026-06-04 clock dateReached: graceBroken',
      '2026-06-04 legal_officer attachEvidence: evidenceAttached',
      '2026-06-04 legal_manager acceptEvidence: evidenceAccepted',
      '2026-06-04 legal_officer attachEvidence: evidenceAttached',
      '2026-06-04 legal_manager acceptEvidence: evidenceAccepted',
      '2026-06-04 legal_officer attachEvidence: evidenceAttached',
      '2026-06-04 legal_manager acceptEvidence: evidenceAccepted',
      '2026-06-06 clock recordFact: factFound',
      '2026-06-08 finance_director openVoting: votingOpened',
      '2026-06-08 sales_director castVote: voteCast',
      '2026-06-08 legal_manager castVote: voteCast',
      '2026-06-08 finance_director castVote: voteCast',
      '2026-06-08 finance_director closeVoting: votingClosed',
      '2026-06-08 finance_director approveWriteOff: writeOffApproved',
      '2026-06-08 ar_clerk postWriteOff: writeOffPosted',
      '2026-06-08 hr proposeAttribution: attributionProposed',
      '2026-06-08 ar_clerk acceptAttribution: attributionAccepted',
      '2026-06-08 sales0001 contestAttribution: attributionContested',
      '2026-06-08 finance_director decideAttribution: attributionDecided deductionMade deductionMade',
      '2026-06-08 sales0001 appealAttribution: attributionAppealed',
      '2026-06-08 general_manager decideAttribution: attributionDecided deductionMade',
      expect.stringMatching(/^2026-07-01 import:\d+ ar_clerk applyReceipt: recoveryReceived$/),
    ]);
  });

  test('proves itself: the chain holds, and the state is the fold of its entries', async () => {
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
  });

  test('adds up', async () => {
    expect(await brokenInvariants(system)).toEqual([]);
  });

  test('holds every refused access, and who tried to vote out of turn', async () => {
    const recorded = await system.rows<{ refused: string }>(
      `select login || ' ' || code as refused from access_refusals where path = '/api/v1/cases/${caseId}/commands' order by id`,
    );
    expect(recorded.map(({ refused }) => refused)).toEqual(refusedAccess);
  });
});
