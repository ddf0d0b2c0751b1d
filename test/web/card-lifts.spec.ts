import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let assessment: Assessment;

const nearlyAll = [
  { value: '0', score: '0' },
  { value: '1', score: '120' },
];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-25');
  assessment = new Assessment(system);
  await assessment.post('sales0001', 'customer_success', '2026-06-25');
  const metrics = [
    { key: 'renewal_recovery_rate', weight: '45.00', curve: nearlyAll },
    { key: 'complaint_collection_timeliness', weight: '35.00', curve: nearlyAll },
    { key: 'satisfaction', weight: '20.00' },
  ];
  await assessment.scheme(schemeForm('customer_success', '2026-07-01', { metrics }));
  await system.receivables(
    { document: 'D1', issuedOn: '2026-06-01', dueOn: '2026-06-20', amount: '100.00' },
    { document: 'D2', issuedOn: '2026-06-01', dueOn: '2026-06-21', amount: '200.00' },
    { document: 'D3', issuedOn: '2026-06-01', dueOn: '2026-06-22', amount: '300.00' },
  );
  await resolved('D2', '2026-07-01');
  await resolved('D1', '2026-07-10');
});

afterAll(() => system?.close());

async function resolved(document: string, on: string): Promise<void> {
  await system.moveTo(on);
  const id = await system.caseOf(document);
  await system.take('sales0001', id, { type: 'raiseDispute', reason: 'quality', contestedAmount: '10.00', note: '质量' });
  await system.take('sales_manager', id, { type: 'resolveDispute', outcome: 'rejected', note: '已复检' });
}

test('and what a line is made of lead to a case only whom it is open to', async () => {
  await system.moveTo('2026-07-16');
  const page = async (login: string, path: string) => {
    const headers = { cookie: `recoup_session=${await system.api.token(login)}` };
    return (await fetch(`${system.server.url}/score/cards/C01.2026Q3.sales0001${path}`, { headers })).text();
  };
  const casesIn = (text: string) => [...text.matchAll(/href="\/cases\/\d+"/g)].length;
  for (const path of ['', '/lines/complaint_collection_timeliness'])
    expect([path, casesIn(await page('sales0001', path)) > 0, casesIn(await page('hr', path))]).toEqual([path, true, 0]);
});

test('what is paid in the days that a resolved dispute leaves lifts the card by what is said; later it lifts nothing', async () => {
  const lifts = async () => {
    const { items } = (await system.api.get('sales0001', '/api/v1/scorecards/C01.2026Q3.sales0001/lifts')).body;
    return items.map(({ document, total, lines }: Record<string, unknown>) => [document, total, lines]);
  };
  const half = [{ key: 'complaint_collection_timeliness', value: '50.00' }];
  await system.moveTo('2026-07-16');
  expect(await lifts()).toEqual([
    ['D2', '60.00', half],
    ['D1', '60.00', half],
  ]);
  await system.moveTo('2026-07-17');
  expect(await lifts()).toEqual([['D1', '60.00', half]]);
  await system.receipts({ receipt: 'R1', document: 'D1', amount: '100.00', valueDate: '2026-07-17' });
  expect(await assessment.card('sales0001')).toMatchObject({ total: '60.00' });
  expect(await lifts()).toEqual([]);
});
