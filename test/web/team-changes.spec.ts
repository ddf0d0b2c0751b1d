import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let first: string;
let second: string;

/** sales0001 goes from the first team, of sales_manager, to the second, of other_lead, in the middle of the second quarter. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-25');
  const { api } = system;
  first = (await api.get('admin', '/api/v1/teams')).body.items[0].id;
  await api.post('admin', '/api/v1/people', { login: 'other_lead', name: '马经理', password: 'recoup-training' });
  second = (await api.post('admin', '/api/v1/teams', { name: '销售二组', manager: 'other_lead' })).body.id;
  const assessment = new Assessment(system);
  for (const lead of ['sales_manager', 'other_lead']) await assessment.post(lead, 'sales_lead', '2026-03-25');
  await assessment.scheme(schemeForm('sales_lead', '2026-04-01', { periodKind: 'quarter' }));
  await assessment.targets('2026Q2', [
    { person: 'sales0001', collection: '100.00' },
    { person: 'sales0002', collection: '900.00' },
    ...['sales_manager', 'other_lead'].map((person) => ({
      person,
      metrics: [{ key: 'subordinate_attainment', baseline: '0.5', target: '0.8', challenge: '1' }],
    })),
  ]);
  await system.receivables(
    { document: 'MOVER', dueOn: '2026-03-31', amount: '400.00', owner: 'sales0001' },
    { document: 'STAYS', dueOn: '2026-03-31', amount: '70.00', owner: 'sales0002' },
  );
  await system.moveTo('2026-04-10');
  await system.receipts({ receipt: 'R1', document: 'MOVER', amount: '100.00', valueDate: '2026-04-10' });
});

afterAll(() => system?.close());

const move = (team: string, login = 'sales0001') => system.api.as('admin', 'PUT', `/api/v1/teams/${team}/members/${login}`, {});
const membersOn = async (team: string, on: string) =>
  (await system.api.get('auditor', `/api/v1/teams/${team}/members?on=${on}`)).body.members;

/** Numerator and denominator. */
async function measured(person: string, period: string, key: string): Promise<unknown[]> {
  const scheme = { post: 'sales_lead', creditGradeCoefficient: false, metrics: [{ key, weight: '100' }] };
  const form = { company: 'C01', person, period, scheme, targets: {} };
  const { lines } = (await system.api.post('hr', '/api/v1/scorecards/preview', form)).body;
  return [lines[0].numerator ?? null, lines[0].denominator ?? null];
}

async function attained(person: string): Promise<unknown[]> {
  const { lines } = await new Assessment(system).card(person, '2026Q2');
  const line = lines.find(({ key }: { key: string }) => key === 'subordinate_attainment');
  return line.noData ? [line.noData] : [line.numerator, line.denominator];
}

const numbers = (values: unknown[]) => values.map((value) => (value === null || /[a-z]/.test(String(value)) ? value : Number(value)));

describe('Who changes the team in the middle of a quarter', () => {
  test('is measured with the old one as long as it is', async () => {
    expect(numbers(await attained('sales_manager'))).toEqual([1, 2]);
    expect(numbers(await measured('sales_manager', '2026Q2', 'overdue_share'))).toEqual([370, 370]);
    expect(numbers(await measured('other_lead', '2026Q2', 'overdue_share'))).toEqual([null, null]);
  });

  test('is measured with the new one in that quarter, and with the old one in those before', async () => {
    await system.moveTo('2026-05-15');
    expect((await move(second)).status).toBe(200);
    expect(numbers(await attained('sales_manager'))).toEqual([0, 1]);
    expect(numbers(await attained('other_lead'))).toEqual([1, 1]);
    expect(numbers(await measured('other_lead', '2026Q2', 'overdue_share'))).toEqual([300, 300]);
    expect(numbers(await measured('sales_manager', '2026Q2', 'overdue_share'))).toEqual([70, 70]);
    expect(numbers(await measured('sales_manager', '2026Q1', 'overdue_share'))).toEqual([0, 470]);
    expect(numbers(await measured('other_lead', '2026Q1', 'overdue_share'))).toEqual([null, null]);
  });

  test('and goes back after it, stays with the new one in it', async () => {
    await system.moveTo('2026-07-02');
    expect((await move(first)).status).toBe(200);
    expect(numbers(await attained('other_lead'))).toEqual([1, 1]);
    expect(numbers(await measured('other_lead', '2026Q2', 'overdue_share'))).toEqual([300, 300]);
    expect(numbers(await measured('other_lead', '2026Q3', 'overdue_share'))).toEqual([null, null]);
    expect((await system.api.get('hr', `/api/v1/analysis/turnover?company=C01&period=2026Q2&team=${second}`)).body.open).toBe('300.00');
  });

  test('is read day by day, changes of one day included', async () => {
    await system.moveTo('2026-07-10');
    for (const team of [second, first, second]) await move(team);
    await system.api.as('admin', 'DELETE', `/api/v1/teams/${second}/members/sales0001`, {});
    await system.moveTo('2026-07-12');
    await move(first);
    await move(first);
    for (const [on, inFirst, inSecond] of [
      ['2026-03-31', true, false],
      ['2026-05-14', true, false],
      ['2026-05-15', false, true],
      ['2026-07-01', false, true],
      ['2026-07-09', true, false],
      ['2026-07-10', false, false],
      ['2026-07-11', false, false],
      ['2026-07-12', true, false],
    ] as const)
      expect([on, (await membersOn(first, on)).includes('sales0001'), (await membersOn(second, on)).includes('sales0001')]).toEqual([
        on,
        inFirst,
        inSecond,
      ]);
    expect(await membersOn(first, '2026-05-20')).toEqual(['sales0002']);
    await expect(system.owner.query('delete from team_changes')).rejects.toThrow();
  });
});

test('Who enters a first team counts as having been there all along', async () => {
  await system.api.post('admin', '/api/v1/people', { login: 'joins', name: '新人' });
  await move(second, 'joins');
  expect(await membersOn(second, '2026-01-31')).toEqual(['joins']);
});

test.each(['sales0001', 'sales_manager', 'ar_clerk', 'finance_director'])('The days of teams are not for %s', async (login) => {
  expect((await system.api.get(login, `/api/v1/teams/${first}/members?on=2026-05-15`)).status).toBe(403);
});
