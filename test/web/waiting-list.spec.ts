import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
});

afterAll(() => system?.close());

const day = async (login: string) => {
  const cookie = `recoup_session=${await system.api.token(login)}; recoup_company=C01`;
  return (await fetch(`${system.server.url}/`, { headers: { cookie } })).text();
};

test('What waits in one company is found however much another company has told the role since', async () => {
  await system.receivables({ document: 'P1', dueOn: '2026-03-01', amount: '300.00' });
  await system.receivables({ document: 'P2', dueOn: '2026-03-01', amount: '300.00', company: 'C02' });
  const [here, there] = [await system.caseOf('P1'), await system.caseOf('P2', 'C02')];
  await system.take('sales0001', here, { type: 'proposePlan', instalments: [{ dueOn: '2026-04-01', amount: '300.00' }] });
  await system.moveTo('2026-03-09');
  const task = new RegExp(`open[^"]+${here}-plan"`);
  expect(await day('ar_clerk')).toMatch(task);
  await system.owner.query(
    `insert into notices (company_id, case_id, kind, due_on, recipient, composed_on)
     select 'C02', $1, 'plan_waiting', date '2026-03-09' + n, 'role:ar_clerk', '2026-03-09' from generate_series(1, 10001) n`,
    [there],
  );
  expect(await day('ar_clerk')).toMatch(task);
});
