import type { TrainingSystem } from '../training-system.js';
import { Assessment, schemeForm } from './assessment.js';

/** A customer whose name is no markup. */
export const hostile = `<img src=x onerror=alert(1)>"'`;

/** The third quarter of 2026 on 17 September: two salespeople, one of them with receipts, overdue cases and a survey. */
export async function quarterUnderWay(system: TrainingSystem): Promise<Assessment> {
  const assessment = new Assessment(system);
  for (const person of ['sales0001', 'sales0002']) await assessment.post(person, 'salesperson', '2026-06-10');
  await assessment.post('sales_manager', 'sales_lead', '2026-06-10');
  await assessment.scheme(schemeForm('salesperson', '2026-07-01'));
  await system.receivables(
    { document: 'D1', issuedOn: '2026-06-01', dueOn: '2026-07-30', amount: '800000.00' },
    { document: 'D2', issuedOn: '2026-06-01', dueOn: '2026-08-02', amount: '300000.00', customer: 'KX' },
    { document: 'D3', issuedOn: '2026-06-01', dueOn: '2026-08-20', amount: '50000.00', customer: 'K3' },
    { document: 'D4', issuedOn: '2026-06-01', dueOn: '2026-08-25', amount: '20000.00', customer: 'K4' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KX']);
  await assessment.targets('2026Q3', [
    {
      person: 'sales0001',
      collection: '1000000.00',
      metrics: [
        { key: 'actual_recovery_rate', baseline: '0.62', target: '0.6944', challenge: '0.83328' },
        { key: 'new_quality_recovery_rate', baseline: '0.5', target: '0.6', challenge: '0.7' },
      ],
    },
  ]);
  await system.moveTo('2026-09-17');
  await system.receipts({ receipt: 'R1', document: 'D1', amount: '800000.00', valueDate: '2026-07-28' });
  await assessment.import('surveys', ['C01,2026Q3,sales0001,satisfaction,,88.5,23,2026-08-28']);
  return assessment;
}
