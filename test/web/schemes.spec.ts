import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Answer } from '../support/api.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { giveRole } from '../support/roles.js';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let assessment: Assessment;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-10');
  assessment = new Assessment(system);
});

afterAll(() => system?.close());

const propose = (form: object, login = 'hr', headers = {}): Promise<Answer> => system.api.post(login, '/api/v1/schemes', form, headers);
const step = (login: string, id: string, what: string, body?: object): Promise<Answer> =>
  system.api.post(
    login,
    `/api/v1/schemes/${id}/${what}`,
    body ?? (['withdraw', 'acknowledge'].includes(what) ? undefined : { reason: '如上', ...{} }),
  );
const announce = (id: string) => step('hr', id, 'announce', { note: '自七月起执行' });

describe('A scheme with faults', () => {
  it('is refused with a sentence for each, in which the numbers stand', async () => {
    const form = schemeForm('salesperson', '2026-07-01', {
      metrics: [
        { key: 'collection_achievement', weight: '75' },
        {
          key: 'satisfaction',
          weight: '15.5',
          curve: [
            { value: '60', score: '0' },
            { value: '50', score: '100' },
          ],
        },
      ],
    });
    const { status, body } = await propose(form, 'hr', { 'accept-language': 'en' });
    expect([status, body.code, body.facts]).toEqual([409, 'scheme.faulty', { faults: 4 }]);
    expect(body.errors.map(({ message }: { message: string }) => message)).toEqual([
      'The weights add up to 90.50 %, which is -9.50 off 100 %.',
      'The collection metrics weigh 75.00 % together; for Salesperson in a growing company it is 60 to 70 %. Change the weights, or write down why not.',
      'The customer relationship metrics weigh 15.50 % together; for Salesperson it is at least 20 %.',
      'Knot 2 of the curve of Satisfaction is at 50, not above 60 before it: the values must rise.',
    ]);
    const chinese = (await propose(form)).body.errors[1].message;
    expect(chinese).toBe('核心回款指标权重合计为 75.00%；成长期企业的销售岗应为 60% 至 70%。请调整权重，或书面说明理由。');
  });

  it('may leave the band with a written reason', async () => {
    const metrics = [
      { key: 'collection_achievement', weight: '75' },
      { key: 'satisfaction', weight: '25' },
    ];
    expect((await propose(schemeForm('salesperson', '2027-01-01', { metrics }))).body.code).toBe('scheme.faulty');
    expect((await propose(schemeForm('salesperson', '2027-01-01', { metrics, bandReason: '现金流吃紧' }))).body).toMatchObject({
      status: 'proposed',
      bandReason: '现金流吃紧',
      version: null,
    });
  });
});

describe('On its way a scheme', () => {
  let id: string;

  test.each<[login: string, status: number]>([
    ['hr', 201],
    ['admin', 201],
    ['finance_director', 403],
    ['sales_director', 403],
    ['sales0001', 403],
  ])('is proposed by %s: %i', async (login, status) => {
    const answer = await propose(schemeForm('salesperson', '2026-07-01'), login);
    expect(answer.status).toBe(status);
    if (login === 'hr') id = answer.body.id;
  });

  it('is approved by somebody else, once', async () => {
    expect((await step('hr', id, 'approve', {})).status).toBe(403);
    await giveRole(system.api, 'finance_director', { role: 'hr' });
    const own = await propose(schemeForm('salesperson', '2026-07-01'), 'finance_director');
    expect((await step('finance_director', own.body.id, 'approve', {})).body.code).toBe('proposal.same_person');
    await system.api.as('admin', 'DELETE', '/api/v1/people/finance_director/roles/hr', {});
    expect((await announce(id)).body.code).toBe('scheme.not_approved');
    expect((await step('finance_director', id, 'approve', {})).body).toMatchObject({
      status: 'approved',
      version: 1,
      decidedBy: 'finance_director',
    });
    expect((await step('finance_director', id, 'reject')).body.code).toBe('proposal.decided');
  });

  it('is nobody’s business before it is announced, and everybody’s afterwards', async () => {
    await assessment.post('sales0001', 'salesperson', '2026-06-01', { channel: 'direct' });
    expect((await system.api.get('sales0001', `/api/v1/schemes/${id}`)).status).toBe(404);
    expect((await step('sales0001', id, 'acknowledge')).status).toBe(404);
    expect((await announce(id)).body).toMatchObject({ announcedOn: '2026-06-10', announcedBy: 'hr' });
    expect((await announce(id)).body.code).toBe('scheme.announced');
    expect((await system.api.get('sales0001', `/api/v1/schemes/${id}`)).body).toMatchObject({ id, acknowledgedOn: null });
    expect((await system.api.get('sales0001', '/api/v1/schemes/announced?company=C01')).body.items).toMatchObject([{ id }]);
  });

  it('is acknowledged by those whom it concerns; who has not is listed', async () => {
    await assessment.post('sales0002', 'salesperson', '2026-07-01', { channel: 'channel' });
    const people = async (more = '') => (await system.api.get('hr', `/api/v1/schemes/${id}/people${more}`)).body.items;
    expect((await step('sales_manager', id, 'acknowledge')).body.code).toBe('scheme.not_concerned');
    await assessment.acknowledge(id, 'sales0001', 'sales0001');
    expect(await people('?acknowledged=false')).toMatchObject([{ person: 'sales0002', acknowledgedOn: null }]);
    const training = {
      company: 'C01',
      topic: '指标定义',
      scheme: id,
      heldOn: '2026-06-10',
      heldBy: '郑佳怡',
      participants: [{ person: 'sales0001' }],
    };
    expect((await system.api.post('hr', '/api/v1/trainings', training)).body).toMatchObject({
      participants: ['sales0001'],
      recordedBy: 'hr',
    });
    expect((await system.api.post('hr', '/api/v1/trainings', { ...training, heldOn: '2026-06-11' })).status).toBe(400);
    expect(await people('?acknowledged=true')).toMatchObject([
      { person: 'sales0001', acknowledgedOn: '2026-06-10', recordedBy: null, trainings: 1 },
    ]);
  });

  it('that was not announced before its first day never starts; the one before it goes on', async () => {
    const late = await propose(schemeForm('salesperson', '2026-07-01', { creditGradeCoefficient: true }));
    await step('finance_director', late.body.id, 'approve', {});
    const own = await assessment.scheme(schemeForm('salesperson', '2026-10-01', { channel: 'channel' }));
    await system.moveTo('2026-07-02');
    expect((await announce(late.body.id)).body.code).toBe('scheme.started_unannounced');
    expect((await assessment.card('sales0001')).scheme).toMatchObject({ id, version: 1, creditGradeCoefficient: false });
    expect((await assessment.card('sales0002', '2026Q4')).scheme).toMatchObject({ id: own });
    expect((await assessment.card('sales0001', '2026Q4')).scheme).toMatchObject({ id });
    expect((await propose(schemeForm('salesperson', '2026-07-01'))).body.code).toBe('scheme.not_later');
  });
});

describe('A post', () => {
  const put = (login: string, person: string, body: object) =>
    system.api.as(login, 'PUT', `/api/v1/assessed-people/${person}`, { body: { company: 'C01', ...body } });

  it('is entered by hr, never for oneself, and holds from its day on', async () => {
    expect((await put('admin', 'ar_clerk', { post: 'finance_ar', from: '2026-08-01' })).status).toBe(403);
    expect((await put('hr', 'hr', { post: 'finance_ar', from: '2026-08-01' })).body.code).toBe('post.own');
    expect((await put('hr', 'nobody', { post: 'finance_ar', from: '2026-08-01' })).status).toBe(404);
    expect((await put('hr', 'ar_clerk', { post: 'finance_ar', from: '2026-08-01' })).status).toBe(200);
    const on = async (day: string) =>
      (await system.api.get('hr', `/api/v1/assessed-people?company=C01&on=${day}`)).body.items.map(
        ({ person }: { person: string }) => person,
      );
    expect([await on('2026-07-31'), await on('2026-08-01')]).toEqual([
      ['sales0001', 'sales0002'],
      ['ar_clerk', 'sales0001', 'sales0002'],
    ]);
    await put('hr', 'ar_clerk', { post: 'none', from: '2026-09-01' });
    expect(await on('2026-09-01')).toEqual(['sales0001', 'sales0002']);
    expect((await system.api.get('ar_clerk', '/api/v1/assessed-people/ar_clerk?company=C01')).body.items).toHaveLength(2);
    expect((await system.api.get('ar_clerk', '/api/v1/assessed-people/sales0001?company=C01')).status).toBe(403);
  });
});

describe('Targets', () => {
  beforeAll(async () => {
    const rows = [
      // Quarter by quarter: half, three quarters, and all of what fell due; in the second quarter of 2026 nothing was due.
      ['H1', '2025-07-10', '2025-08-10', '1000.00', '500.00', '2025-08-10'],
      ['H2', '2025-10-10', '2025-11-10', '1000.00', '750.00', '2025-11-10'],
      ['H3', '2026-01-10', '2026-02-10', '1000.00', '1000.00', '2026-02-10'],
    ] as const;
    await system.receivables(...rows.map(([document, issuedOn, dueOn, amount]) => ({ document, issuedOn, dueOn, amount })));
    await system.receipts(...rows.map(([document, , , , amount, valueDate]) => ({ receipt: `R${document}`, document, amount, valueDate })));
    await sendFile(system.api, 'customers', ledgerFile('customers', { customer: 'K1', grade: 'A' }));
  });

  const history = (more: object = {}, login = 'hr') =>
    system.api.post(login, '/api/v1/targets/from-history', {
      company: 'C01',
      period: '2026Q3',
      post: 'salesperson',
      channel: 'direct',
      years: 1,
      reason: '过去四个季度',
      ...more,
    });
  const approve = (id: string, login = 'finance_director') => system.api.post(login, `/api/v1/targets/proposals/${id}/approve`, {});
  const targetsOf = async (person: string, reader = 'hr') =>
    (await system.api.get(reader, `/api/v1/targets?company=C01&period=2026Q3&person=${person}`)).body.items;

  it('from history are the mean of the quarters with data and 12 % more, and keep what they come from', async () => {
    expect((await history({ growth: '9.99' })).body.code).toBe('targets.growth');
    expect((await history({ post: 'sales_lead' })).body.code).toBe('targets.nobody');
    expect((await history({ persons: [{ person: 'sales0002' }] })).body.code).toBe('targets.other_post');
    const { status, body } = await history();
    expect([status, body]).toMatchObject([
      201,
      { source: 'history', targets: 1, replaces: 0, basis: { years: 1, growth: '12', channel: 'direct' } },
    ]);
    const [found] = await targetsOf('sales0001');
    // 2,250.00 in three quarters: 750.00 each, and 12 %.
    expect(found).toMatchObject({ collection: '840.00', status: 'proposed', inForce: false });
    const term = found.metrics.find(({ key }: { key: string }) => key === 'term_recovery_rate');
    expect(term).toEqual({ key: 'term_recovery_rate', baseline: '0.7500', target: '0.84000000', challenge: '1' });
    expect(found.history.find(({ key }: { key: string }) => key === 'term_recovery_rate').values).toEqual([
      { period: '2026Q2', numerator: '0', denominator: '0' },
      { period: '2026Q1', numerator: '1000', denominator: '1000' },
      { period: '2025Q4', numerator: '750', denominator: '1000' },
      { period: '2025Q3', numerator: '500', denominator: '1000' },
    ]);
    expect((await approve(body.id, 'general_manager')).status).toBe(403);
    expect((await approve(body.id)).body).toMatchObject({ status: 'approved', decidedBy: 'finance_director' });
    expect((await assessment.card('sales0001')).lines[0]).toMatchObject({ target: '840.00' });
  });

  it('are adjusted by a new proposal with a reason; the old ones stay to be read', async () => {
    const form = {
      company: 'C01',
      period: '2026Q3',
      source: 'benchmark',
      targets: [{ person: 'sales0001', collection: '600.00' }],
      reason: '台风停产',
    };
    expect((await system.api.post('hr', '/api/v1/targets/proposals', form)).status).toBe(400);
    const { body } = await system.api.post('hr', '/api/v1/targets/proposals', { ...form, reference: '行业协会 2025 年报' });
    expect(body).toMatchObject({ status: 'proposed', targets: 1, replaces: 1 });
    expect((await assessment.card('sales0001')).lines[0].target).toBe('840.00');
    await approve(body.id);
    expect((await assessment.card('sales0001')).lines[0].target).toBe('600.00');
    expect((await targetsOf('sales0001')).map(({ collection, inForce }: Record<string, unknown>) => [collection, inForce])).toEqual([
      ['600.00', true],
      ['840.00', false],
    ]);
    expect(await targetsOf('sales0001', 'sales0001')).toHaveLength(2);
    expect(await targetsOf('sales0001', 'sales0002')).toEqual([]);
    expect((await approve(body.id)).body.code).toBe('proposal.decided');
  });

  it('with faults are refused, each with its numbers', async () => {
    const targets = [
      { person: 'sales0001', metrics: [{ key: 'plan_completion', baseline: '0.9', target: '0.8', challenge: '1' }] },
      { person: 'sales0001', metrics: [{ key: 'overdue_share', baseline: '0.1', target: '0.2', challenge: '0.3' }] },
      { person: 'sales0001', team: '1' },
      { person: 'sales0002', metrics: [{ key: 'plan_completion', baseline: '0.5', target: '0.8', challenge: '1.2' }] },
    ];
    const form = { company: 'C01', period: '2026Q3', source: 'manual', targets, reason: '核定' };
    const { status, body } = await system.api.post('hr', '/api/v1/targets/proposals', form, { 'accept-language': 'en' });
    expect([status, body.code]).toEqual([409, 'targets.faulty']);
    expect(body.errors.map(({ field, message }: Record<string, string>) => [field, message])).toEqual([
      [
        'targets.0.metrics.0',
        'Of Completion of payment plans, baseline 0.9, target 0.8 and challenge 1 must rise, and the baseline must be above 0.',
      ],
      ['targets.1', 'Stands twice in the list: give each person or team once.'],
      ['targets.2', 'Give either `person` or `team`.'],
      ['targets.3.metrics.0', 'Of Completion of payment plans, the challenge is 1.2; more than 1 (100 %) cannot be reached.'],
    ]);
  });

  it('of a team are those of its lead, and of its members how many reach theirs', async () => {
    const [team] = await system.rows<{ id: string }>('select id from teams');
    await assessment.post('sales_manager', 'sales_lead', '2026-07-02', { team: team?.id });
    await assessment.scheme(schemeForm('sales_lead', '2026-10-01'));
    await assessment.targets('2026Q4', [
      {
        team: team?.id,
        collection: '5000.00',
        metrics: [{ key: 'subordinate_attainment', baseline: '0.5', target: '0.8', challenge: '1' }],
      },
      { person: 'sales0001', collection: '100.00' },
    ]);
    const { lines } = await assessment.card('sales_manager', '2026Q4');
    expect(lines[0]).toMatchObject({ key: 'collection_achievement', target: '5000.00', value: '0.00' });
    expect(lines.find(({ key }: { key: string }) => key === 'subordinate_attainment')).toMatchObject({ numerator: '0', denominator: '1' });
  });
});
