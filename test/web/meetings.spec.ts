import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import type { Answer } from '../support/api.js';
import { historyFaults } from '../support/journal-proof.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let documents = 0;

// Each meeting has a company of its own: there is one at a time.
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

async function escalatedCase(more: { owner?: string; company?: string; customer?: string; amount?: string } = {}): Promise<string> {
  const document = `D${++documents}`;
  await system.receivables({ document, dueOn: '2025-11-20', amount: '1000.00', ...more });
  return system.caseOf(document, more.company);
}

async function docketedCase(more: Parameters<typeof escalatedCase>[0] = {}): Promise<string> {
  const caseId = await escalatedCase(more);
  await system.take('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
  return caseId;
}

function meeting(action: 'open' | 'close' | 'seats', id: string, login = 'finance_director', body?: object): Promise<Answer> {
  return system.api.post(login, `/api/v1/meetings/${id}/${action}`, body);
}

function call(login = 'finance_director', body: object = {}): Promise<Answer> {
  return system.api.post(login, '/api/v1/meetings', { company: 'C01', ...body });
}

async function agendaOf(id: string) {
  return (await system.api.get('auditor', `/api/v1/meetings/${id}`)).body;
}

/** Recipient and subject, in the order in which they were written. */
async function toldOfMeetings(): Promise<string[][]> {
  const rows = await system.rows<{ recipient: string; subject: string }>(
    `select recipient, subject from outbox where company_id = 'C01' and kind = 'meeting_called' order by business_date, recipient`,
  );
  return rows.map(({ recipient, subject }) => [recipient, subject]);
}

async function standIn(absent: string, substitute: string): Promise<void> {
  const days = { fromOn: '2026-03-02', untilOn: '2026-03-02' };
  expect((await system.api.post(absent, '/api/v1/stand-ins', { standIn: substitute, ...days })).status).toBe(201);
}

/** All items, page by page. */
async function walked(id: string, login: string, limit: number, after: string | null = null): Promise<object[]> {
  const items: object[] = [];
  do {
    const from = after === null ? '' : `&after=${after}`;
    const { status, body } = await system.api.get(login, `/api/v1/meetings/${id}/agenda?limit=${limit}${from}`);
    expect([status, body.items.length <= limit]).toEqual([200, true]);
    items.push(...body.items);
    after = body.next;
  } while (after !== null);
  return items;
}

describe('A long agenda', () => {
  test('is read page by page, in one order, each by what they see; the meeting itself has its beginning', async () => {
    const rows = Array.from({ length: 203 }, (_, n) => ({
      document: `L${n}`,
      dueOn: '2025-11-20',
      amount: `${1000 + (n % 7)}.50`,
      customer: `K${n % 60}`,
      owner: n % 5 === 0 ? 'sales0002' : 'sales0001',
    }));
    await system.receivables(...rows);
    const { id } = (await call()).body;
    for (const step of ['called', 'open'] as const) {
      if (step === 'open') expect((await meeting('open', id)).status).toBe(200);
      const whole = await agendaOf(id);
      expect([whole.status, whole.progress.items, whole.agenda.length]).toEqual([step, 203, 200]);
      const rest = await walked(id, 'auditor', 2, whole.agendaNext);
      expect(rest).toHaveLength(3);
      expect([...whole.agenda, ...rest]).toEqual(await walked(id, 'auditor', 60));
      const { body: theirs } = await system.api.get('sales0002', `/api/v1/meetings/${id}`);
      expect([theirs.agenda.length, theirs.agendaNext]).toEqual([41, null]);
      expect(await walked(id, 'sales0002', 7)).toEqual(theirs.agenda);
    }
    const [first] = await walked(id, 'auditor', 200);
    const caseId = (first as { case: string }).case;
    await system.take('legal_manager', caseId, vote());
    for (const [login, choice] of [
      ['legal_manager', 'legal_action'],
      ['auditor', undefined],
    ] as const) {
      const { body } = await system.api.get(login, `/api/v1/meetings/${id}/agenda?limit=1`);
      expect([body.items[0].case, body.items[0].votes[0].choice]).toEqual([caseId, choice]);
    }
  });

  test.each([
    ['an end that no page has', 'auditor', '?after=x', [400, 'request.invalid']],
    [
      'another list’s end',
      'auditor',
      `?after=${Buffer.from('["orders","1.00","K1","1.00","1"]').toString('base64url')}`,
      [400, 'request.invalid'],
    ],
    ['more than a page has', 'auditor', '?limit=201', [400, 'request.invalid']],
    ['who has no part in it', 'admin', '', [404, 'meeting.unknown']],
  ])('is not read with %s', async (_what, login, query, expected) => {
    const { id } = (await call()).body;
    expect(outcome(await system.api.get(login, `/api/v1/meetings/${id}/agenda${query}`))).toEqual(expected);
  });
});

describe('Calling a meeting', () => {
  test('makes one; called again it is the same one, also by two at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => call()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers[0]?.body).toEqual({ id: expect.stringMatching(/^\d+$/), status: 'called' });
    const { body } = await system.api.get('auditor', '/api/v1/meetings?company=C01');
    expect(body.items).toMatchObject([{ status: 'called', plannedOn: '2026-03-02', calledBy: 'finance_director', openedOn: null }]);
  });

  test('dockets the escalated that finance has not confirmed, and leaves the others', async () => {
    const escalated = await escalatedCase();
    await system.receivables({ document: 'young', dueOn: '2026-02-20', amount: '1.00' });
    const young = await system.caseOf('young');
    await system.take('sales0001', young, { type: 'reportPosition', position: 'will_pay', note: '月底' });
    const { body } = await call();
    expect(await system.look(escalated)).toMatchObject({
      state: { collection: { boardReview: 'docketed' } },
      facts: { unconfirmed: true },
    });
    expect(await system.collection(young)).toBe('financeConfirmation');
    expect((await agendaOf(body.id)).agenda).toMatchObject([{ case: escalated, outcome: 'docketed', votes: [], tally: null }]);
  });

  test('may be for a later day, but for none that has passed', async () => {
    expect(outcome(await call('finance_director', { date: '2026-03-01' }))).toEqual([409, 'meeting.in_past']);
    const { status, body } = await call('finance_director', { date: '2026-03-20' });
    expect([status, (await agendaOf(body.id)).plannedOn]).toEqual([201, '2026-03-20']);
  });

  test.each(['sales_director', 'legal_manager', 'general_manager', 'auditor', 'hr', 'admin', 'sales0001'])(
    'is the chair’s, not for %s; so are opening and closing',
    async (login) => {
      expect(outcome(await call(login))).toEqual([403, 'meeting.chair_only']);
      const { body } = await call();
      const hidden = login === 'admin' ? [404, 'meeting.unknown'] : [403, 'meeting.chair_only'];
      expect(outcome(await meeting('open', body.id, login))).toEqual(hidden);
      await meeting('open', body.id);
      expect(outcome(await meeting('close', body.id, login))).toEqual(hidden);
      expect((await agendaOf(body.id)).status).toBe('open');
    },
  );

  test('is the deputy’s while the chair is away, whoever stands in for the chair’s role', async () => {
    const escalated = await escalatedCase();
    await standIn('finance_director', 'ar_clerk');
    expect(outcome(await call())).toEqual([403, 'meeting.chair_only']);
    expect(outcome(await call('ar_clerk'))).toEqual([403, 'meeting.chair_only']);
    const { status, body } = await call('general_manager');
    expect(status).toBe(201);
    expect((await meeting('open', body.id, 'general_manager')).body).toMatchObject({ status: 'open', openedBy: 'general_manager' });
    await system.take('general_manager', escalated, vote());
    await system.take('legal_manager', escalated, vote());
    expect((await meeting('close', body.id, 'general_manager')).body.agenda).toMatchObject([{ outcome: 'legal_action' }]);
  });

  test('works with the content type of JSON and an empty body, where no body is needed', async () => {
    await docketedCase();
    const { body } = await call();
    const json = { 'content-type': 'application/json' };
    for (const action of ['open', 'close'])
      expect((await system.api.post('finance_director', `/api/v1/meetings/${body.id}/${action}`, undefined, json)).status).toBe(200);
  });
});

describe('Opening', () => {
  test('puts every docketed case on the agenda, grouped by customer, the largest first', async () => {
    const amounts: [customer: string, amount: string][] = [
      ['K1', '100.00'],
      ['K2', '500.00'],
      ['K1', '450.00'],
      ['K3', '300.00'],
    ];
    for (const [customer, amount] of amounts) await docketedCase({ customer, amount });
    const id = await system.openMeeting();
    const { agenda } = await agendaOf(id);
    expect(agenda.map(({ customer, balance }: { customer: string; balance: string }) => [customer, balance])).toEqual([
      ['K1', '450.00'],
      ['K1', '100.00'],
      ['K2', '500.00'],
      ['K3', '300.00'],
    ]);
    // The cut-off: what comes later is for the next meeting.
    const late = await docketedCase();
    expect((await agendaOf(id)).agenda).toHaveLength(4);
    expect(outcome(await system.give('legal_manager', late, vote()))).toEqual([409, 'state.not_possible']);
  });

  test('needs all three seats to be held', async () => {
    const caseId = await docketedCase();
    const { body } = await call();
    await system.owner.query(`delete from board_seats where company_id = 'C01' and seat = 'sales_director'`);
    const refused = await meeting('open', body.id);
    expect([...outcome(refused), refused.body.facts]).toEqual([409, 'board.incomplete', { company: 'C01', seats: 'sales_director' }]);
    expect(await system.collection(caseId)).toEqual({ boardReview: 'docketed' });
    await system.owner.query(`delete from board_seats where company_id = 'C01'`);
    expect(outcome(await meeting('open', body.id))).toEqual([409, 'board.incomplete']);
  });

  test('and closing happen once, also at once', async () => {
    await docketedCase();
    const { body } = await call();
    expect(outcome(await meeting('close', body.id))).toEqual([409, 'meeting.not_open']);
    const opened = await Promise.all(Array.from({ length: 6 }, () => meeting('open', body.id)));
    expect(opened.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const closed = await Promise.all(Array.from({ length: 6 }, () => meeting('close', body.id)));
    expect(closed.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(outcome(await meeting('open', body.id))).toEqual([409, 'meeting.not_called']);
    expect(outcome(await meeting('close', body.id))).toEqual([409, 'meeting.not_open']);
  });

  test('an empty agenda opens and closes, and makes room for the next meeting', async () => {
    const id = await system.openMeeting();
    expect(await system.closeMeeting(id)).toMatchObject({ status: 'closed', closedOn: '2026-03-02', agenda: [] });
    expect((await call()).body.id).not.toBe(id);
  });

  test('shows each reader the items of their own rows', async () => {
    await docketedCase({ owner: 'sales0001' });
    const theirs = await docketedCase({ owner: 'sales0002' });
    const id = await system.openMeeting();
    const { body } = await system.api.get('sales0002', `/api/v1/meetings/${id}`);
    expect(body.agenda.map((item: { case: string }) => item.case)).toEqual([theirs]);
  });
});

describe('The calendar', () => {
  test('calls the monthly meeting in the night of the 20th, for the next working day, and dockets the escalated', async () => {
    const escalated = await escalatedCase();
    await system.moveTo('2026-03-05');
    await system.receivables({ document: 'due91', dueOn: '2025-12-18', amount: '1.00' });
    await system.moveTo('2026-03-19');
    expect(await system.collection(await system.caseOf('due91'))).toBe('financeConfirmation');
    expect((await system.api.get('auditor', '/api/v1/meetings?company=C01')).body.items).toEqual([]);
    await system.moveTo('2026-03-20');
    const { body } = await system.api.get('auditor', '/api/v1/meetings?company=C01');
    expect(body.items).toMatchObject([
      { status: 'called', calledOn: '2026-03-20', calledBy: 'clock', plannedOn: '2026-03-23', putOffFrom: null },
    ]);
    expect(await system.collection(await system.caseOf('due91'))).toEqual({ boardReview: 'docketed' });
    const { body: journal } = await system.api.get('auditor', `/api/v1/cases/${await system.caseOf('due91')}/journal`);
    expect(journal.items.at(-1)).toMatchObject({ actor: 'clock', businessDate: '2026-03-20', command: { type: 'callToBoard' } });
    // Docketed by the night five working days after its escalation.
    expect(await system.collection(escalated)).toEqual({ boardReview: 'docketed' });
  });

  test('plans it over holidays: the meeting of 20 February 2026 is held after New Year', async () => {
    await system.moveTo('2026-02-10');
    await system.moveTo('2026-02-20');
    const { body } = await system.api.get('auditor', '/api/v1/meetings?company=C01');
    expect(body.items).toMatchObject([{ calledOn: '2026-02-20', plannedOn: '2026-02-24' }]);
  });

  test('moves one that was never opened to the next month, and dockets what has escalated since', async () => {
    const { body } = await call();
    await system.receivables({ document: 'due91', dueOn: '2025-12-18', amount: '1.00' });
    await system.moveTo('2026-03-20');
    expect(await agendaOf(body.id)).toMatchObject({
      ...{ status: 'called', plannedOn: '2026-03-23', putOffFrom: '2026-03-02' },
      agenda: [{ document: 'due91' }],
    });
    expect((await system.api.get('auditor', '/api/v1/meetings?company=C01')).body.items).toHaveLength(1);
  });

  test('tells whoever will sit, in their language, once; and again when the meeting is moved', async () => {
    await system.owner.query(`update people set language = 'en' where login = 'legal_officer'`);
    const away = { standIn: 'hr', fromOn: '2026-03-20', untilOn: '2026-03-27' };
    expect((await system.api.post('legal_manager', '/api/v1/stand-ins', away)).status).toBe(201);
    await docketedCase({ amount: '1234567.80' });
    await system.moveTo('2026-03-20');
    await call();
    expect(await toldOfMeetings()).toEqual([
      ['finance_director', '【会议通知】恒川精密有限公司应收账款评审会定于 2026-03-23 召开（已列入 1 件）'],
      ['legal_officer', 'Review board of 恒川精密有限公司 on 2026-03-23 (cases so far: 1)'],
      ['sales_director', '【会议通知】恒川精密有限公司应收账款评审会定于 2026-03-23 召开（已列入 1 件）'],
    ]);
    const [mail] = await system.rows<{ html: string; body: string }>(
      `select html, body from outbox where kind = 'meeting_called' order by id limit 1`,
    );
    for (const face of [mail?.html, mail?.body]) expect(face).toContain('CNY 1,234,567.80');
    await system.moveTo('2026-04-20');
    const moved = (await toldOfMeetings()).slice(3);
    expect(moved.map(([login, subject]) => [login, subject?.includes('2026-04-21')])).toEqual([
      ['finance_director', true],
      ['legal_manager', true],
      ['sales_director', true],
    ]);
  });

  test('does not tell whoever has called it', async () => {
    await call();
    await call();
    expect((await toldOfMeetings()).map(([login]) => login)).toEqual(['legal_manager', 'sales_director']);
  });

  test('closes an open one after 5 working days, by the votes there are', async () => {
    const [carried, forgotten] = [await docketedCase(), await docketedCase()];
    const id = await system.openMeeting();
    await system.take('legal_manager', carried, vote());
    await system.take('sales_director', carried, vote());
    await system.moveTo('2026-03-09');
    expect((await agendaOf(id)).status).toBe('open');
    await system.moveTo('2026-03-10');
    expect(await agendaOf(id)).toMatchObject({ status: 'closed', closedOn: '2026-03-10', closedBy: 'clock' });
    expect(await system.collection(carried)).toBe('legalAction');
    const { agenda } = await agendaOf(id);
    expect(agenda.find((item: { case: string }) => item.case === forgotten)).toMatchObject({
      outcome: 'deferred',
      tally: { why: 'no_quorum' },
    });
  });
});

describe('Who sits', () => {
  test('two recused, and the general manager names for one of their seats', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    for (const login of ['sales_director', 'legal_manager', 'legal_officer'])
      await system.take(login, caseId, { type: 'recuse', reason: '亲属任职' });
    // The sales director's deputy manages the owner of the case.
    expect(outcome(await system.give('sales_manager', caseId, vote()))).toEqual([409, 'vote.recused']);
    await system.take('finance_director', caseId, vote());
    const name = (login: string, seat: string, person: string) => meeting('seats', id, login, { seat, person });
    expect(outcome(await name('finance_director', 'legal_manager', 'hr'))).toEqual([403, 'role.required']);
    expect(outcome(await name('general_manager', 'finance_director', 'hr'))).toEqual([409, 'seat.filled']);
    expect(outcome(await name('general_manager', 'legal_manager', 'legal_officer'))).toEqual([409, 'vote.recused']);
    expect(outcome(await name('general_manager', 'legal_manager', 'nobody'))).toEqual([400, 'request.invalid']);
    const named = await name('general_manager', 'legal_manager', 'hr');
    expect(named.body.seats).toContainEqual({ seat: 'legal_manager', member: 'legal_manager', deputy: 'legal_officer', named: 'hr' });
    expect(await system.look(caseId, 'hr')).toMatchObject({ allowed: expect.arrayContaining(['castVote']) });
    await system.take('hr', caseId, vote());
    expect((await system.closeMeeting(id)).agenda).toMatchObject([
      {
        outcome: 'legal_action',
        tally: { for: 2, of: 2 },
        recusals: [{ person: 'sales_director' }, {}, {}],
        votes: [{}, { person: 'hr' }],
      },
    ]);
  });

  test('nobody is named where the board is able', async () => {
    await docketedCase();
    const id = await system.openMeeting();
    const refused = await meeting('seats', id, 'general_manager', { seat: 'legal_manager', person: 'hr' });
    expect(outcome(refused)).toEqual([409, 'seat.board_is_able']);
  });

  test('nor in a meeting that is not open, or where nothing is voted on', async () => {
    const { body } = await call();
    const seat = { seat: 'legal_manager', person: 'hr' };
    expect(outcome(await meeting('seats', body.id, 'general_manager', seat))).toEqual([409, 'meeting.not_open']);
    await meeting('open', body.id);
    expect(outcome(await meeting('seats', body.id, 'general_manager', seat))).toEqual([409, 'meeting.no_items']);
  });

  test('the deputy votes for a member who is away; the member does not', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    expect(outcome(await system.give('legal_officer', caseId, vote()))).toEqual([409, 'vote.not_seated']);
    await standIn('legal_manager', 'hr');
    expect(outcome(await system.give('legal_manager', caseId, vote()))).toEqual([409, 'vote.not_seated']);
    await system.take('legal_officer', caseId, vote());
    await system.take('sales_director', caseId, vote());
    expect((await system.closeMeeting(id)).agenda).toMatchObject([
      { outcome: 'legal_action', votes: [{ person: 'legal_officer', seat: 'legal_manager' }, { person: 'sales_director' }] },
    ]);
  });

  test('a recused member’s deputy votes; a recused deputy does not', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    await system.take('legal_manager', caseId, { type: 'recuse', reason: '曾任客户顾问' });
    expect(outcome(await system.give('legal_manager', caseId, vote()))).toEqual([409, 'vote.recused']);
    await system.take('legal_officer', caseId, vote());
    await system.take('legal_officer', caseId, { type: 'recuse', reason: '想起来也有关系' });
    expect(outcome(await system.give('legal_officer', caseId, vote()))).toEqual([409, 'vote.recused']);
    await system.take('sales_director', caseId, vote('continue'));
    await system.take('finance_director', caseId, vote('continue'));
    // Neither holder may vote: the seat is recused, and the vote cast before counts no longer.
    expect((await system.closeMeeting(id)).agenda).toMatchObject([{ outcome: 'continue', tally: { for: 2, of: 2 } }]);
  });

  test('one person votes for one seat', async () => {
    await system.owner.query(`update board_seats set deputy = 'finance_director' where company_id = 'C01' and seat = 'legal_manager'`);
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    await standIn('legal_manager', 'hr');
    await system.take('finance_director', caseId, vote());
    const other = await system.give('finance_director', caseId, vote('legal_action', { forSeat: 'legal_manager' }));
    expect(outcome(other)).toEqual([409, 'vote.twice']);
    expect((await system.closeMeeting(id)).agenda).toMatchObject([{ outcome: 'deferred', tally: { why: 'no_quorum' } }]);
  });
});

describe('Votes at once', () => {
  test('fifty of one member count once, the last one; all stay on record', async () => {
    const caseId = await docketedCase();
    const id = await system.openMeeting();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        system.api.post('legal_manager', `/api/v1/cases/${caseId}/commands`, vote(n % 2 ? 'legal_action' : 'bad_debt')),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await system.take('sales_director', caseId, vote('legal_action'));
    const [item] = (await system.closeMeeting(id)).agenda;
    expect(item.votes).toHaveLength(51);
    const last = item.votes.findLast(({ person }: { person: string }) => person === 'legal_manager');
    expect(item).toMatchObject(
      last.choice === 'legal_action'
        ? { outcome: 'legal_action', tally: { for: 2, of: 3 } }
        : { outcome: 'deferred', tally: { why: 'no_majority' } },
    );
  });

  test('against the close: a vote either counts or is refused as too late, never both and never neither', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await docketedCase());
    const id = await system.openMeeting();
    for (const caseId of ids) await system.take('sales_director', caseId, vote());
    const votes = ids.map((caseId) => system.api.post('legal_manager', `/api/v1/cases/${caseId}/commands`, vote()));
    const [closed, ...cast] = await Promise.all([meeting('close', id), ...votes]);
    expect(closed?.status).toBe(200);
    for (const [n, answer] of cast.entries()) {
      const item = closed?.body.agenda.find((one: { case: string }) => one.case === ids[n]);
      if (answer.status === 200) expect(item).toMatchObject({ outcome: 'legal_action', tally: { for: 2 } });
      else expect([...outcome(answer), item.outcome, item.tally.why]).toEqual([409, 'vote.closed', 'deferred', 'no_quorum']);
    }
  });
});
