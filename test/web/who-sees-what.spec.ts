import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../workflows/collection-case/actor.js';
import type { Answer } from '../support/api.js';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let documents = 0;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
});

afterAll(() => system?.close());

async function newCase({ dueOn = '2026-02-20', ...more }: { dueOn?: string; owner?: string; company?: string; customer?: string } = {}) {
  const document = `D${++documents}`;
  await system.receivables({ document, dueOn, amount: '1000.00', ...more });
  return system.caseOf(document, more.company);
}

async function docketedCase(more: Parameters<typeof newCase>[0] = {}): Promise<string> {
  const caseId = await newCase(more);
  await system.take('finance_director', caseId, { type: 'docket', reason: '客户停业' });
  return caseId;
}

async function newPerson(login: string, ...grants: { role: Role; company?: string }[]): Promise<void> {
  const { status } = await system.api.post('admin', '/api/v1/people', { login, name: login, password: 'recoup-training' });
  expect(status).toBe(201);
  for (const grant of grants) await giveRole(system.api, login, grant);
}

async function standIn(absent: string, substitute: string, untilOn = '2026-03-02'): Promise<void> {
  const { status } = await system.api.post(absent, '/api/v1/stand-ins', {
    standIn: substitute,
    fromOn: '2026-03-02',
    untilOn,
  });
  expect(status).toBe(201);
}

const outcome = ({ status, body }: Answer) => [status, body.code];
const vote = (choice: string, reason: string) => ({ type: 'castVote', choice, reason });

describe('The votes of an open round', () => {
  const readers = ['auditor', 'general_manager', 'finance_director', 'ar_clerk', 'hr', 'legal_officer', 'sales_manager', 'sales0001'];
  let caseId: string;
  let lapsing: string;
  let meeting: string;
  const answers: Answer[] = [];

  beforeAll(async () => {
    caseId = await docketedCase();
    lapsing = await docketedCase();
    meeting = await system.openMeeting();
    for (const id of [caseId, lapsing]) {
      answers.push(await system.give('sales_director', id, vote('legal_action', 'secret of sales')));
      answers.push(await system.give('legal_manager', id, vote('bad_debt', 'secret of legal')));
    }
  });

  /** All that the API tells the person about the meeting and its cases. */
  async function toldTo(login: string): Promise<Record<string, string>> {
    const paths = [
      `/api/v1/cases/${caseId}`,
      `/api/v1/cases/${caseId}/journal`,
      `/api/v1/cases/${lapsing}`,
      `/api/v1/cases/${lapsing}/journal`,
      `/api/v1/meetings/${meeting}`,
      '/api/v1/meetings?company=C01',
      '/api/v1/notices',
      '/api/v1/cases?state=all',
    ];
    const told = await Promise.all(paths.map((path) => system.api.get(login, path)));
    for (const { status } of told) expect(status).toBe(200);
    return Object.fromEntries(told.map(({ body }, i) => [paths[i], JSON.stringify(body)]));
  }

  test.each(readers)('are hidden from %s', async (login) => {
    for (const [path, told] of Object.entries(await toldTo(login)))
      expect([path, told]).toEqual([path, expect.not.stringMatching(/secret/)]);
  });

  test.each([
    ['sales_director', 'sales', 'legal'],
    ['legal_manager', 'legal', 'sales'],
  ])('are shown to their author alone: %s', async (login, own, other) => {
    const told = await toldTo(login);
    const all = Object.values(told).join();
    expect(all).not.toContain(`secret of ${other}`);
    for (const path of [`/api/v1/cases/${caseId}`, `/api/v1/cases/${caseId}/journal`, `/api/v1/meetings/${meeting}`])
      expect(told[path]).toContain(`secret of ${own}`);
  });

  test('show that they were cast, by whom and for which seat, and nothing of the choice', async () => {
    const { body } = await system.api.get('auditor', `/api/v1/meetings/${meeting}`);
    const item = body.agenda.find((one: { case: string }) => one.case === caseId);
    const shown = [
      { seat: 'sales_director', person: 'sales_director', on: '2026-03-02', hidden: true },
      { seat: 'legal_manager', person: 'legal_manager', on: '2026-03-02', hidden: true },
    ];
    expect(item).toMatchObject({ outcome: 'open', tally: null });
    expect(item.votes).toEqual(shown);
    expect((await system.look(caseId)).facts.round.votes).toEqual(shown);
    const journal = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal?after=3`);
    for (const { command, entries } of journal.body.items) {
      expect(command).toEqual({ type: 'castVote', hidden: true });
      expect(Object.keys(entries[0]).sort()).toEqual(['hidden', 'meeting', 'on', 'person', 'seat', 'type']);
    }
  });

  test('are not told in the answers to others’ commands', async () => {
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(JSON.stringify(answers[1]?.body)).not.toContain('secret of sales');
    const attempt = { type: 'recordPromise', amount: '1.00', dueOn: '2026-03-30' };
    const stale = await system.api.post('sales0001', `/api/v1/cases/${caseId}/commands`, attempt, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    expect(JSON.stringify(stale.body)).not.toMatch(/secret|legal_action|bad_debt/);
  });

  test('are shown to everybody who sees the case once the round has closed or lapsed', async () => {
    await system.receipts({ receipt: 'R-lapse', document: `D${documents}`, amount: '1000.00', valueDate: '2026-03-02' });
    expect(await system.collection(lapsing)).toBe('settled');
    const open = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal`);
    expect(JSON.stringify(open.body)).not.toContain('secret');
    await system.closeMeeting(meeting);
    for (const login of [...readers, 'sales_director']) {
      const told = await toldTo(login);
      for (const path of [`/api/v1/cases/${caseId}/journal`, `/api/v1/cases/${lapsing}/journal`, `/api/v1/meetings/${meeting}`])
        for (const secret of ['secret of sales', 'secret of legal'])
          expect([login, path, told[path]]).toEqual([login, path, expect.stringContaining(secret)]);
    }
    const { body } = await system.api.get('hr', `/api/v1/meetings/${meeting}`);
    expect(
      body.agenda.map((item: { case: string; outcome: string; votes: object[] }) => [item.case, item.outcome, item.votes.length]),
    ).toEqual(
      expect.arrayContaining([
        [caseId, 'deferred', 2],
        [lapsing, 'lapsed', 2],
      ]),
    );
  });
});

describe('What hr sees of a docketed case', () => {
  let caseId: string;
  let evidence: string;

  beforeAll(async () => {
    caseId = await docketedCase();
    evidence = await system.evidence(caseId, 'contract', 'origin');
    await system.take('legal_officer', caseId, { type: 'withdrawEvidence', evidence, reason: 'names the debtor’s bank' });
    await system.take('sales0001', caseId, { type: 'logAttempt', channel: 'letter', on: '2026-03-02', outcome: 'reached', evidence });
  });

  /** [facts name evidence, journal tells of it, file] */
  async function evidenceSeenBy(login: string): Promise<[boolean, boolean, number]> {
    const { facts } = await system.look(caseId, login);
    const journal = JSON.stringify((await system.api.get(login, `/api/v1/cases/${caseId}/journal`)).body);
    const file = await system.api.get(login, `/api/v1/evidence/${evidence}/file`);
    return ['evidence' in facts, /sha256|origin|bank|"evidence":/.test(journal), file.status];
  }

  test('is the case and that there was evidence, not what it is', async () => {
    expect(await evidenceSeenBy('hr')).toEqual([false, false, 404]);
    const { body } = await system.api.get('hr', `/api/v1/cases/${caseId}/journal?after=2`);
    expect(body.items.map(({ command, entries }: { command: object; entries: object }) => [command, entries])).toEqual([
      [{ type: 'attachEvidence', hidden: true }, [{ type: 'evidenceAttached', hidden: true }]],
      [{ type: 'acceptEvidence', hidden: true }, [{ type: 'evidenceAccepted', hidden: true }]],
      [{ type: 'withdrawEvidence', hidden: true }, [{ type: 'evidenceWithdrawn', hidden: true }]],
      [
        { type: 'logAttempt', channel: 'letter', on: '2026-03-02', outcome: 'reached' },
        [{ type: 'attemptLogged', channel: 'letter', on: '2026-03-02', outcome: 'reached', enteredLate: false }],
      ],
    ]);
    const { status, body: told } = await system.api.post('hr', `/api/v1/evidence/${evidence}/cases`, { cases: [caseId] });
    expect([status, told.code]).toEqual([404, 'evidence.not_found']);
  });

  test.each(['auditor', 'general_manager', 'ar_clerk', 'legal_officer', 'sales0001', 'sales_manager'])('%s sees it all', async (login) => {
    expect(await evidenceSeenBy(login)).toEqual([true, true, 200]);
  });

  test('a second role shows the evidence of the cases that it shows', async () => {
    await newPerson('hr-and-sales', { role: 'hr' }, { role: 'salesperson' });
    expect(await evidenceSeenBy('hr-and-sales')).toEqual([false, false, 404]);
    const own = await docketedCase({ owner: 'hr-and-sales' });
    expect((await system.look(own, 'hr-and-sales')).facts.evidence).toEqual([]);
    await newPerson('hr-and-audit', { role: 'hr' }, { role: 'auditor', company: 'C01' });
    expect(await evidenceSeenBy('hr-and-audit')).toEqual([true, true, 200]);
  });

  test('who stands in for hr sees no more than hr', async () => {
    await newPerson('for-hr');
    await standIn('hr', 'for-hr');
    expect(await evidenceSeenBy('for-hr')).toEqual([false, false, 404]);
  });

  test('a deputy of the board without any role sees what there is to vote on', async () => {
    await newPerson('deputy-only');
    const seat = { member: 'legal_manager', deputy: 'deputy-only' };
    await reseat(seat);
    expect(await evidenceSeenBy('deputy-only')).toEqual([true, true, 200]);
    const { body } = await system.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
    expect((await system.api.get('deputy-only', `/api/v1/meetings/${body.id}`)).status).toBe(200);
    const before = { member: 'legal_manager', deputy: 'legal_officer' };
    await reseat(before);
    expect((await system.api.get('deputy-only', `/api/v1/meetings/${body.id}`)).status).toBe(404);
    await system.closeMeeting(await system.openMeeting());
  });
});

/** An administrator proposes, somebody of the board confirms. */
async function reseat(body: object): Promise<void> {
  const seat = '/api/v1/boards/C01/seats/legal_manager';
  expect((await system.api.as('admin', 'PUT', seat, { body })).status).toBe(200);
  expect((await system.api.post('finance_director', `${seat}/confirm`)).status).toBe(200);
}

describe('Whoever is named in an attribution', () => {
  test('sees the case, whoever owns it now, and answers; until a decision names them no longer', async () => {
    const caseId = await docketedCase();
    const [shares, others] = ['sales0002', 'sales0001'].map((person) => [
      { party: 'sales', person, cause: 'over_promised', share: 50 },
      { party: 'customer', cause: 'customer_insolvent', share: 50 },
    ]);
    const path = `/api/v1/cases/${caseId}`;
    expect(outcome(await system.api.get('sales0002', path))).toEqual([404, 'case.unknown']);
    await system.take('hr', caseId, { type: 'proposeAttribution', shares });
    expect(await system.look(caseId, 'sales0002')).toMatchObject({ allowed: ['acceptAttribution', 'contestAttribution'] });
    const { body } = await system.api.get('sales0002', '/api/v1/cases?owner=sales0001');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([caseId]);
    const notices = await system.api.get('sales0002', '/api/v1/notices');
    expect(notices.body.items[0]).toMatchObject({ case: caseId, kind: 'attribution_to_answer', recipient: 'sales0002' });
    await system.take('sales0002', caseId, { type: 'contestAttribution', reason: '本人未参与' });
    await system.take('finance_director', caseId, { type: 'decideAttribution', shares: others });
    expect(outcome(await system.api.get('sales0002', path))).toEqual([404, 'case.unknown']);
  });
});

describe('A case says what its reader may do, and what a rule refuses beforehand', () => {
  const withRefused = async (caseId: string, login: string) => {
    const { allowed, refused } = await system.look(caseId, login);
    return [allowed.sort(), refused.map(({ type, code }: { type: string; code: string }) => `${type}: ${code}`).sort()];
  };
  const follow = ['logAttempt', 'proposePlan', 'recordPromise', 'withdrawPromise'];
  const noPlan = 'acceptPlan: plan.none_proposed';
  const tooEarly = 'proposeAttribution: attribution.before_docket';

  test.each<[string, string[], string[]]>([
    ['sales0001', [...follow, 'raiseDispute', 'reportPosition'], []],
    ['sales_manager', [...follow, 'pause', 'raiseDispute', 'reassign', 'reportPosition'], []],
    ['sales_director', ['docket', 'reassign', 'requestEvidence'], [tooEarly]],
    ['ar_clerk', [...follow, 'cancel', 'correctFacts', 'pause', 'recordLetter', 'requestEvidence'], [noPlan]],
    [
      'finance_director',
      ['confirmCorrection', 'docket', 'pause', 'requestEvidence'],
      ['cancel: cancel.not_asked', tooEarly, 'waiveSmallBalance: waive.too_large'],
    ],
    ['legal_manager', ['acceptEvidence', 'attachEvidence', 'docket', 'recordLetter', 'requestEvidence', 'withdrawEvidence'], [tooEarly]],
    ['general_manager', [], []],
    ['auditor', [], []],
  ])('young: %s', async (login, allowed, refused) => {
    expect(await withRefused(await newCase(), login)).toEqual([allowed.sort(), refused.sort()]);
  });

  test('in a vote: who sits may, who has an interest is told so', async () => {
    const caseId = await docketedCase({ owner: 'sales0001' });
    const meeting = await system.openMeeting();
    const castVote = async (login: string) => {
      const { allowed, refused } = await system.look(caseId, login);
      return allowed.includes('castVote') || refused.find(({ type }: { type: string }) => type === 'castVote')?.code;
    };
    expect(await castVote('sales_director')).toBe(true);
    expect(await castVote('sales_manager')).toBe('vote.recused');
    expect(await castVote('general_manager')).toBe('vote.not_seated');
    expect(await castVote('ar_clerk')).toBeUndefined();
    const { refused } = await system.look(caseId, 'sales_manager');
    expect(refused[0].detail).toMatch(/\p{Script=Han}/u);
    const english = await system.api.get('sales_manager', `/api/v1/cases/${caseId}`, { 'accept-language': 'en' });
    expect(english.body.refused[0].detail).toMatch(/^[^\p{Script=Han}]+$/u);
    await system.closeMeeting(meeting);
  });

  test.each(['sales0001', 'sales_manager', 'sales_director', 'ar_clerk', 'finance_director', 'legal_manager', 'auditor'])(
    'and keeps its word to %s: every command that is not among the allowed is refused',
    async (login) => {
      const caseId = await newCase();
      const { allowed } = await system.look(caseId, login);
      const bodies: Record<string, object> = {
        logAttempt: { channel: 'phone', on: '2026-03-02', outcome: 'reached' },
        recordPromise: { amount: '10.00', dueOn: '2026-03-20' },
        reportPosition: { position: 'will_pay', note: '月底付款' },
        raiseDispute: { reason: 'price', contestedAmount: '10.00', note: '单价' },
        pause: { until: '2026-03-10', reason: '核对' },
        docket: { reason: '破产' },
        requestEvidence: {},
        cancel: { reason: '重复' },
        reassign: { owner: 'sales0002', reason: '调岗' },
        acceptPlan: {},
        approveWriteOff: {},
        postWriteOff: { voucherNo: '1' },
        confirm: { view: 'bad', amount: '1000.00' },
        castVote: { choice: 'grace', reason: '同意' },
      };
      for (const [type, fields] of Object.entries(bodies)) {
        if (allowed.includes(type)) continue;
        const { status } = await system.give(login, caseId, { type, ...fields });
        expect(`${type} ${status}`).toMatch(/ (403|409)$/);
      }
      expect((await system.look(caseId)).version).toBe(1);
    },
  );
});

describe('Somebody with two roles', () => {
  test('has each in its own company, with the notices of each', async () => {
    await newPerson('clerk-and-sales', { role: 'ar_clerk', company: 'C01' }, { role: 'salesperson', company: 'C02' });
    const [here, there] = [await newCase(), await newCase({ company: 'C02', owner: 'clerk-and-sales' })];
    await system.take('sales0001', here, { type: 'reportPosition', position: 'will_pay', note: '月底' });
    await system.take('clerk-and-sales', there, { type: 'reportPosition', position: 'will_pay', note: '月底' });
    const { body } = await system.api.get('clerk-and-sales', '/api/v1/notices');
    const waiting = body.items.filter(({ kind }: { kind: string }) => kind === 'confirmation_waiting');
    expect(waiting.map((notice: { case: string }) => notice.case)).toContain(here);
    expect(waiting.map((notice: { case: string }) => notice.case)).not.toContain(there);
    const confirm = { type: 'confirm', view: 'collectable', amount: '1000.00' };
    expect((await system.give('clerk-and-sales', here, confirm)).status).toBe(200);
    expect(outcome(await system.give('clerk-and-sales', there, confirm))).toEqual([403, 'role.not_allowed']);
  });

  test('is still one person where two are needed', async () => {
    await newPerson('clerk-and-director', { role: 'ar_clerk' }, { role: 'finance_director' });
    const caseId = await newCase();
    await system.take('clerk-and-director', caseId, { type: 'cancel', reason: '重复' });
    expect(outcome(await system.give('clerk-and-director', caseId, { type: 'cancel', reason: '重复' }))).toEqual([
      409,
      'cancel.same_person',
    ]);
    await system.take('clerk-and-director', caseId, { type: 'correctFacts', changes: { dueOn: '2026-02-25' }, reason: '笔误' });
    expect(outcome(await system.give('clerk-and-director', caseId, { type: 'confirmCorrection', correction: 1 }))).toEqual([
      409,
      'correction.same_person',
    ]);
    await system.take('finance_director', caseId, { type: 'confirmCorrection', correction: 1 });
    expect((await system.look(caseId)).receivable.dueOn).toBe('2026-02-25');
  });
});

describe('A stand-in', () => {
  test('sees and acts in the absent person’s place, under their own name, until the last day', async () => {
    const caseId = await newCase();
    await newPerson('stand-in', { role: 'salesperson' });
    expect(outcome(await system.api.get('stand-in', `/api/v1/cases/${caseId}`))).toEqual([404, 'case.unknown']);
    await standIn('sales0001', 'stand-in');
    await system.take('stand-in', caseId, { type: 'reportPosition', position: 'cannot_pay', note: '代为上报' });
    const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal?after=1`);
    expect(body.items[0]).toMatchObject({ actor: 'stand-in', entries: [{ type: 'positionReported' }] });
    await standIn('ar_clerk', 'stand-in');
    await system.take('stand-in', caseId, { type: 'confirm', view: 'collectable', amount: '1000.00' });
    await system.owner.query(`update stand_ins set ended_at = now() where stand_in = 'stand-in'`);
    expect(outcome(await system.give('stand-in', caseId, { type: 'returnToSales', reason: '迟到' }))).toEqual([404, 'case.unknown']);
  });
});

describe('Somebody without any role', () => {
  test('sees nothing, and learns of nothing', async () => {
    const caseId = await docketedCase();
    const { body: called } = await system.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
    await newPerson('nobody');
    for (const path of ['/api/v1/cases?state=all', '/api/v1/notices', '/api/v1/deductions'])
      expect(await system.api.get('nobody', path)).toMatchObject({ status: 200, body: { items: [], next: null } });
    expect(outcome(await system.api.get('nobody', `/api/v1/cases/${caseId}`))).toEqual([404, 'case.unknown']);
    expect(outcome(await system.api.get('nobody', `/api/v1/cases/${caseId}/journal`))).toEqual([404, 'case.unknown']);
    expect(outcome(await system.give('nobody', caseId, { type: 'docket', reason: 'x' }))).toEqual([404, 'case.unknown']);
    expect(outcome(await system.api.get('nobody', `/api/v1/meetings/${called.id}`))).toEqual([404, 'meeting.unknown']);
    for (const action of ['open', 'close'])
      expect(outcome(await system.api.post('nobody', `/api/v1/meetings/${called.id}/${action}`))).toEqual([404, 'meeting.unknown']);
    for (const company of ['C01', 'C99']) {
      expect(outcome(await system.api.get('nobody', `/api/v1/meetings?company=${company}`))).toEqual([404, 'company.unknown']);
      expect(outcome(await system.api.post('nobody', '/api/v1/meetings', { company }))).toEqual([404, 'company.unknown']);
    }
  });
});

describe('Another company’s people', () => {
  test('learn neither of the cases nor of the meetings here', async () => {
    const caseId = await docketedCase();
    const { body: called } = await system.api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
    await newPerson('director-c02', { role: 'finance_director', company: 'C02' }, { role: 'general_manager', company: 'C02' });
    const login = 'director-c02';
    expect(outcome(await system.api.get(login, `/api/v1/cases/${caseId}`))).toEqual([404, 'case.unknown']);
    expect(outcome(await system.give(login, caseId, { type: 'docket', reason: 'x' }))).toEqual([404, 'case.unknown']);
    for (const path of ['/api/v1/cases?company=C01&state=all', '/api/v1/deductions', '/api/v1/notices'])
      expect((await system.api.get(login, path)).body).toEqual({ items: [], next: null });
    for (const id of [called.id, '999999999999999999']) {
      expect(outcome(await system.api.get(login, `/api/v1/meetings/${id}`))).toEqual([404, 'meeting.unknown']);
      expect(outcome(await system.api.post(login, `/api/v1/meetings/${id}/open`))).toEqual([404, 'meeting.unknown']);
      expect(outcome(await system.api.post(login, `/api/v1/meetings/${id}/close`))).toEqual([404, 'meeting.unknown']);
      const seat = { seat: 'legal_manager', person: 'hr' };
      expect(outcome(await system.api.post(login, `/api/v1/meetings/${id}/seats`, seat))).toEqual([404, 'meeting.unknown']);
    }
    expect((await system.api.get(login, '/api/v1/meetings?company=C02')).status).toBe(200);
  });
});

describe('A login may be written in any script', () => {
  test.each(['王小明', 'Ünïcødé', 'नमस्ते', '💰sales', 'o’brien@example.com', 'a/b?c=d&e'])('%s', async (login) => {
    await newPerson(login, { role: 'salesperson' });
    const caseId = await newCase({ owner: login });
    await system.take(login, caseId, { type: 'reportPosition', position: 'will_pay', note: '月底' });
    const { body } = await system.api.get('auditor', `/api/v1/cases?owner=${encodeURIComponent(login)}`);
    expect(body.items).toMatchObject([{ id: caseId, owner: login }]);
    const journal = await system.api.get(login, `/api/v1/cases/${caseId}/journal`);
    expect(journal.body.items[1].actor).toBe(login);
  });
});
