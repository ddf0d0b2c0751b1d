import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let assessment: Assessment;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-15');
  assessment = new Assessment(system);
  for (const person of ['sales0001', 'sales0002']) await assessment.post(person, 'salesperson', '2026-06-01', { channel: 'direct' });
  await assessment.scheme(schemeForm('salesperson', '2026-07-01'));
  await system.receivables(
    { document: 'D1', issuedOn: '2026-06-01', dueOn: '2026-07-20', amount: '1000.00' },
    { document: 'D2', issuedOn: '2026-06-01', dueOn: '2026-06-28', amount: '500.00' },
  );
  await system.receipts({ receipt: 'R0', document: 'D2', amount: '500.00', valueDate: '2026-06-15' });
  await system.moveTo('2026-07-20');
  await system.receipts({ receipt: 'R1', document: 'D1', amount: '1000.00', valueDate: '2026-07-20' });
});

afterAll(() => system?.close());

describe('A card while its period is open', () => {
  it('is provisional, and without data it says so', async () => {
    const card = await assessment.card('sales0002');
    expect(card).toMatchObject({
      id: 'C01.2026Q3.sales0002',
      status: 'provisional',
      noData: true,
      total: null,
      grade: null,
      bonusFactor: null,
    });
    expect(card.lines.map(({ noData }: { noData: string }) => noData)).toEqual([
      'no_target',
      'no_denominator',
      'no_denominator',
      'no_denominator',
      'no_survey',
      'no_survey',
    ]);
  });

  it('follows its targets, surveys and receipts', async () => {
    await assessment.targets('2026Q3', [
      {
        person: 'sales0001',
        collection: '1000.00',
        metrics: [
          { key: 'actual_recovery_rate', baseline: '0.8', target: '0.9', challenge: '1' },
          { key: 'new_quality_recovery_rate', baseline: '0.5', target: '0.6', challenge: '0.7' },
        ],
      },
    ]);
    expect((await assessment.import('surveys', ['C01,2026Q3,sales0001,satisfaction,,85,23,2026-07-19'])).body.status).toBe('done');
    const card = await assessment.card('sales0001');
    expect(card.lines.map(({ key, value, score }: Record<string, string>) => [key, value, score])).toEqual([
      ['collection_achievement', '100.00', '100.00'],
      ['actual_recovery_rate', '100.00', '120.00'],
      ['overdue_share', null, null],
      ['new_quality_recovery_rate', null, null],
      ['satisfaction', '85.00', '100.00'],
      ['renewal_intent', null, null],
    ]);
    expect(card).toMatchObject({
      receipts: { counted: '1000.00', current: '1000.00', cycle: '0.00' },
      total: expect.any(String),
      grade: 'A',
      bonusFactor: '1.15',
    });
    const { source } = card.lines[0];
    expect((await system.api.get('sales0001', source)).body.items).toMatchObject([{ name: 'R1', numerator: '1000' }]);
  });

  test.each<[reader: string, card: string, status: number]>([
    ['sales0001', 'sales0001', 200],
    ['sales0001', 'sales0002', 404],
    ['sales_manager', 'sales0002', 200],
    ['sales_director', 'sales0002', 200],
    ['auditor', 'sales0002', 200],
    ['ar_clerk', 'sales0001', 404],
    ['admin', 'sales0001', 403],
    ['legal_manager', 'sales0001', 403],
  ])('%s reads the card of %s: %i', async (reader, card, status) => {
    expect((await system.api.get(reader, `/api/v1/scorecards/C01.2026Q3.${card}`)).status).toBe(status);
  });

  it('is listed to its readers, page by page', async () => {
    const list = async (reader: string, more = '') => (await system.api.get(reader, `/api/v1/scorecards?period=2026Q3${more}`)).body;
    expect((await list('sales0001')).items.map(({ id }: { id: string }) => id)).toEqual(['C01.2026Q3.sales0001']);
    const first = await list('hr', '&limit=1');
    expect([first.items[0].person, first.next]).toEqual(['sales0001', 'C01.sales0001']);
    expect((await list('hr', `&limit=1&after=${first.next}`)).items.map(({ id }: { id: string }) => id)).toEqual(['C01.2026Q3.sales0002']);
    expect((await list('hr', '&person=sales0002')).items).toHaveLength(1);
    expect((await list('ar_clerk')).items).toEqual([]);
  });
});

describe('Whoever sells, or keeps the books, cannot touch what scores are made of', () => {
  const row = 'C01,2026Q3,sales0001,satisfaction,,99,,';
  const doors: [string, string, string, object][] = [
    ['a scheme', 'POST', '/api/v1/schemes', schemeForm('salesperson', '2027-01-01')],
    [
      'targets',
      'POST',
      '/api/v1/targets/proposals',
      { company: 'C01', period: '2026Q3', source: 'manual', targets: [{ person: 'sales0001', collection: '1.00' }], reason: '低一点' },
    ],
    [
      'targets from history',
      'POST',
      '/api/v1/targets/from-history',
      { company: 'C01', period: '2026Q4', post: 'salesperson', years: 1, reason: '历史' },
    ],
    ['a post', 'PUT', '/api/v1/assessed-people/sales0001', { company: 'C01', post: 'none', from: '2026-07-21' }],
    [
      'a training',
      'POST',
      '/api/v1/trainings',
      { company: 'C01', topic: '催款技巧', heldOn: '2026-07-01', heldBy: '郑佳怡', participants: [] },
    ],
    ['a complaint', 'POST', '/api/v1/complaints/1/dismiss', { reason: '不属实' }],
    ['an appeal', 'POST', '/api/v1/scorecard-appeals/1/accept', { points: '5', reason: '属实' }],
    ['the close', 'POST', '/api/v1/assessment-periods/2026Q3/close', { company: 'C01' }],
    ['the payroll', 'POST', '/api/v1/assessment-periods/2026Q3/payroll', { company: 'C01', format: 'csv' }],
    ['the classification of a receipt', 'POST', '/api/v1/receipts/1/classification', { as: 'paid' }],
  ];
  const sellers = ['sales0001', 'sales_manager', 'sales_director', 'legal_officer'];

  test.each(doors)('%s', async (_what, method, path, body) => {
    for (const login of sellers) expect([login, (await system.api.as(login, method, path, { body })).status]).toEqual([login, 403]);
  });

  test.each(['surveys', 'complaints', 'receipts', 'receivables'])('by a file of %s', async (kind) => {
    for (const login of sellers) {
      const answer = await system.api.upload(login, '/api/v1/imports', { kind, company: 'C01' }, { name: 'x.csv', content: row });
      expect([login, answer.status]).toEqual([login, 403]);
    }
  });

  it('hr brings what customers say, and no money', async () => {
    for (const kind of ['receipts', 'receivables', 'credits', 'open_items', 'customers'])
      expect((await system.api.upload('hr', '/api/v1/imports', { kind, company: 'C01' }, { name: 'x.csv', content: row })).status).toBe(
        403,
      );
  });
});

describe('What customers say', () => {
  test.each<[row: string, column: string, code: string]>([
    ['C01,2026Q5,sales0001,satisfaction,,85,,', 'period', 'period.malformed'],
    ['C01,2026Q3,nobody,satisfaction,,85,,', 'person', 'person.unknown'],
    ['C01,2026Q3,hr,satisfaction,,85,,', 'person', 'person.own'],
    ['C01,2026Q3,sales0001,kindness,,85,,', 'key', 'choice.unknown'],
    ['C01,2026Q3,sales0001,satisfaction,,101,,', 'value', 'survey.above'],
    ['C01,2026Q3,sales0001,complaint_rate,,1.5,,', 'value', 'survey.above'],
    ['C01,2026Q3,sales0001,satisfaction,K9,85,,', 'customer', 'customer.unknown'],
    ['C01,2026Q3,sales0001,satisfaction,,-1,,', 'value', 'rate.not_positive'],
  ])('%s is refused in %s, and nothing of the file is taken', async (row, column, code) => {
    const { body } = await assessment.import('surveys', ['C01,2026Q3,sales0001,renewal_intent,,90,,', row]);
    expect(body).toMatchObject({ status: 'rejected', accepted: 0, errors: [{ line: 3, column, code }] });
    expect((await assessment.card('sales0001')).lines.at(-1).noData).toBe('no_survey');
  });

  it('of one customer after the other is the mean; the same file again changes nothing; a correction stays beside what it corrects', async () => {
    const rows = ['C01,2026Q3,sales0002,satisfaction,K1,80,,', 'C01,2026Q3,sales0002,complaint_rate,,0,,'];
    expect((await assessment.import('surveys', rows)).body).toMatchObject({ accepted: 2 });
    expect((await assessment.import('surveys', [...rows, 'C01,2026Q3,sales0002,complaint_rate,,0.01,,'])).body.status).toBe('rejected');
    expect((await assessment.import('surveys', ['C01,2026Q3,sales0002,satisfaction,K1,81.5,,'])).body).toMatchObject({ accepted: 1 });
    expect((await assessment.card('sales0002')).lines[4]).toMatchObject({ value: '81.50' });
    const { items } = (await system.api.get('auditor', '/api/v1/survey-results?company=C01&person=sales0002')).body;
    expect(items.map(({ key, version, value }: Record<string, string>) => [key, version, value])).toEqual([
      ['satisfaction', 2, '81.5'],
      ['complaint_rate', 1, '0'],
      ['satisfaction', 1, '80'],
    ]);
  });

  it('a complaint is decided by somebody whom it does not name, once; upheld it takes points', async () => {
    const rows = [
      'C01,T1,K1,sales0001,2026-07-05,over_dunning,一天打了六次电话',
      'C01,T2,K1,hr,2026-07-05,over_dunning,',
      'C01,T3,K1,sales0001,2026-07-06,withheld_shipment,',
      'C01,T4,K1,sales0001,2026-07-06,other,包装破损',
    ];
    expect((await assessment.import('complaints', rows, 'ar_clerk')).body).toMatchObject({ status: 'done', accepted: 4 });
    expect((await assessment.import('complaints', ['C01,T1,K1,sales0001,2026-07-05,other,'], 'ar_clerk')).body).toMatchObject({
      status: 'rejected',
      errors: [{ column: 'kind', code: 'complaint.differs' }],
    });
    const { items } = (await system.api.get('hr', '/api/v1/complaints?company=C01')).body;
    const idOf = (number: string) => items.find(({ complaint }: { complaint: string }) => complaint === number).id;
    const decide = (login: string, number: string, what: string) =>
      system.api.post(login, `/api/v1/complaints/${idOf(number)}/${what}`, { reason: '核对通话记录' });
    expect((await decide('hr', 'T2', 'dismiss')).body).toMatchObject({ code: 'complaint.own' });
    expect((await decide('general_manager', 'T2', 'dismiss')).body).toMatchObject({ status: 'dismissed' });
    expect((await decide('hr', 'T1', 'uphold')).body).toMatchObject({ status: 'upheld', countsOn: '2026-07-05' });
    expect((await decide('hr', 'T1', 'dismiss')).body).toMatchObject({ code: 'complaint.decided' });
    expect((await assessment.checklist()).items).toContainEqual(
      expect.objectContaining({ key: 'complaints_undecided', count: 1, which: ['T3'] }),
    );
    await decide('hr', 'T3', 'dismiss');
    await decide('hr', 'T4', 'uphold');
    expect(await assessment.card('sales0001')).toMatchObject({ upheldComplaints: 1, qualityAdjustment: '-3.00' });
  });
});

describe('An appeal', () => {
  const raise = (login: string, form: object, card = 'C01.2026Q3.sales0001') =>
    system.api.post(login, `/api/v1/scorecards/${card}/appeals`, { reason: '调查样本不足', ...form });
  const decide = (login: string, id: string, what: string, form: object = {}) =>
    system.api.post(login, `/api/v1/scorecard-appeals/${id}/${what}`, what === 'withdraw' ? undefined : { reason: '如上', ...form });
  let id: string;

  it('is raised by the person, against something on the card, once at a time', async () => {
    expect((await raise('sales_manager', { line: 'satisfaction' })).body.code).toBe('appeal.for_another');
    expect((await raise('sales0001', { line: 'bad_debt_rate' })).body.code).toBe('appeal.not_on_card');
    expect((await raise('sales0001', { deduction: '77' })).body.code).toBe('appeal.not_on_card');
    expect((await raise('sales0001', {})).status).toBe(400);
    const { status, body } = await raise('sales0001', { line: 'satisfaction' });
    expect([status, body]).toMatchObject([201, { status: 'open', card: 'C01.2026Q3.sales0001', line: 'satisfaction' }]);
    id = body.id;
    expect((await raise('sales0001', { line: 'satisfaction' })).body).toMatchObject({ code: 'appeal.open_already', facts: { appeal: id } });
    expect((await assessment.checklist()).items).toContainEqual(expect.objectContaining({ key: 'appeals_open', count: 1 }));
  });

  it('is decided by the general manager where hr has set what is questioned', async () => {
    expect((await decide('sales0001', id, 'accept', { points: '1' })).status).toBe(403);
    expect((await decide('hr', id, 'accept', { points: '1' })).body).toMatchObject({ code: 'appeal.set_by_decider' });
    expect((await decide('general_manager', id, 'accept', { points: '0' })).body.code).toBe('appeal.no_points');
    const before = await assessment.card('sales0001');
    expect((await decide('general_manager', id, 'accept', { points: '1.50' })).body).toMatchObject({
      status: 'accepted',
      countsIn: '2026Q3',
    });
    const after = await assessment.card('sales0001');
    expect(after).toMatchObject({ adjusted: '1.50', adjustments: [{ appeal: id, points: '1.50', card: 'C01.2026Q3.sales0001' }] });
    expect((Number(after.total) - Number(before.total)).toFixed(2)).toBe('1.50');
    expect((await decide('general_manager', id, 'reject')).body.code).toBe('appeal.decided');
  });

  it('is hr’s where others have set it, and withdrawn by its author only', async () => {
    const { body } = await raise('sales0002', { line: 'overdue_share' }, 'C01.2026Q3.sales0002');
    expect((await decide('sales_manager', body.id, 'withdraw')).body.code).toBe('appeal.not_own');
    expect((await decide('sales0002', body.id, 'withdraw')).body.status).toBe('withdrawn');
  });
});

describe('The close', () => {
  it('is refused before the period is over, and while the checklist has items', async () => {
    expect((await assessment.close()).body).toMatchObject({ code: 'period.not_over', facts: { to: '2026-09-30' } });
    await system.moveTo('2026-10-02');
    const { items, mayClose, cards } = await assessment.checklist();
    expect([items.map(({ key, count }: { key: string; count: number }) => [key, count]), mayClose, cards]).toEqual([
      [
        ['lists_unsettled', 3],
        ['schemes_unacknowledged', 2],
        ['targets_missing', 1],
      ],
      false,
      2,
    ]);
    const { status, body } = await assessment.close();
    expect([status, body.code, body.errors.map(({ code }: { code: string }) => code)]).toEqual([
      409,
      'period.unfinished',
      ['lists_unsettled', 'schemes_unacknowledged', 'targets_missing'],
    ]);
    expect(body.errors[1].message).toMatch(/2 人尚未确认/);
    expect((await assessment.close('2026-09')).body.code).toBe('period.no_cards');
  });

  it('is hr’s alone', async () => {
    for (const login of ['finance_director', 'general_manager', 'auditor', 'admin'])
      expect((await assessment.close('2026Q3', login)).status).toBe(403);
  });

  it('freezes all cards under their fingerprints when nothing is left open', async () => {
    const { items } = (await system.api.get('hr', '/api/v1/schemes?company=C01')).body;
    await assessment.acknowledge(items[0].id, 'sales0001');
    const paper = { person: 'sales0002', note: '纸质签收单 2026-07' };
    expect((await system.api.post('hr', `/api/v1/schemes/${items[0].id}/acknowledgements`, paper)).status).toBe(200);
    await assessment.targets('2026Q3', [
      {
        person: 'sales0002',
        collection: '1000.00',
        metrics: ['actual_recovery_rate', 'new_quality_recovery_rate'].map((key) => ({
          key,
          baseline: '0.8',
          target: '0.9',
          challenge: '1',
        })),
      },
    ]);
    for (const month of ['2026-07', '2026-08', '2026-09']) {
      const [list] = await system.rows<{ id: string }>(`select id from overdue_lists where company_id = 'C01' and month = $1`, [month]);
      expect((await system.api.post('ar_clerk', `/api/v1/overdue-lists/${list?.id}/publish`)).status).toBe(200);
    }
    const open = await assessment.card('sales0001');
    const answers = await Promise.all([assessment.close(), assessment.close()]);
    const [first, second] = answers.sort((a, b) => a.status - b.status).map(({ body }) => body);
    expect(first).toMatchObject({ closedOn: '2026-10-02', cards: 2, mayClose: false, items: [] });
    expect(second).toMatchObject({ code: 'period.closed', facts: { period: '2026Q3', on: '2026-10-02' } });
    const closed = await assessment.card('sales0001');
    expect(closed).toEqual({ ...open, status: 'closed', closedOn: '2026-10-02', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await system.api.get('hr', '/api/v1/assessment-periods?company=C01&year=2026')).body.items).toMatchObject([
      { period: '2026Q3', status: 'closed', cards: 2, closedBy: 'hr', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { period: '2026Q4', status: 'open', cards: 2 },
    ]);
    expect(await system.rows('select closed_until from period_closings')).toHaveLength(1);
  });

  it('stands: what comes later changes no closed card, and counts in the next period', async () => {
    const closed = await assessment.card('sales0001');
    expect((await assessment.close()).body.code).toBe('period.closed');
    await system.receivables({ document: 'D3', issuedOn: '2026-09-01', dueOn: '2026-09-20', amount: '900.00' });
    expect((await assessment.import('surveys', ['C01,2026Q3,sales0001,satisfaction,,20,,'])).body.errors).toMatchObject([
      { code: 'period.closed' },
    ]);
    const form = {
      company: 'C01',
      period: '2026Q3',
      source: 'manual',
      targets: [{ person: 'sales0001', collection: '1.00' }],
      reason: '不可抗力',
    };
    expect((await system.api.post('hr', '/api/v1/targets/proposals', form)).body.code).toBe('period.closed');
    const back = { company: 'C01', post: 'none', from: '2026-09-30' };
    expect((await system.api.as('hr', 'PUT', '/api/v1/assessed-people/sales0001', { body: back })).body.code).toBe('post.closed');
    await assessment.import('complaints', ['C01,T9,K1,sales0001,2026-09-12,over_dunning,']);
    const [{ id }] = (await system.api.get('hr', '/api/v1/complaints?company=C01&status=open')).body.items;
    expect((await system.api.post('hr', `/api/v1/complaints/${id}/uphold`, { reason: '属实' })).body.countsOn).toBe('2026-10-01');
    const late = await system.api.post('sales0001', '/api/v1/scorecards/C01.2026Q3.sales0001/appeals', {
      line: 'satisfaction',
      reason: '漏计',
    });
    expect(
      (await system.api.post('general_manager', `/api/v1/scorecard-appeals/${late.body.id}/accept`, { points: '2', reason: '属实' })).body,
    ).toMatchObject({
      countsIn: '2026Q4',
    });
    const { appeals: _, ...same } = await assessment.card('sales0001');
    const { appeals: __, ...before } = closed;
    expect(same).toEqual(before);
    expect(await assessment.card('sales0001', '2026Q4')).toMatchObject({
      upheldComplaints: 1,
      adjustments: [{ points: '2.00', card: 'C01.2026Q3.sales0001' }],
      before: { id: 'C01.2026Q3.sales0001', total: closed.total, grade: 'A' },
    });
  });

  test.each([
    `update scorecards set total = 100`,
    `delete from scorecards`,
    `delete from assessment_closings`,
    `update assessment_closings set closed_by = 'hr'`,
    `delete from period_closings`,
    `truncate scorecards`,
    `update target_decisions set outcome = 'rejected'`,
    `update survey_results set value = 100`,
    `insert into scorecards select company_id, period, 'ar_clerk', post, channel, team_id, scheme_id, inputs, card, total, grade, fingerprint from scorecards limit 1`,
  ])('cannot be undone by SQL of the application’s role: %s', async (sql) => {
    const client = await system.owner.connect();
    try {
      await client.query('begin');
      await client.query('set local role recoup_app');
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('is made again from what was kept, by verification; a card that was changed, taken away or added is found', async () => {
    const verify = async () => (await system.api.get('auditor', '/api/v1/audit/verify')).body;
    expect(await verify()).toMatchObject({ ok: true, problems: [] });
    const harm = async (...statements: string[]) => {
      await system.rows('alter table scorecards disable trigger user');
      for (const sql of statements) await system.rows(sql);
      const { problems } = await verify();
      return problems.map(({ check, company, what }: Record<string, string>) => `${check} ${company} ${what}`);
    };
    await system.rows('create table kept as select * from scorecards');
    const restore = [`delete from scorecards`, `insert into scorecards select * from kept`];
    expect(await harm(`update scorecards set card = jsonb_set(card, '{totalHundredths}', '20000') where person = 'sales0001'`)).toEqual([
      expect.stringMatching(/^scorecard C01 the scorecard of sales0001, 2026Q3: it is not what was closed/),
      expect.stringMatching(/another one follows/),
    ]);
    expect(await harm(...restore, `update scorecards set total = 120 where person = 'sales0001'`)).toEqual([
      expect.stringMatching(/lists show 120.00/),
    ]);
    expect(await harm(...restore, `delete from scorecards where person = 'sales0002'`)).toEqual([
      expect.stringMatching(/closed with 2 scorecards, 1 are there/),
    ]);
    expect(await harm(...restore)).toEqual([]);
    await system.rows('drop table kept');
    await system.rows('alter table scorecards enable trigger user');
  });
});

describe('The payroll', () => {
  const file = (form: object, login = 'hr', period = '2026Q3') =>
    system.api.post(
      login,
      `/api/v1/assessment-periods/${period}/payroll`,
      { company: 'C01', format: 'csv', ...form },
      { 'accept-language': 'en' },
    );

  it('has the closed cards only, and says that without pay no warning can be computed', async () => {
    expect((await file({}, 'hr', '2026Q4')).body.code).toBe('period.not_closed');
    const { status, body } = await file({});
    expect(status).toBe(200);
    const lines = (body as string).replace('\ufeff', '').trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^"sales0001","陈晓东","Salesperson","\d+\.\d\d","A","1.15","0.00"/);
    expect(lines[1]).toMatch(/Nothing was deducted/);
    expect(lines[3]).toMatch(/no warning at 20.00 % of a month’s pay could be computed/);
  });

  it('refuses pay of somebody who has no card, and is a workbook where that is asked for', async () => {
    expect((await file({ pay: [{ person: 'ar_clerk', monthly: '8000.00' }] })).body.code).toBe('payroll.no_card');
    const { status, headers } = await file({ format: 'xlsx', pay: [{ person: 'sales0001', monthly: '8000.00', bonusBase: '3000.00' }] });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
  });
});
