import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { MinutesIssue } from '../../src/review-board/minutes/minutes-issue.js';
import type { Answer } from '../support/api.js';
import { historyFaults } from '../support/journal-proof.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { pdfText } from '../support/pdf-text.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let documents = 0;

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

const outcome = ({ status, body }: Answer) => [status, body.code];
const vote = (choice = 'legal_action', more: object = {}) => ({ type: 'castVote', choice, reason: '证据充分', ...more });
const everybody = ['sales_director', 'finance_director', 'legal_manager'];

async function docketedCase(more: { customer?: string; amount?: string; owner?: string } = {}): Promise<string> {
  const document = `B${++documents}`;
  await system.receivables({ document, dueOn: '2025-11-20', amount: '1000.00', ...more });
  const caseId = await system.caseOf(document);
  await system.take('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
  return caseId;
}

async function agendaOf(id: string, login = 'auditor') {
  return (await system.api.get(login, `/api/v1/meetings/${id}`)).body;
}

function circular(cases: object[], until = '2026-03-04', login = 'finance_director'): Promise<Answer> {
  return system.api.post(login, '/api/v1/meetings/circular', { company: 'C01', until, cases });
}

async function decide(caseId: string, choice: string): Promise<void> {
  for (const login of everybody.slice(1)) await system.take(login, caseId, vote(choice));
}

describe('A circular vote', () => {
  test('opens at once on the cases named, and a meeting meanwhile takes the others', async () => {
    const [urgent, other] = [await docketedCase(), await docketedCase()];
    const { status, body } = await circular([{ case: urgent }]);
    expect([status, body]).toEqual([201, { id: expect.any(String), status: 'open' }]);
    expect(await agendaOf(body.id)).toMatchObject({
      kind: 'circular',
      deadline: '2026-03-04',
      agenda: [{ case: urgent, outcome: 'open' }],
    });
    const monthly = await system.openMeeting();
    expect((await agendaOf(monthly)).agenda).toMatchObject([{ case: other }]);
    expect(outcome(await circular([{ case: other }]))).toEqual([409, 'state.not_possible']);
    await decide(urgent, 'legal_action');
    await system.closeMeeting(monthly);
    // Closing one leaves the other's votes alone.
    expect(await system.collection(urgent)).toEqual({ boardReview: 'voting' });
    expect(await system.collection(other)).toEqual({ boardReview: 'docketed' });
  });

  test('is all or nothing: a case that cannot be voted on keeps the others from it', async () => {
    const caseId = await docketedCase();
    await system.receivables({ document: 'young', dueOn: '2026-02-20', amount: '1.00' });
    const young = await system.caseOf('young');
    const refused = await circular([{ case: caseId }, { case: young }]);
    expect([...outcome(refused), refused.body.facts.case]).toEqual([409, 'state.not_possible', young]);
    expect(await system.collection(caseId)).toEqual({ boardReview: 'docketed' });
    expect((await system.api.get('auditor', '/api/v1/meetings?company=C01')).body.items).toEqual([]);
  });

  test.each([
    ['2026-03-02', 409],
    ['2026-03-03', 201],
    ['2026-03-09', 201],
    ['2026-03-10', 409],
  ])('until %s, called on Monday 2 March: %d', async (until, status) => {
    const answer = await circular([{ case: await docketedCase() }], until);
    expect(answer.status).toBe(status);
    if (status === 409) expect(answer.body.facts).toEqual({ until, earliest: '2026-03-03', latest: '2026-03-09' });
  });

  test('is the chair’s to call', async () => {
    const caseId = await docketedCase();
    expect(outcome(await circular([{ case: caseId }], '2026-03-04', 'legal_manager'))).toEqual([403, 'meeting.chair_only']);
  });

  test('tells its members until when they can vote, and whoever comes to sit for one', async () => {
    const caseId = await docketedCase();
    await circular([{ case: caseId }], '2026-03-05');
    await system.take('legal_manager', caseId, { type: 'recuse', reason: '亲属' });
    expect(await system.rows(`select recipient, facts ->> 'until' as until from notices where kind = 'vote_waiting' order by id`)).toEqual(
      ['finance_director', 'legal_manager', 'sales_director', 'legal_officer'].map((recipient) => ({ recipient, until: '2026-03-05' })),
    );
  });

  test('is closed by the chair once everybody has voted, not before', async () => {
    const caseId = await docketedCase();
    const { id } = (await circular([{ case: caseId }])).body;
    await decide(caseId, 'legal_action');
    const early = await system.api.post('finance_director', `/api/v1/meetings/${id}/close`);
    expect([...outcome(early), early.body.facts]).toEqual([
      409,
      'vote.deadline_ahead',
      { case: caseId, until: '2026-03-04', missing: 'sales_director' },
    ]);
    await system.take('sales_director', caseId, vote('continue'));
    expect((await system.closeMeeting(id)).agenda).toMatchObject([{ outcome: 'legal_action', tally: { for: 2, of: 3 } }]);
  });

  test('is closed by the night after its day, by the votes there are and with the quorum of any vote', async () => {
    const [carried, alone] = [await docketedCase(), await docketedCase()];
    const { id } = (await circular([{ case: carried }, { case: alone }])).body;
    await decide(carried, 'legal_action');
    await system.take('legal_manager', alone, vote());
    await system.moveTo('2026-03-04');
    expect((await agendaOf(id)).status).toBe('open');
    await system.moveTo('2026-03-05');
    expect(await agendaOf(id)).toMatchObject({ status: 'closed', closedBy: 'clock', closedOn: '2026-03-05' });
    expect(await system.collection(carried)).toBe('legalAction');
    expect((await agendaOf(id)).agenda.find((item: { case: string }) => item.case === alone)).toMatchObject({
      outcome: 'deferred',
      tally: { why: 'no_quorum' },
    });
  });
});

describe('A vote for a whole customer', () => {
  test('goes to each of its cases on the agenda, and each is answered by itself', async () => {
    const [one, recusedFrom] = [await docketedCase({ customer: 'K1' }), await docketedCase({ customer: 'K1' })];
    const other = await docketedCase({ customer: 'K2' });
    const id = await system.openMeeting();
    await system.take('legal_manager', recusedFrom, { type: 'recuse', reason: '曾任客户顾问' });
    const { customer, ...choice } = { customer: 'K1', choice: 'legal_action', reason: '一并起诉' };
    const { status, body } = await system.api.post('legal_manager', `/api/v1/meetings/${id}/votes`, { customer, ...choice });
    expect(status).toBe(200);
    expect(body.answers).toMatchObject([
      { case: one, entries: [{ type: 'voteCast', ...choice }] },
      { case: recusedFrom, status: 409, code: 'vote.recused', detail: expect.stringContaining('回避') },
    ]);
    expect((await system.look(other)).facts.round.votes).toEqual([]);
    expect(await system.rows(`select login, code, case_id from access_refusals where path like '%/votes'`)).toEqual([
      { login: 'legal_manager', code: 'vote.recused', case_id: recusedFrom },
    ]);
  });

  test('with the same key is cast once', async () => {
    const caseId = await docketedCase({ customer: 'K1' });
    const id = await system.openMeeting();
    const body = { customer: 'K1', choice: 'legal_action', reason: '起诉' };
    const cast = () => system.api.post('legal_manager', `/api/v1/meetings/${id}/votes`, body, { 'idempotency-key': 'k' });
    expect((await cast()).body).toEqual((await cast()).body);
    expect((await system.look(caseId)).facts.round.votes).toHaveLength(1);
  });

  test('is refused where nothing of the customer is voted on', async () => {
    const id = await system.openMeeting();
    const body = { customer: 'K1', choice: 'legal_action', reason: '起诉' };
    expect(outcome(await system.api.post('legal_manager', `/api/v1/meetings/${id}/votes`, body))).toEqual([409, 'meeting.no_items_of']);
  });
});

describe('What was decided this month', () => {
  async function decidedCase(): Promise<string> {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    await decide(caseId, 'continue');
    await system.closeMeeting(id);
    await system.take('finance_director', caseId, { type: 'docket', reason: '再议' });
    return caseId;
  }

  test('stays on the docket when a meeting opens, which says why, and is voted on next month', async () => {
    const caseId = await decidedCase();
    const id = await system.openMeeting();
    expect(await agendaOf(id)).toMatchObject({
      agenda: [],
      leftOut: [{ case: caseId, code: 'vote.same_month', facts: { decidedOn: '2026-03-02', outcome: 'continue', from: '2026-04-01' } }],
    });
    expect(await system.collection(caseId)).toEqual({ boardReview: 'docketed' });
    await system.closeMeeting(id);
    await system.moveTo('2026-04-01');
    expect((await agendaOf(await system.openMeeting())).agenda).toMatchObject([{ case: caseId }]);
  });

  test('nor does a circular vote take it, unless something new is named and shown', async () => {
    const caseId = await decidedCase();
    expect(outcome(await circular([{ case: caseId }]))).toEqual([409, 'vote.same_month']);
    const note = '法院公告客户进入破产程序';
    expect(outcome(await circular([{ case: caseId, newFact: { note } }]))).toEqual([409, 'vote.new_fact']);
    const evidence = await system.evidence(caseId, 'court_announcement', 'bankruptcy');
    expect((await circular([{ case: caseId, newFact: { note, evidence } }])).status).toBe(201);
  });

  test('comes before the meeting with what the chair names while calling it', async () => {
    const caseId = await decidedCase();
    const evidence = await system.evidence(caseId, 'court_announcement', 'bankruptcy');
    const call = (newFact: object) =>
      system.api.post('finance_director', '/api/v1/meetings', { company: 'C01', newFacts: [{ case: caseId, newFact }] });
    expect(outcome(await call({ note: '客户破产' }))).toEqual([409, 'vote.new_fact']);
    expect((await call({ note: '客户破产', evidence })).status).toBe(201);
    expect(await system.collection(caseId)).toEqual({ boardReview: 'docketed' });
    expect((await agendaOf(await system.openMeeting())).agenda).toMatchObject([{ case: caseId, outcome: 'open' }]);
  });
});

describe('The agenda', () => {
  test('says who has voted and who has not, never what', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    await system.take('legal_manager', caseId, vote('bad_debt'));
    await system.take('sales_director', caseId, { type: 'recuse', reason: '亲属' });
    // The sales director's deputy manages the owner.
    const { agenda, progress } = await agendaOf(id, 'finance_director');
    expect(agenda[0].seats).toEqual([
      { seat: 'finance_director', sits: 'finance_director', state: 'missing', mine: true },
      { seat: 'legal_manager', sits: 'legal_manager', state: 'voted', mine: false },
      { seat: 'sales_director', sits: null, state: 'recused', mine: false },
    ]);
    expect(progress).toMatchObject({ items: 1, open: 1, mine: 1 });
    expect(JSON.stringify(agenda)).not.toContain('bad_debt');
  });

  test('keeps the board as it was at the opening, whatever becomes of the seats', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    await system.owner.query(`update board_seats set member = 'hr' where company_id = 'C01' and seat = 'legal_manager'`);
    expect((await agendaOf(id)).seats).toContainEqual({
      seat: 'legal_manager',
      member: 'legal_manager',
      deputy: 'legal_officer',
      named: null,
    });
    await system.take('legal_manager', caseId, vote());
    expect(outcome(await system.give('hr', caseId, vote()))).toEqual([409, 'vote.not_seated']);
  });
});

describe('Minutes', () => {
  async function closedMeeting(): Promise<{ id: string; decided: string; lapsed: string }> {
    const decided = await docketedCase({ amount: '2000.00' });
    const lapsed = await docketedCase();
    const id = await system.openMeeting();
    await system.take('finance_director', decided, vote('legal_action', { reason: '客户失信，立即起诉' }));
    await system.take('legal_manager', decided, vote('bad_debt'));
    await system.take('legal_manager', decided, vote('legal_action', { reason: '有可供执行的财产' }));
    await system.take('sales_director', decided, vote('continue', { reason: '客户答应付款' }));
    const document = `B${documents}`;
    await system.receipts({ receipt: 'R1', document, amount: '1000.00', valueDate: '2026-03-02' });
    await system.closeMeeting(id);
    return { id, decided, lapsed };
  }

  test('tell who sat, who voted what and why, what was resolved and who dissented; their hash is of the very bytes', async () => {
    const { id, decided, lapsed } = await closedMeeting();
    const response = await fetch(`${system.server.url}/api/v1/meetings/${id}/minutes.json`, {
      headers: { authorization: `Bearer ${await system.api.token('auditor')}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const content = JSON.parse(bytes.toString());
    expect(content.items).toMatchObject([
      {
        case: decided,
        outcome: 'legal_action',
        for: 2,
        of: 3,
        dissent: ['sales_director'],
        votes: [
          { seat: 'sales_director', choice: 'continue', counts: true, changed: 0 },
          { seat: 'finance_director', reason: '客户失信，立即起诉' },
          { seat: 'legal_manager', choice: 'legal_action', changed: 1, counts: true },
        ],
      },
      { case: lapsed, outcome: 'lapsed', votes: [] },
    ]);
    expect(content.totals).toEqual([
      { outcome: 'legal_action', currency: 'CNY', cases: 1, amount: '2000.00' },
      { outcome: 'lapsed', currency: 'CNY', cases: 1, amount: '1000.00' },
    ]);
    const hash = createHash('sha256').update(bytes).digest('hex');
    for (const [language, words] of [
      ['zh-CN', ['应收账款评审会会议纪要', '决议：法务处置（3席中2席赞成）', '不同意见：李志强', '客户失信，立即起诉', '议题失效']],
      ['en', ['Minutesofthereviewboard', 'Resolved:Legalaction,by2of3seats', 'Dissent:李志强', '客户失信，立即起诉']],
    ] as const) {
      const text = (await pdfOf(id, language)).replace(/\s/g, '');
      for (const word of [...words, hash]) expect(text).toContain(word);
    }
  });

  test('are printed and mailed once, to the seats and the auditors, each in their language', async () => {
    await system.owner.query(`update people set language = 'en' where login = 'auditor'`);
    const { id } = await closedMeeting();
    const issue = system.server.app.get(MinutesIssue);
    await Promise.all([issue.issue('C01', id), issue.issue('C01', id)]);
    await issue.issue('C01', id);
    const mails = await system.rows<{ recipient: string; language: string; subject: string; name: string; pdf: Buffer }>(
      `select o.recipient, o.language, o.subject, a.name, a.bytes as pdf from outbox o
       join outbox_attachments a on a.company_id = o.company_id and a.outbox_id = o.id where o.kind = 'minutes' order by o.recipient`,
    );
    expect(mails.map(({ recipient, language }) => [recipient, language])).toEqual([
      ['auditor', 'en'],
      ['finance_director', 'zh-CN'],
      ['legal_manager', 'zh-CN'],
      ['sales_director', 'zh-CN'],
    ]);
    for (const { language, pdf } of mails) expect(pdfText(pdf)).toBe(await pdfOf(id, language));
    expect(mails[1]?.subject).toBe('【纪要】恒川精密有限公司 应收账款评审会会议纪要 2026-03-02（2 项议题）');
  });

  test('are not there before the close, and not for who sees only some of the cases', async () => {
    const id = await system.openMeeting();
    const read = (login: string) => system.api.get(login, `/api/v1/meetings/${id}/minutes.pdf`);
    expect(outcome(await read('finance_director'))).toEqual([409, 'meeting.not_closed']);
    await system.closeMeeting(id);
    expect((await read('finance_director')).status).toBe(200);
    expect(outcome(await read('sales0001'))).toEqual([403, 'role.required']);
    expect(outcome(await read('admin'))).toEqual([404, 'meeting.unknown']);
  });

  test('cannot be altered, not by the program either', async () => {
    await closedMeeting();
    for (const table of ['meeting_minutes', 'meeting_roll', 'board_decisions'])
      await expect(system.owner.query(`delete from ${table}`)).rejects.toThrow('only ever added to');
  });

  async function pdfOf(id: string, language: string): Promise<string> {
    const response = await fetch(`${system.server.url}/api/v1/meetings/${id}/minutes.pdf?lang=${language}`, {
      headers: { authorization: `Bearer ${await system.api.token('auditor')}` },
    });
    expect(response.status).toBe(200);
    return pdfText(Buffer.from(await response.arrayBuffer()));
  }
});

describe('Decision papers', () => {
  const papersOf = async (id: string, query = '', login = 'finance_director') =>
    system.api.get(login, `/api/v1/meetings/${id}/papers${query}`);

  test('tell what there is to decide by', async () => {
    const caseId = await docketedCase({ amount: '1500.00' });
    const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-03-02', outcome: 'refuses', note: '拒绝付款' };
    await system.take('ar_clerk', caseId, attempt);
    await system.take('ar_clerk', caseId, { type: 'recordPromise', amount: '500.00', dueOn: '2026-03-20' });
    await sendFile(system.api, 'credit_checks', ledgerFile('credit_checks', { customer: 'K1', result: 'failed' }));
    const origin = await system.evidence(caseId, 'contract', 'origin');
    const id = await system.openMeeting();
    const late = await system.evidence(caseId, 'agreement', 'restructuring');
    const { status, body } = await system.api.get('legal_manager', `/api/v1/meetings/${id}/papers/${caseId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      case: caseId,
      outcome: 'open',
      customer: { code: 'K1', name: '客户K1' },
      amount: '1500.00',
      balance: '1500.00',
      overdueDays: 102,
      owner: { login: 'sales0001', name: '陈晓东' },
      attempts: { count: 1, lastOn: '2026-03-02', latest: [{ by: 'ar_clerk', channel: 'phone', outcome: 'refuses', note: '拒绝付款' }] },
      promises: [{ amount: '500.00', dueOn: '2026-03-20', state: 'live' }],
      salesAndFinanceDisagree: false,
      dispute: { state: 'none' },
      creditChecks: [{ result: 'failed' }],
      evidence: {
        frozen: true,
        documents: [
          { id: origin, state: 'accepted', counts: true, fileName: 'contract.pdf' },
          { id: late, state: 'accepted', counts: false },
        ],
        completeGrounds: ['origin'],
        missingForBadDebt: ['any_ground'],
      },
      limitation: { from: '2025-11-20', endsOn: '2028-11-20', daysLeft: 994 },
      payments: { receipts: [], standing: [{ currency: 'CNY', items: 1, amount: '1500.00', open: '1500.00', overdue: '1500.00' }] },
      precedents: [],
    });
  });

  test('are paged in the order of the agenda, before and after the opening', async () => {
    for (const [customer, amount] of [
      ['K1', '100.00'],
      ['K2', '500.00'],
      ['K1', '450.00'],
      ['K3', '300.00'],
    ])
      await docketedCase({ customer, amount });
    const { body: called } = await system.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
    const pages = async () => {
      const found: string[] = [];
      for (let next = ''; ; ) {
        const { body } = await papersOf(called.id, `?limit=3${next}`);
        found.push(...body.items.map((paper: { balance: string }) => paper.balance));
        if (body.next === null) return found;
        next = `&after=${body.next}`;
      }
    };
    expect(await pages()).toEqual(['450.00', '100.00', '500.00', '300.00']);
    await system.openMeeting();
    expect(await pages()).toEqual(['450.00', '100.00', '500.00', '300.00']);
  });

  test('show what became of like cases, of the same size and plan', async () => {
    const [settled, large] = [await docketedCase({ amount: '1000.00' }), await docketedCase({ amount: '2000000.00' })];
    const first = await system.openMeeting();
    for (const caseId of [settled, large]) await decide(caseId, 'legal_action');
    await system.closeMeeting(first);
    await system.moveTo('2026-03-05');
    await system.receipts({ receipt: 'R1', document: `B${documents - 1}`, amount: '1000.00', valueDate: '2026-03-05' });
    const like = await docketedCase({ amount: '900.00' });
    const id = await system.openMeeting();
    const { body } = await papersOf(id);
    expect(body.items).toMatchObject([
      {
        case: like,
        precedents: [
          {
            case: settled,
            outcome: 'legal_action',
            decidedOn: '2026-03-02',
            state: 'settled',
            recovered: '1000.00',
            settledOn: '2026-03-05',
            days: 3,
          },
        ],
      },
    ]);
  });

  test('show nobody’s vote, and nothing to who sees only some of the cases', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    await system.take('legal_manager', caseId, vote('bad_debt', { reason: '破产' }));
    const { body } = await papersOf(id);
    expect(JSON.stringify(body)).not.toMatch(/bad_debt|破产/);
    expect(outcome(await papersOf(id, '', 'sales0001'))).toEqual([403, 'role.required']);
    expect(outcome(await papersOf(id, '', 'hr'))).toEqual([403, 'role.required']);
    expect((await papersOf(id, '', 'legal_officer')).status).toBe(200);
    expect(outcome(await system.api.get('auditor', `/api/v1/meetings/${id}/papers/999999`))).toEqual([404, 'case.unknown']);
  });
});
