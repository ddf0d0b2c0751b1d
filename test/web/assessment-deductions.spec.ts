import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let assessment: Assessment;
let id: string;

const share = { party: 'sales', person: 'sales0001', cause: 'credit_check_missing', share: 60 };
const others = { party: 'customer', cause: 'customer_insolvent', share: 40 };

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-15');
  assessment = new Assessment(system);
  await assessment.post('sales0001', 'salesperson', '2026-06-01');
  await assessment.scheme(schemeForm('salesperson', '2026-07-01'));
  await system.receivables({ document: 'D1', issuedOn: '2026-05-01', dueOn: '2026-06-01', amount: '200000.00' });
  await system.moveTo('2026-07-02');
  id = await system.caseOf('D1');
  await system.take('finance_director', id, { type: 'docket', reason: '停业' });
  await system.take('hr', id, { type: 'proposeAttribution', shares: [share, others] });
});

afterAll(() => system?.close());

describe('An attribution', () => {
  it('that is not final keeps the period open, and takes nothing yet', async () => {
    expect((await assessment.checklist()).items).toContainEqual(
      expect.objectContaining({ key: 'attributions_open', count: 1, which: [`/api/v1/cases/${id}`] }),
    );
    expect(await assessment.card('sales0001')).toMatchObject({ deductions: [], deducted: '0.00' });
  });

  it('that is final takes its points in the period', async () => {
    await system.take('sales0001', id, { type: 'acceptAttribution' });
    expect((await assessment.checklist()).items.map(({ key }: { key: string }) => key)).not.toContain('attributions_open');
    // 10 points × 1.0 × 60 %
    expect(await assessment.card('sales0001')).toMatchObject({ deductions: [{ kind: 'deduction', points: '6.00' }], deducted: '6.00' });
  });

  it('is appealed on the card; who proposed it does not decide', async () => {
    const card = '/api/v1/scorecards/C01.2026Q3.sales0001';
    const [{ id: deduction }] = (await assessment.card('sales0001')).deductions;
    const { status, body } = await system.api.post('sales0001', `${card}/appeals`, { deduction, reason: '已做信用审核' });
    expect([status, body]).toMatchObject([201, { deduction, line: null, status: 'open' }]);
    const accept = (login: string) =>
      system.api.post(login, `/api/v1/scorecard-appeals/${body.id}/accept`, { points: '3.00', reason: '部分成立' });
    expect((await accept('hr')).body.code).toBe('appeal.set_by_decider');
    expect((await accept('general_manager')).body).toMatchObject({ status: 'accepted', points: '3.00', countsIn: '2026Q3' });
    expect(await assessment.card('sales0001')).toMatchObject({ deducted: '6.00', adjusted: '3.00' });
    const refused = await system.rows<{ code: string }>(`select code from control_refusals where code like 'appeal.%'`);
    expect(refused).toEqual([{ code: 'appeal.set_by_decider' }]);
  });
});

describe('A written-off case', () => {
  it('without an attribution keeps the period open', async () => {
    await system.receivables({ document: 'D2', issuedOn: '2026-01-01', dueOn: '2026-02-01', amount: '10.00' });
    const two = await system.caseOf('D2');
    await system.take('finance_director', two, { type: 'docket', reason: '停业' });
    for (const [kind, ground] of [
      ['contract', 'origin'],
      ['court_announcement', 'bankruptcy'],
      ['statement', 'inability_to_pay'],
    ] as const)
      await system.evidence(two, kind, ground);
    const meeting = await system.openMeeting();
    for (const seat of ['sales_director', 'finance_director'])
      await system.take(seat, two, { type: 'castVote', choice: 'bad_debt', reason: '破产' });
    await system.closeMeeting(meeting);
    await system.take('finance_director', two, { type: 'approveWriteOff' });
    await system.take('ar_clerk', two, { type: 'postWriteOff', voucherNo: 'V1' });
    expect((await assessment.checklist()).items).toContainEqual(
      expect.objectContaining({ key: 'write_offs_without_proposal', count: 1, which: [`/api/v1/cases/${two}`] }),
    );
  });
});
