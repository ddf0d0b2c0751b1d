import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import type { Answer } from '../support/api.js';
import { historyFaults } from '../support/journal-proof.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { TrainingSystem } from '../support/training-system.js';

type Body = { type: string; [field: string]: unknown };

const attempt: Body = { type: 'logAttempt', channel: 'phone', on: '2026-03-02', outcome: 'reached' };
const promise: Body = { type: 'recordPromise', amount: '100.00', dueOn: '2026-03-20' };
const escalated = '2025-11-20';
const young = '2026-02-20';

let system: TrainingSystem;
let documents = 0;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
});

afterAll(async () => {
  try {
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
    expect(await brokenInvariants(system)).toEqual([]);
  } finally {
    await system.close();
  }
});

/** Cases of one customer, a new one unless named, all of this due date. */
async function newCases(dueOn: string, amounts: string[], customer = `K${documents + 1}`): Promise<string[]> {
  const rows = amounts.map((amount) => ({ document: `D${++documents}`, dueOn, amount, customer }));
  await system.receivables(...rows);
  return Promise.all(rows.map(({ document }) => system.caseOf(document)));
}

async function newCase(dueOn = young, amount = '1000.00'): Promise<string> {
  const [caseId = ''] = await newCases(dueOn, [amount]);
  return caseId;
}

async function versionOf(caseId: string): Promise<number> {
  return (await system.look(caseId)).version;
}

function send(login: string, caseId: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return system.api.post(login, `/api/v1/cases/${caseId}/commands`, body, headers);
}

function many(login: string, commands: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return system.api.post(login, '/api/v1/commands', { commands }, headers);
}

async function journalTypes(caseId: string): Promise<string[]> {
  const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal`);
  return body.items.map((entry: { command: Body }) => entry.command.type);
}

const outcome = ({ status, body }: Answer) => [status, body.code];

describe('A command says which version of the case it is for', () => {
  test('or is refused with 428, which names the version of now', async () => {
    const caseId = await newCase();
    const { status, body } = await send('sales0001', caseId, promise);
    expect([status, body.code, body.facts]).toEqual([428, 'request.version_required', { version: 1 }]);
  });

  test('a newer version refuses it with 412, which tells what was done since, and by whom', async () => {
    const caseId = await newCase();
    await system.take('sales0001', caseId, attempt);
    await system.take('sales_manager', caseId, promise);
    const { status, body } = await send('sales0001', caseId, promise, { 'if-match': '"1"' });
    expect([status, body.code]).toEqual([412, 'request.stale']);
    expect(body.facts).toEqual({
      version: 3,
      changes: [
        { seq: 2, actor: 'sales0001', entries: ['attemptLogged'] },
        { seq: 3, actor: 'sales_manager', entries: ['promiseRecorded'] },
      ],
    });
  });

  test('of two at once for the same version exactly one wins', async () => {
    const caseId = await newCase();
    const answers = await Promise.all(
      ['sales0001', 'sales_manager', 'ar_clerk'].map((login) => send(login, caseId, promise, { 'if-match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(await versionOf(caseId)).toBe(2);
  });

  test.each(['1', '"1"', 'W/"1"', ' "1" '])('written as %j', async (ifMatch) => {
    expect((await send('sales0001', await newCase(), promise, { 'if-match': ifMatch })).status).toBe(200);
  });

  test.each([
    ['"x"', 400, 'request.invalid'],
    ['*', 400, 'request.invalid'],
    ['"1", "2"', 400, 'request.invalid'],
    ['"99999999999999999999"', 400, 'request.invalid'],
    ['"999999999"', 412, 'request.stale'],
    ['"0"', 412, 'request.stale'],
  ])('and not as %j', async (ifMatch, status, code) => {
    expect(outcome(await send('sales0001', await newCase(), promise, { 'if-match': ifMatch }))).toEqual([status, code]);
  });

  test('who may not is told that, and not how to ask', async () => {
    expect(outcome(await send('auditor', await newCase(), promise))).toEqual([403, 'role.not_allowed']);
  });
});

describe('What only adds to the record', () => {
  test('needs no version, and takes an old one while the state is the same', async () => {
    const caseId = await newCase();
    await system.take('sales_manager', caseId, promise);
    expect((await send('sales0001', caseId, attempt)).status).toBe(200);
    expect((await send('sales0001', caseId, attempt, { 'if-match': '"1"' })).status).toBe(200);
  });

  test('is stale when the state has moved, even if it has moved back', async () => {
    const caseId = await newCase();
    await system.take('sales0001', caseId, { type: 'reportPosition', position: 'will_pay', note: '下周付款' });
    expect(outcome(await send('sales0001', caseId, attempt, { 'if-match': '"1"' }))).toEqual([412, 'request.stale']);
    await system.take('ar_clerk', caseId, { type: 'returnToSales', reason: '请补充' });
    expect(outcome(await send('sales0001', caseId, attempt, { 'if-match': '"1"' }))).toEqual([412, 'request.stale']);
    expect((await send('sales0001', caseId, attempt, { 'if-match': '"3"' })).status).toBe(200);
  });

  test('a vote seen in one round is not cast in the next', async () => {
    const caseId = await newCase(escalated);
    await system.take('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
    await system.closeMeeting(await system.openMeeting());
    const seen = await versionOf(caseId);
    const meeting = await system.openMeeting();
    const vote = { type: 'castVote', choice: 'legal_action', reason: '起诉' };
    expect(outcome(await send('legal_manager', caseId, vote, { 'if-match': `"${seen}"` }))).toEqual([412, 'request.stale']);
    const opened = await versionOf(caseId);
    await send('sales_director', caseId, vote);
    expect((await send('legal_manager', caseId, vote, { 'if-match': `"${opened}"` })).status).toBe(200);
    await system.closeMeeting(meeting);
    expect(await system.collection(caseId)).toBe('legalAction');
  });
});

describe('An Idempotency-Key', () => {
  test('gives the first answer again, whatever has happened to the case and to the version since', async () => {
    const caseId = await newCase();
    const first = await send('sales0001', caseId, promise, { 'if-match': '"1"', 'idempotency-key': 'again' });
    expect(first.status).toBe(200);
    await system.take('sales_manager', caseId, promise);
    for (const headers of [{ 'if-match': '"1"' }, { 'if-match': '"3"' }, {}] as Record<string, string>[]) {
      const again = await send('sales0001', caseId, promise, { ...headers, 'idempotency-key': 'again' });
      expect([again.status, again.body]).toEqual([200, first.body]);
    }
    expect(await versionOf(caseId)).toBe(3);
  });

  test('with another body, or for another case, is refused with 422', async () => {
    const [one = '', other = ''] = await newCases(young, ['1000.00', '1000.00']);
    const headers = { 'if-match': '"1"', 'idempotency-key': 'other body' };
    expect((await send('sales0001', one, promise, headers)).status).toBe(200);
    expect(outcome(await send('sales0001', one, { ...promise, amount: '100.01' }, headers))).toEqual([422, 'request.other_body']);
    expect(outcome(await send('sales0001', other, promise, headers))).toEqual([422, 'request.other_body']);
  });

  test('is a person’s own', async () => {
    const caseId = await newCase();
    for (const login of ['sales0001', 'sales_manager'])
      expect((await send(login, caseId, attempt, { 'idempotency-key': 'shared' })).status).toBe(200);
    expect(await versionOf(caseId)).toBe(3);
  });

  test('keeps what a rule refused, in the language of who asks again', async () => {
    const caseId = await newCase();
    const tooMuch = { ...promise, amount: '1000.01' };
    const headers = { 'if-match': '"1"', 'idempotency-key': 'refused' };
    const first = await send('sales0001', caseId, tooMuch, headers);
    expect(outcome(first)).toEqual([409, 'promise.amount']);
    const again = await send('sales0001', caseId, tooMuch, { ...headers, 'accept-language': 'en' });
    expect([...outcome(again), again.body.facts]).toEqual([409, 'promise.amount', first.body.facts]);
    expect(again.body.detail).not.toBe(first.body.detail);
  });

  test('keeps what a rule refused in one of several cases', async () => {
    const [one = '', other = ''] = await newCases(escalated, ['1000.00', '1000.00']);
    const shares = [{ party: 'customer', cause: 'customer_insolvent', share: 100 }];
    const body = { type: 'proposeAttribution', shares, cases: [other] };
    const headers = { 'if-match': `"${await versionOf(one)}"`, 'idempotency-key': 'refused in one' };
    const first = await send('finance_director', one, body, headers);
    expect(outcome(first)).toEqual([409, 'attribution.before_docket']);
    for (const caseId of [one, other]) await system.take('finance_director', caseId, { type: 'docket', reason: '同一客户' });
    expect(outcome(await send('finance_director', one, body, headers))).toEqual([409, 'attribution.before_docket']);
  });

  test('is free again after “look again” or “may not”', async () => {
    const caseId = await newCase();
    const key = { 'idempotency-key': 'look again' };
    expect(outcome(await send('sales0001', caseId, promise, key))).toEqual([428, 'request.version_required']);
    expect(outcome(await send('sales0001', caseId, promise, { ...key, 'if-match': '"9"' }))).toEqual([412, 'request.stale']);
    expect((await send('sales0001', caseId, promise, { ...key, 'if-match': '"1"' })).status).toBe(200);
  });

  test('sent fifty times at once is worked once', async () => {
    const caseId = await newCase();
    const headers = { 'if-match': '"1"', 'idempotency-key': 'fifty' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('sales0001', caseId, promise, headers)));
    for (const { status, body } of answers) expect([status, body]).toEqual([200, answers[0]?.body]);
    expect(await journalTypes(caseId)).toEqual(['openCase', 'recordPromise']);
  });

  test('covers many commands at once', async () => {
    const caseId = await newCase();
    const commands = [{ case: caseId, version: 1, ...promise }];
    const first = await many('sales0001', commands, { 'idempotency-key': 'many' });
    expect(first.body.answers).toMatchObject([{ case: caseId, version: 2 }]);
    expect((await many('sales0001', commands, { 'idempotency-key': 'many' })).body).toEqual(first.body);
    expect(outcome(await many('sales0001', [...commands, ...commands], { 'idempotency-key': 'many' }))).toEqual([
      422,
      'request.other_body',
    ]);
  });

  test.each(['   ', 'x'.repeat(201)])('is refused as %j', async (key) => {
    expect(outcome(await send('sales0001', await newCase(), attempt, { 'idempotency-key': key }))).toEqual([400, 'request.invalid']);
  });
});

describe('Many commands at once', () => {
  test('are each answered by themselves, and what is refused holds up nothing', async () => {
    const [a = '', b = '', c = ''] = await newCases(young, ['1000.00', '1000.00', '1000.00']);
    const { status, body } = await many(
      'sales0001',
      [
        { case: a, ...attempt },
        { case: b, version: 1, ...promise, amount: '1000.01' },
        { case: '999999999999999999', ...attempt },
        { case: b, version: 1, type: 'confirm', view: 'bad', amount: '1000.00' },
        { case: c, ...promise },
        { case: c, version: 7, ...promise },
        { case: c, version: 1, ...promise, amuont: '1' },
        { case: c, type: 'applyReceipt' },
        { case: c, version: 1, ...promise },
      ],
      { 'accept-language': 'en' },
    );
    expect(status).toBe(200);
    expect(body.answers.map((one: { status?: number; code?: string; version?: number }) => one.version ?? [one.status, one.code])).toEqual([
      2,
      [409, 'promise.amount'],
      [404, 'case.unknown'],
      [403, 'role.not_allowed'],
      [428, 'request.version_required'],
      [412, 'request.stale'],
      [400, 'request.invalid'],
      [409, 'receipt.by_sales'],
      2,
    ]);
    expect(body.answers[6].errors).toMatchObject([{ field: 'amuont', code: 'unknown' }]);
    for (const refused of body.answers.slice(1, 8)) expect(refused.detail).toMatch(/^[^\p{Script=Han}]+\.$/u);
    expect(await Promise.all([a, b, c].map(versionOf))).toEqual([2, 1, 2]);
  });

  test('put refused access on record, item by item', async () => {
    const caseId = await newCase();
    await many('sales0002', [{ case: caseId, ...attempt }]);
    await many('auditor', [{ case: caseId, version: 1, ...promise }]);
    expect(await system.rows('select login, code from access_refusals where case_id = $1 order by id', [caseId])).toEqual([
      { login: 'sales0002', code: 'case.unknown' },
      { login: 'auditor', code: 'role.not_allowed' },
    ]);
  });

  test('may name a case twice: the second sees what the first did', async () => {
    const caseId = await newCase();
    const { body } = await many('sales0001', [
      { case: caseId, version: 1, ...promise },
      { case: caseId, version: 1, ...promise },
      { case: caseId, version: 2, ...promise },
    ]);
    expect(body.answers).toMatchObject([
      { version: 2 },
      { status: 412, facts: { changes: [{ seq: 2, actor: 'sales0001', entries: ['promiseRecorded'] }] } },
      { version: 3 },
    ]);
  });

  test.each<[string, unknown, string, string]>([
    ['no list', undefined, 'commands', 'required'],
    ['an empty list', [], 'commands', 'list'],
    ['501', Array.from({ length: 501 }, () => ({ case: '1', ...attempt })), 'commands', 'list'],
    ['what is no command', [1], 'commands', 'invalid'],
    ['nothing', [null], 'commands', 'invalid'],
    ['a case by number', [{ case: 1, ...attempt }], 'commands.0.case', 'id'],
    ['a case beyond every number', [{ case: '99999999999999999999', ...attempt }], 'commands.0.case', 'id'],
    ['a version as text', [{ case: '1', version: '1', ...promise }], 'commands.0.version', 'whole_number'],
    ['a version beyond every number', [{ case: '1', version: 9007199254740991, ...promise }], 'commands.0.version', 'whole_number'],
    ['a negative version', [{ case: '1', version: -1, ...promise }], 'commands.0.version', 'whole_number'],
  ])('are not taken as %s', async (_what, commands, field, code) => {
    const { status, body } = await many('sales0001', commands);
    expect([status, body.code, body.errors?.map((error: { field: string; code: string }) => [error.field, error.code])]).toEqual([
      400,
      'request.invalid',
      [[field, code]],
    ]);
  });
});

describe('A command for several cases of a customer', () => {
  test('splits a plan, the oldest case first', async () => {
    const [old = ''] = await newCases('2026-01-10', ['300.00'], 'K-plan');
    const [middle = '', last = ''] = await newCases('2026-02-01', ['500.00', '200.00'], 'K-plan');
    const instalments = [
      { dueOn: '2026-04-01', amount: '400.00' },
      { dueOn: '2026-05-01', amount: '600.00' },
    ];
    const answer = await system.take('sales0001', last, { type: 'proposePlan', instalments, cases: [middle, old] });
    expect(answer).toMatchObject({ case: last, others: [{ case: old }, { case: middle }] });
    const plans = await Promise.all([old, middle, last].map(async (id) => (await system.look(id)).facts.plan.instalments));
    expect(plans).toEqual([
      [{ dueOn: '2026-04-01', amount: '300.00' }],
      [
        { dueOn: '2026-04-01', amount: '100.00' },
        { dueOn: '2026-05-01', amount: '400.00' },
      ],
      [{ dueOn: '2026-05-01', amount: '200.00' }],
    ]);
    for (const id of [old, middle, last]) await system.take('ar_clerk', id, { type: 'acceptPlan' });
  });

  test.each(['proposePlan', 'proposeAttribution'])('is refused for another customer’s or company’s case: %s', async (type) => {
    const mine = await newCase();
    const theirs = await newCase();
    await system.receivables({ document: `X${type}`, company: 'C02', customer: `K${documents - 1}`, dueOn: young, amount: '5.00' });
    const elsewhere = await system.caseOf(`X${type}`, 'C02');
    const fields =
      type === 'proposePlan'
        ? { instalments: [{ dueOn: '2026-04-01', amount: '1000.00' }] }
        : { shares: [{ party: 'customer', cause: 'customer_insolvent', share: 100 }] };
    const login = type === 'proposePlan' ? 'ar_clerk' : 'finance_director';
    for (const cases of [[theirs], [elsewhere], ['999999999999999999']]) {
      const { status, body } = await system.give(login, mine, { type, ...fields, cases });
      expect([status, body.errors]).toMatchObject([400, [{ field: 'cases', code: 'same_customer' }]]);
    }
    expect(await versionOf(mine)).toBe(1);
  });

  test('takes all of them or none, and names the one that refuses', async () => {
    const [one = '', two = '', three = ''] = await newCases(young, ['100.00', '100.00', '100.00']);
    for (const id of [one, two]) await system.take('finance_director', id, { type: 'docket', reason: '破产' });
    const shares = [{ party: 'customer', cause: 'customer_insolvent', share: 100 }];
    const command = { type: 'proposeAttribution', shares, cases: [one, two, three] };
    const { status, body } = await system.give('legal_manager', one, command);
    expect([status, body.code, body.facts.case]).toEqual([409, 'attribution.before_docket', three]);
    expect(await Promise.all([one, two, three].map(versionOf))).toEqual([2, 2, 1]);
    await system.take('finance_director', three, { type: 'docket', reason: '破产' });
    await system.take('legal_manager', one, command);
    for (const id of [one, two, three]) expect((await system.look(id)).state.attribution).toBe('final');
  });

  test('is refused as unknown where one of them is out of sight', async () => {
    const customer = `K${documents + 1}`;
    const [mine = ''] = await newCases(young, ['100.00'], customer);
    await system.receivables({ document: 'their-own', customer, dueOn: young, amount: '100.00', owner: 'sales0002' });
    const theirs = await system.caseOf('their-own');
    const command = { type: 'proposePlan', instalments: [{ dueOn: '2026-04-01', amount: '200.00' }], cases: [theirs] };
    expect(outcome(await system.give('sales0001', mine, command))).toEqual([404, 'case.unknown']);
    expect(await versionOf(mine)).toBe(1);
  });

  test('accepts and withdraws a document for every case that it is linked to', async () => {
    const [one = '', two = '', three = ''] = await newCases(young, ['100.00', '100.00', '100.00']);
    const evidence = await system.evidence(one, 'contract', 'origin', { by: 'legal_manager', acceptedBy: '' });
    const linked = await system.api.post('legal_manager', `/api/v1/evidence/${evidence}/cases`, { cases: [two, three] });
    expect([linked.status, linked.body]).toEqual([200, { id: evidence, cases: [two, three] }]);
    const accepted = await system.take('legal_officer', two, { type: 'acceptEvidence', evidence }).catch((error: Error) => error.message);
    // Not docketed: the legal officer does not see the cases, though he is the deputy.
    expect(accepted).toContain('case.unknown');
    for (const id of [one, two, three]) await system.take('legal_manager', id, { type: 'docket', reason: '破产' });
    const answer = await system.take('legal_officer', two, { type: 'acceptEvidence', evidence });
    expect(answer.others.map((other: { case: string }) => other.case)).toEqual([one, three]);
    for (const id of [one, two, three]) expect((await system.look(id)).facts.evidence).toMatchObject([{ acceptedBy: 'legal_officer' }]);
    await system.take('legal_manager', three, { type: 'withdrawEvidence', evidence, reason: '复印件不清' });
    for (const id of [one, two, three]) expect((await system.look(id)).facts.evidence).toMatchObject([{ withdrawnReason: '复印件不清' }]);
  });

  test('files a document for all of them or for none', async () => {
    const [one = '', two = ''] = await newCases(young, ['100.00', '100.00']);
    const theirs = await newCase();
    const upload = (cases: string) =>
      system.api.upload(
        'legal_manager',
        `/api/v1/cases/${one}/evidence`,
        { kind: 'contract', ground: 'origin', cases },
        { name: '合同.pdf', content: '%PDF-1.4' },
      );
    expect((await upload(theirs)).body).toMatchObject({ status: 400, errors: [{ field: 'cases', code: 'same_customer' }] });
    expect(await versionOf(one)).toBe(1);
    expect((await upload(two)).status).toBe(201);
    expect(await Promise.all([one, two, theirs].map(versionOf))).toEqual([2, 2, 1]);
  });
});

describe('A body is taken as it is or refused by field', () => {
  const inApril = [{ dueOn: '2026-04-01', amount: '1.00' }];
  test.each<[unknown, string, string]>([
    [null, 'type', 'required'],
    [[], 'type', 'required'],
    ['logAttempt', 'type', 'required'],
    [{}, 'type', 'required'],
    [{ type: 'toString' }, 'type', 'choice'],
    [{ type: ['confirm'] }, 'type', 'choice'],
    [{ type: 'deleteCase' }, 'type', 'choice'],
    [{ ...attempt, told: { date: '2020-01-01' } }, 'told', 'unknown'],
    [{ ...attempt, rules: {} }, 'rules', 'unknown'],
    [{ ...attempt, askingState: true }, 'askingState', 'unknown'],
    [{ ...attempt, channel: 'pigeon' }, 'channel', 'choice'],
    [{ ...attempt, on: '2026-02-30' }, 'on', 'date'],
    [{ ...attempt, note: 'x'.repeat(2001) }, 'note', 'text'],
    [{ ...attempt, note: null }, 'note', 'required'],
    [{ ...promise, dueOn: '9999-12-31' }, 'dueOn', 'date'],
    [{ ...promise, amount: 100 }, 'amount', 'amount'],
    [{ ...promise, amount: '100.001' }, 'amount', 'amount'],
    [{ ...promise, amount: '-1' }, 'amount', 'amount'],
    [{ ...promise, amount: '0.00' }, 'amount', 'positive_amount'],
    [{ type: 'raiseDispute', reason: 'quality', contestedAmount: '0', note: '外观' }, 'contestedAmount', 'positive_amount'],
    [{ type: 'proposePlan', instalments: 'all' }, 'instalments', 'list'],
    [{ type: 'proposePlan', instalments: [{ dueOn: '2026-04-01' }] }, 'instalments.0.amount', 'required'],
    [{ type: 'proposePlan', instalments: [{ dueOn: '2026-04-01', amount: '0.00' }] }, 'instalments.0.amount', 'positive_amount'],
    [{ type: 'proposePlan', instalments: [] }, 'instalments', 'required'],
    [{ type: 'proposePlan', instalments: inApril, cases: ['1', '1'] }, 'cases', 'list'],
    [{ type: 'proposePlan', instalments: inApril, cases: ['99999999999999999999'] }, 'cases', 'id'],
    [{ type: 'correctFacts', changes: {}, reason: '笔误' }, 'changes', 'required'],
    [{ type: 'correctFacts', changes: { balance: '1' }, reason: '笔误' }, 'changes.balance', 'unknown'],
    [{ type: 'correctFacts', changes: { dueOn: '9999-12-31' }, reason: '笔误' }, 'changes.dueOn', 'date'],
    [{ type: 'correctFacts', changes: { amount: '0' }, reason: '笔误' }, 'changes.amount', 'positive_amount'],
    [{ type: 'correctFacts', changes: { owner: 'nobody' }, reason: '笔误' }, 'changes.owner', 'person'],
    [{ type: 'correctFacts', changes: { customer: 'nobody' }, reason: '笔误' }, 'changes.customer', 'customer'],
    [{ type: 'confirmCorrection', correction: '1' }, 'correction', 'whole_number'],
    [{ type: 'reassign', owner: 'nobody', reason: '离职' }, 'owner', 'person'],
    [{ type: 'reassign', owner: 'sales0002', reason: '离职', withinTeam: true }, 'withinTeam', 'unknown'],
    [{ type: 'proposeAttribution', shares: [{ party: 'sales', cause: 'over_promised', share: 33.333 }] }, 'shares.0.share', 'share'],
    [{ type: 'acceptEvidence', evidence: 7 }, 'evidence', 'id'],
    [{ type: 'castVote', choice: 'grace', reason: '同意', graceMonths: 13 }, 'graceMonths', 'whole_number'],
    [{ type: 'castVote', choice: 'grace', reason: '同意', forSeat: 'auditor' }, 'forSeat', 'choice'],
  ])('%j', async (body, field, code) => {
    const { status, body: told } = await send('ar_clerk', await shared(), body);
    expect([status, told.code, told.errors?.map((error: { field: string; code: string }) => [error.field, error.code])]).toEqual([
      400,
      'request.invalid',
      [[field, code]],
    ]);
    expect(told.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  let kept: Promise<string> | undefined;
  function shared(): Promise<string> {
    kept ??= newCase();
    return kept;
  }

  test.each([
    ['a broken body', '{"type":', 400, 'request.json'],
    ['a body that says something twice', '{"type":"logAttempt","type":"cancel"}', 400, 'request.json_key'],
    ['a body that reaches for prototypes', '{"__proto__": {"type": "confirm"}}', 400, 'request.json_key'],
    ['a body as deep as it is long', `{"type":"logAttempt","note":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 400, 'request.json_depth'],
    ['no body', '', 400, 'request.invalid'],
  ])('%s is refused', async (_what, text, status, code) => {
    const caseId = await shared();
    const response = await fetch(`${system.server.url}/api/v1/cases/${caseId}/commands`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'strange',
        authorization: `Bearer ${await system.api.token('ar_clerk')}`,
      },
      body: text,
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  test.each(['/api/v1/cases/%s', '/api/v1/cases/%s/journal', '/api/v1/meetings/%s', '/api/v1/evidence/%s/file'])(
    'a number beyond every number in %s',
    async (path) => {
      expect((await system.api.get('legal_manager', path.replace('%s', '999999999999999999'))).status).toBe(404);
      for (const id of ['9223372036854775808', '99999999999999999999', '-1', 'x', '1e3'])
        expect(outcome(await system.api.get('legal_manager', path.replace('%s', id)))).toEqual([400, 'request.invalid']);
    },
  );

  test('a document or a correction that there is none of', async () => {
    const caseId = await newCase();
    expect(outcome(await send('legal_manager', caseId, { type: 'acceptEvidence', evidence: '999999999999999999' }))).toEqual([
      409,
      'evidence.unknown',
    ]);
    expect(outcome(await system.give('finance_director', caseId, { type: 'confirmCorrection', correction: 100_000 }))).toEqual([
      409,
      'correction.unknown',
    ]);
  });

  test.each([
    ['as long as may be', '催'.repeat(2000)],
    ['outside the basic plane', '💰'.repeat(1000)],
    ['composed and decomposed, from right to left, with quotes and lines', 'é é ‏שלום "\\u0041"\n\t\u2028 \u{10ffff}'],
  ])('a note %s is kept as it was written', async (_what, note) => {
    const caseId = await newCase();
    await system.take('sales0001', caseId, { ...attempt, note });
    const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal?after=1`);
    expect(body.items[0].entries[0].note).toBe(note);
  });
});

describe('The journal', () => {
  test('is read page by page', async () => {
    const caseId = await newCase();
    for (let n = 0; n < 6; n += 1) await system.take('sales0001', caseId, attempt);
    const seen: number[] = [];
    for (let after = ''; ; ) {
      const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal?limit=3${after}`);
      seen.push(...body.items.map(({ seq }: { seq: number }) => seq));
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('Commands of other doors do not come through this one', () => {
  test.each([
    ['applyReceipt', 'receipt.by_sales'],
    ['reverseReceipt', 'receipt.by_sales'],
    ['applyCredit', 'receipt.by_sales'],
    ['reverseCredit', 'receipt.by_sales'],
    ['callToBoard', 'command.from_meeting_only'],
    ['openVoting', 'command.from_meeting_only'],
    ['nameSeat', 'command.from_meeting_only'],
    ['closeVoting', 'command.from_meeting_only'],
    ['dateReached', 'command.from_clock_only'],
    ['attachEvidence', 'command.needs_file'],
  ])('%s', async (type, code) => {
    const caseId = await newCase();
    for (const login of ['sales0001', 'ar_clerk', 'finance_director', 'legal_manager'])
      expect(outcome(await system.give(login, caseId, { type, receipt: '1', amount: '1.00', meeting: '1' }))).toEqual([409, code]);
    expect(outcome(await system.give('sales0002', caseId, { type }))).toEqual([404, 'case.unknown']);
    expect(await versionOf(caseId)).toBe(1);
  });
});
