import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { WhatIfWork } from '../../src/analysis/what-if/what-if-work.js';
import { Startup } from '../../src/platform/startup.js';
import type { Answer } from '../support/api.js';
import { businessHash } from '../support/business-hash.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

const span = { company: 'C01', from: '2026-02-01', until: '2026-05-31' };

beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  await system.receivables(
    { document: 'D1', dueOn: '2026-01-10', amount: '1000.00' },
    { document: 'D2', dueOn: '2026-01-10', amount: '300.00', customer: 'K2' },
    { document: 'D3', dueOn: '2026-04-20', amount: '50.00', customer: 'K3', owner: 'sales0002' },
  );
  await system.moveTo('2026-04-13');
  for (const document of ['D1', 'D2'])
    await system.take('ar_clerk', await system.caseOf(document), {
      type: 'confirm',
      view: 'doubtful',
      amount: document === 'D1' ? '1000.00' : '300.00',
    });
  const meeting = await system.openMeeting();
  const votes: [string, string][] = [
    ['sales_director', 'legal_action'],
    ['finance_director', 'legal_action'],
  ];
  for (const [login, choice] of votes) await system.take(login, await system.caseOf('D1'), { type: 'castVote', choice, reason: '停业' });
  await system.closeMeeting(meeting);
  await system.moveTo('2026-04-27');
  await system.receipts({ receipt: 'R1', document: 'D2', customer: 'K2', amount: '300.00', valueDate: '2026-04-27' });
  await system.moveTo('2026-06-01');
});

afterAll(() => system?.close());

const start = (login: string, form: object = {}): Promise<Answer> =>
  system.api.post(login, '/api/v1/what-if', { ...span, changes: { reviewAfterOverdueDays: 60 }, ...form });
const read = async (id: string, login = 'finance_director'): Promise<Answer['body']> =>
  (await system.api.get(login, `/api/v1/what-if/${id}`)).body;
const casesOf = async (id: string, login = 'finance_director', language = 'zh-CN'): Promise<Answer['body']> =>
  (await system.api.get(login, `/api/v1/what-if/${id}/cases`, { 'accept-language': language })).body;

/** Asked for, and worked on here and now. */
async function ran(form: object = {}): Promise<Answer['body']> {
  const { status, body } = await start('hr', form);
  if (status !== 202) throw new Error(JSON.stringify(body));
  await system.server.app.get(WhatIfWork).run(body.id);
  return read(body.id);
}

describe('A what-if', () => {
  it('with the numbers that were in force says that nothing would have gone another way', async () => {
    const run = await ran({ changes: {} });
    expect(run).toMatchObject({ status: 'done', cases: 3, done: 3, summary: { differing: 0, noticesOnly: 0 } });
    expect(run.summary.actual).toEqual(run.summary.other);
    expect((await casesOf(run.id)).items).toEqual([]);
  });

  it('with 60 days shows which cases would have been with finance and the board earlier, when, and what it changes in money', async () => {
    const run = await ran();
    expect(run).toMatchObject({ status: 'done', changes: { reviewAfterOverdueDays: 60 }, summary: { differing: 2 } });
    expect([run.summary.actual.states, run.summary.other.states]).toEqual([
      { legalAction: 1, settled: 1, salesFollowUp: 1 },
      { legalAction: 1, settled: 1, salesFollowUp: 1 },
    ]);
    expect(run.summary.other.daysIn.boardReview).toBeGreaterThan(run.summary.actual.daysIn.boardReview);
    const { items } = await casesOf(run.id);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      case: await system.caseOf('D1'),
      document: 'D1',
      on: '2026-03-12',
      kind: 'state',
      happened: 'salesFollowUp',
      wouldHave: 'financeConfirmation',
      words: '2026-03-12 案件实际处于“销售跟进”，按拟议制度应处于“财务确认”。',
      actual: { state: 'legalAction', docketedOn: '2026-04-13', balance: '1000.00', underReview: '0.00' },
      other: { state: 'legalAction', docketedOn: '2026-03-20' },
    });
    expect((await casesOf(run.id, 'auditor', 'en')).items[0].words).toBe(
      'On 2026-03-12 the case was in Sales follow-up; it would have been in Finance confirmation.',
    );
  });

  it('of a proposal tries its numbers', async () => {
    const proposal = await system.api.post('admin', '/api/v1/policies', {
      company: 'C01',
      effectiveFrom: '2026-09-01',
      changes: { reviewAfterOverdueDays: 150 },
      reason: '放宽',
    });
    const run = await ran({ changes: undefined, policy: proposal.body.id });
    expect(run).toMatchObject({ policy: proposal.body.id, changes: { reviewAfterOverdueDays: 150 }, summary: { differing: 2 } });
    expect(run.summary.other.money.CNY).toMatchObject({ underReview: '0.00' });
    expect((await casesOf(run.id)).items[0]).toMatchObject({ on: '2026-04-11', wouldHave: 'salesFollowUp' });
  });

  it('touches nothing but its own results', async () => {
    const others = async () => (await businessHash(system)).filter((line) => !line.startsWith('what_if_'));
    const before = await others();
    await ran();
    expect(await others()).toEqual(before);
  });

  test.each<[login: string, status: number, seen: number | undefined]>([
    ['finance_director', 200, 2],
    ['general_manager', 200, 2],
    ['auditor', 200, 2],
    ['hr', 200, 2],
    ['admin', 403, undefined],
    ['sales_director', 403, undefined],
    ['sales0001', 403, undefined],
  ])('%s sees its cases: %i', async (login, status, seen) => {
    const [{ id } = { id: '' }] = (await system.api.get('auditor', '/api/v1/what-if?company=C01&limit=1')).body.items;
    const answer = await system.api.get(login, `/api/v1/what-if/${id}/cases`);
    expect([answer.status, answer.body.items?.length]).toEqual([status, seen]);
    expect((await system.api.get(login, `/api/v1/what-if/${id}`)).status).toBe(login.startsWith('sales') ? 403 : 200);
  });

  test.each<[what: string, form: object, status: number, code: string]>([
    ['both a proposal and numbers', { policy: '1' }, 400, 'request.invalid'],
    ['neither', { changes: undefined }, 400, 'request.invalid'],
    ['numbers out of bounds', { changes: { quorumSeats: 4 } }, 400, 'request.invalid'],
    ['a span that ends before it begins', { from: '2026-05-01', until: '2026-04-30' }, 409, 'what_if.span'],
    ['a day whose night has not run', { until: '2026-06-02' }, 409, 'what_if.not_over'],
    ['a proposal that is none', { changes: undefined, policy: '999' }, 404, 'policy.unknown'],
    ['another company’s', { company: 'C99' }, 404, 'company.unknown'],
  ])('is refused for %s', async (_what, form, status, code) => {
    const answer = await start('hr', form);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('A what-if that goes on in the background', () => {
  it('is one at a time, cancelled by who asked for it, and then not worked on any more', async () => {
    const { body } = await start('hr');
    expect(body).toMatchObject({ status: 'waiting', done: 0, summary: null });
    expect((await start('finance_director')).body.code).toBe('what_if.under_way');
    expect((await system.api.post('finance_director', `/api/v1/what-if/${body.id}/cancel`)).body.code).toBe('what_if.not_yours');
    expect((await system.api.post('hr', `/api/v1/what-if/${body.id}/cancel`)).body.status).toBe('cancelled');
    expect((await system.api.post('hr', `/api/v1/what-if/${body.id}/cancel`)).body.code).toBe('what_if.ended');
    await system.server.app.get(WhatIfWork).run(body.id);
    expect(await read(body.id)).toMatchObject({ status: 'cancelled', done: 0 });
  });

  it('is taken over by who finds it half done, and comes to the same', async () => {
    const whole = await ran();
    const { body } = await start('hr');
    const work = system.server.app.get(WhatIfWork);
    // As a server that dies between two parts leaves it.
    const dying = new AbortController();
    dying.abort(new Error('gone'));
    await expect(work.run(body.id, dying.signal)).rejects.toThrow('gone');
    expect(await read(body.id)).toMatchObject({ status: 'running', done: 0 });
    await work.run(body.id);
    expect((await read(body.id)).summary).toEqual(whole.summary);
  });

  it('is done by the server itself', async () => {
    await system.server.app.get(Startup).run({ url: system.server.url, print: () => undefined });
    const { body } = await start('auditor');
    let run = body;
    while (run.status === 'waiting' || run.status === 'running') run = await read(body.id);
    expect(run).toMatchObject({ status: 'done', cases: 3, done: 3 });
  });
});
