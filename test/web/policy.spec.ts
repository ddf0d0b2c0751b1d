import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { type Answer, Api } from '../support/api.js';
import { startApp } from '../support/app.js';
import { historyFaults } from '../support/journal-proof.js';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
});

afterAll(() => system?.close());

const propose = (login: string, form: object = {}): Promise<Answer> =>
  system.api.post(login, '/api/v1/policies', {
    company: 'C02',
    effectiveFrom: '2026-12-01',
    changes: { quorumSeats: 3 },
    reason: '三席齐全',
    ...form,
  });
const decide = (login: string, id: string, what: string, body?: object): Promise<Answer> =>
  system.api.post(login, `/api/v1/policies/${id}/${what}`, body ?? (what === 'withdraw' ? undefined : { reason: '如上' }));
const current = async (on: string, company = 'C02', api = system.api): Promise<Answer['body']> =>
  (await api.get('sales0001', `/api/v1/policies/current?company=${company}&on=${on}`)).body;

/** @returns its id */
async function proposed(form: object = {}, login = 'hr'): Promise<string> {
  const { status, body } = await propose(login, form);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

async function approved(form: object): Promise<void> {
  const { status, body } = await decide('finance_director', await proposed(form), 'approve', {});
  if (status !== 200) throw new Error(JSON.stringify(body));
}

describe('Who does what with a policy', () => {
  test.each<[login: string, status: number]>([
    ['admin', 201],
    ['hr', 201],
    ['finance_director', 403],
    ['general_manager', 403],
    ['sales0001', 403],
    ['auditor', 403],
  ])('%s proposes: %i', async (login, status) => {
    expect((await propose(login)).status).toBe(status);
  });

  test.each<[login: string, what: string, status: number]>([
    ['admin', 'approve', 403],
    ['hr', 'reject', 403],
    ['general_manager', 'approve', 403],
    ['auditor', 'withdraw', 403],
    ['finance_director', 'withdraw', 403],
    ['finance_director', 'reject', 200],
    ['hr', 'withdraw', 200],
  ])('%s may %s what hr proposed: %i', async (login, what, status) => {
    expect((await decide(login, await proposed(), what)).status).toBe(status);
  });

  it('never approves or rejects what is one’s own, also as a director; and withdraws nothing else', async () => {
    await giveRole(system.api, 'finance_director', { role: 'hr' });
    const own = await proposed({}, 'finance_director');
    for (const what of ['approve', 'reject'])
      expect(await decide('finance_director', own, what)).toMatchObject({
        status: 409,
        body: { code: 'policy.same_person', facts: { policy: own, by: 'finance_director' } },
      });
    const others = await proposed();
    expect(await decide('finance_director', others, 'withdraw')).toMatchObject({ status: 409, body: { code: 'policy.not_proposer' } });
    expect((await decide('finance_director', own, 'withdraw')).status).toBe(200);
    expect((await decide('admin', others, 'withdraw')).body).toMatchObject({ code: 'policy.not_proposer', facts: { by: 'hr' } });
    await system.api.as('admin', 'DELETE', '/api/v1/people/finance_director/roles/hr', {});
  });

  test.each<[login: string, path: string, status: number]>([
    ['sales0001', '/api/v1/policies', 403],
    ['sales0001', '/api/v1/policies/fields', 200],
    ['sales0001', '/api/v1/policies/current?company=C01', 200],
    ['sales0001', '/api/v1/policies/current?company=C99', 404],
    ['auditor', '/api/v1/policies?company=C01', 200],
    ['admin', '/api/v1/policies/current?company=C99', 404],
    ['auditor', '/api/v1/policies/999999', 404],
  ])('%s reads %s: %i', async (login, path, status) => {
    expect((await system.api.get(login, path)).status).toBe(status);
  });

  it('is decided once: of two who decide at the same time, the second is told', async () => {
    const id = await proposed({ changes: { bankAccount: '100201' }, effectiveFrom: '2026-11-01' });
    const answers = await Promise.all([
      decide('finance_director', id, 'approve', {}),
      decide('finance_director', id, 'approve', {}),
      decide('hr', id, 'withdraw'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(['policy.decided', 'policy.decided']);
  });
});

describe('A policy’s day', () => {
  test.each<[day: string, code: string | undefined]>([
    ['2026-03-01', 'policy.not_later'],
    ['2026-03-02', 'policy.not_later'],
    ['2026-03-03', undefined],
  ])('%s, proposed on 2026-03-02: %s', async (effectiveFrom, code) => {
    expect((await propose('hr', { company: 'C01', effectiveFrom })).body.code).toBe(code);
  });

  it('must still lie ahead when it is approved', async () => {
    const id = await proposed({ company: 'C01', effectiveFrom: '2026-03-03', changes: { quorumSeats: 1 } });
    await system.moveTo('2026-03-03');
    expect((await decide('finance_director', id, 'approve', {})).body).toMatchObject({
      code: 'policy.not_later',
      facts: { effectiveFrom: '2026-03-03', today: '2026-03-03' },
    });
    expect((await decide('finance_director', id, 'reject')).status).toBe(200);
  });

  it('never lies before that of a version that is approved; on the same day the later one holds', async () => {
    await approved({ effectiveFrom: '2026-12-10', changes: { quorumSeats: 1, wageWarning: '15.00' } });
    expect((await propose('hr', { effectiveFrom: '2026-12-09', changes: { quorumSeats: 3 } })).body.code).toBe('policy.before_approved');
    await approved({ effectiveFrom: '2026-12-10', changes: { quorumSeats: 3 } });
    expect([(await current('2026-12-09')).numbers.quorumSeats, (await current('2026-12-10')).numbers.quorumSeats]).toEqual([2, 3]);
    expect((await current('2026-12-10')).numbers.wageWarning).toBe('15.00');
  });

  it('that changes nothing, or numbers that do not go together, are refused', async () => {
    expect((await propose('hr', { company: 'C01', changes: { quorumSeats: 2 } })).body.code).toBe('policy.no_change');
    expect((await propose('hr', { company: 'C01', changes: {} })).body.code).toBe('policy.no_change');
    expect((await propose('hr', { company: 'C01', changes: { graceMonthsDefault: 3 } })).body).toMatchObject({
      code: 'policy.contradicts',
      facts: { smaller: 'graceMonthsDefault', value: 3, larger: 'graceMonthsAtMost', limit: 2 },
    });
  });

  it('numbers that fitted when proposed must fit the version they come to', async () => {
    const id = await proposed({ effectiveFrom: '2026-12-20', changes: { graceMonthsDefault: 2 } });
    await approved({ effectiveFrom: '2026-12-15', changes: { graceMonthsAtMost: 1 } });
    expect((await decide('finance_director', id, 'approve', {})).body.code).toBe('policy.contradicts');
  });
});

describe('What is on record of a policy', () => {
  it('who, when, why, and what it changes, in both languages; what was decided is never changed', async () => {
    const id = await proposed({
      effectiveFrom: '2026-12-24',
      changes: { reviewAfterOverdueDays: 60, writeOffLimit: '300000', letterOverdueDays: [3, 10, 20, 40] },
      reason: '缩短评审周期',
    });
    await decide('finance_director', id, 'approve', { reason: '董事会同意' });
    const read = async (language: string) =>
      (await system.api.get('auditor', `/api/v1/policies/${id}`, { 'accept-language': language })).body;
    expect(await read('zh-CN')).toEqual({
      id,
      company: 'C02',
      status: 'approved',
      effectiveFrom: '2026-12-24',
      differences: [
        {
          field: 'reviewAfterOverdueDays',
          from: 90,
          to: 60,
          words: '逾期超过多少天进入评审小组程序：逾期 90 天 → 逾期 60 天',
        },
        {
          field: 'writeOffLimit',
          from: '500000.00',
          to: '300000.00',
          words: '超过该金额的核销由总经理审批：500,000.00 → 300,000.00',
        },
        {
          field: 'letterOverdueDays',
          from: [3, 15, 30, 60],
          to: [3, 10, 20, 40],
          words: '第 1、2、3、4 级催款函的逾期天数：逾期 3, 15, 30, 60 天 → 逾期 3, 10, 20, 40 天',
        },
      ],
      reason: '缩短评审周期',
      proposedBy: 'hr',
      proposedOn: '2026-03-03',
      proposedAt: expect.stringMatching(/Z$/),
      decidedBy: 'finance_director',
      decidedOn: '2026-03-03',
      decidedAt: expect.stringMatching(/Z$/),
      decisionReason: '董事会同意',
      version: expect.any(Number),
    });
    expect((await read('en')).differences[0].words).toBe(
      'Overdue days over which a case goes to the review board: 90 overdue days → 60 overdue days',
    );
    const [newest] = (await system.api.get('admin', '/api/v1/policies?company=C02&limit=1')).body.items;
    expect(newest).toMatchObject({ id, status: 'approved' });
    for (const table of ['policies', 'policy_proposals', 'policy_decisions'])
      await expect(system.owner.query(`update ${table} set company_id = 'C01'`)).rejects.toMatchObject({ code: '42501' });
  });

  it('every number with its unit, bounds, default, clause and meaning', async () => {
    const { items } = (await system.api.get('sales0001', '/api/v1/policies/fields')).body;
    expect(items.find(({ name }: { name: string }) => name === 'writeOffLimit')).toEqual({
      name: 'writeOffLimit',
      kind: 'money',
      unit: 'money',
      min: '0.00',
      max: '1000000000000.00',
      allowed: null,
      default: '500000.00',
      clause: 'writeOff',
      means: { 'zh-CN': '超过该金额的核销由总经理审批', en: 'Amount above which the general manager approves a write-off' },
    });
  });
});

describe('A working day', () => {
  const set = (login: string, date: string, working: boolean) =>
    system.api.as(login, 'PUT', `/api/v1/calendar/${date}`, { body: { working, reason: '调休' } });

  it('that has begun stays what it is; a later one is set by an administrator, as a new version of the calendar', async () => {
    expect((await set('hr', '2026-03-14', true)).status).toBe(403);
    expect((await set('admin', '2026-03-03', false)).body.code).toBe('calendar.past');
    const before = (await system.api.get('sales0001', '/api/v1/calendar?year=2026')).body.version;
    expect((await set('admin', '2026-03-14', true)).body).toEqual({
      date: '2026-03-14',
      working: true,
      name: '',
      source: 'override',
      reason: '调休',
      setBy: 'admin',
      setAt: expect.stringMatching(/Z$/),
      version: before + 1,
    });
    expect((await set('admin', '2026-03-14', true)).body.version).toBe(before + 1);
    expect((await set('admin', '2026-03-16', true)).body).toMatchObject({ source: 'weekday', version: null });
    const { version, items } = (await system.api.get('sales0001', '/api/v1/calendar?year=2026')).body;
    expect(version).toBe(before + 1);
    expect(items).toContainEqual(expect.objectContaining({ date: '2026-03-14', working: true, source: 'override' }));
  });
});

describe('Nights under two versions', () => {
  it('bring the new numbers to every open case on their day, not before, and leave what was decided under the old ones', async () => {
    await system.receivables(
      { document: 'N1', dueOn: '2026-01-10', amount: '1000.00' },
      { document: 'N2', dueOn: '2026-02-20', amount: '1000.00' },
    );
    await approved({ company: 'C01', effectiveFrom: '2026-03-15', changes: { reviewAfterOverdueDays: 60, confirmationWorkingDays: 10 } });
    const old = await system.caseOf('N1');
    await system.moveTo('2026-03-14');
    expect(await system.look(old)).toMatchObject({ state: { collection: 'salesFollowUp' }, nextDate: '2026-04-11' });
    await system.moveTo('2026-03-15');
    expect((await system.look(old)).state.collection).toBe('financeConfirmation');
    expect(await system.look(await system.caseOf('N2'))).toMatchObject({
      state: { collection: 'salesFollowUp' },
      nextDate: '2026-04-22',
    });
    await approved({ company: 'C01', effectiveFrom: '2026-03-18', changes: { reviewAfterOverdueDays: 120 } });
    await system.moveTo('2026-03-18');
    expect(await system.look(await system.caseOf('N2'))).toMatchObject({ nextDate: '2026-06-21' });
  });

  it('a case that is too young again goes back to sales with its confirmation, and its old term is over', async () => {
    const id = await system.caseOf('N1');
    await system.take('ar_clerk', id, { type: 'confirm', view: 'collectable', amount: '1000.00' });
    expect(await system.look(id)).toMatchObject({ state: { collection: 'salesFollowUp' }, nextDate: '2026-05-11' });
    await system.take('sales0001', id, { type: 'reportPosition', position: 'will_pay', note: '月底付' });
    await system.moveTo('2026-04-20');
    expect((await system.look(id)).state.collection).toBe('financeConfirmation');
  });

  it('a missed day of a policy is caught up by its own night, and doing it again changes nothing', async () => {
    await approved({ company: 'C01', effectiveFrom: '2026-04-25', changes: { reviewAfterOverdueDays: 61 } });
    await approved({ company: 'C01', effectiveFrom: '2026-04-27', changes: { reviewAfterOverdueDays: 130 } });
    await system.moveTo('2026-05-02');
    const told = await system.rows<{ on: string; version: number }>(
      `select business_date as on, policy_version as version from case_journal where case_id = $1 and command ->> 'type' = 'dateReached' and business_date >= '2026-04-21' order by seq`,
      [await system.caseOf('N2')],
    );
    expect(told).toEqual([{ on: '2026-04-25', version: expect.any(Number) }]);
    const versions = await system.rows<{ version: number }>('select distinct policy_version as version from case_journal order by 1');
    expect(versions.length).toBeGreaterThan(2);
  });

  it('name their versions in the journal, and every entry replays under its own', async () => {
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
    expect((await system.api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
  });

  it('a changed calendar moves the terms that still run', async () => {
    await system.receivables({ document: 'W1', dueOn: '2026-04-20', amount: '10.00' });
    await system.moveTo('2026-05-06');
    const id = await system.caseOf('W1');
    await system.take('sales0001', id, { type: 'logAttempt', channel: 'phone', on: '2026-05-06', outcome: 'no_answer' });
    const before = await remindOn(id);
    for (const day of ['2026-05-07', '2026-05-08'])
      await system.api.as('admin', 'PUT', `/api/v1/calendar/${day}`, { body: { working: false, reason: '停产' } });
    await system.moveTo('2026-05-07');
    // The letter of 5 May is late after two working days: the 6th and 7th, or the 6th and the Saturday that is worked on.
    expect([before, await remindOn(id)]).toEqual(['2026-05-08', '2026-05-10']);
    await system.moveTo('2026-06-02');
    expect((await system.api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
  });
});

describe('Another replica', () => {
  it('decides by a version from its day on, whoever approved it', async () => {
    const other = await startApp({ databaseUrl: system.database.url, home: system.home });
    try {
      const api = new Api(other.url);
      expect((await current('2026-07-01', 'C01', api)).numbers.smallBalance).toBe('0.00');
      await approved({ company: 'C01', effectiveFrom: '2026-06-10', changes: { smallBalance: '20.00' } });
      expect((await current('2026-06-09', 'C01', api)).numbers.smallBalance).toBe('0.00');
      expect((await current('2026-06-10', 'C01', api)).numbers.smallBalance).toBe('20.00');
      const id = await system.caseOf('W1');
      const waive = async (): Promise<Answer> => {
        const [seen] = await system.rows<{ version: number }>('select version from cases where id = $1', [id]);
        const headers = { 'if-match': `"${seen?.version}"` };
        return api.post('finance_director', `/api/v1/cases/${id}/commands`, { type: 'waiveSmallBalance', reason: '零头' }, headers);
      };
      expect((await waive()).body).toMatchObject({ code: 'waive.too_large' });
      await system.moveTo('2026-06-10');
      expect((await waive()).status).toBe(200);
    } finally {
      await other.close();
    }
  });
});

async function remindOn(id: string): Promise<string | undefined> {
  const [row] = await system.rows<{ on: string }>('select remind_on::text as on from cases where id = $1', [id]);
  return row?.on;
}
