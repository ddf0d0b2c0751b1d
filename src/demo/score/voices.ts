import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { csv } from '../csv.js';
import { lastQuarter, quartersWithCards } from './quarters.js';

/** What customers said, of the last quarter and so far in this one. */
export function surveys(today: BusinessDate): string {
  const [last, present] = quartersWithCards(today);
  const row = (period: string | undefined, person: string, key: string, value: string, answers: number) => [
    'C01',
    period ?? '',
    person,
    key,
    value,
    String(answers),
    period === last ? lastQuarter(today).to : today,
  ];
  return csv(
    ['company', 'period', 'person', 'key', 'value', 'answers', 'surveyedOn'],
    [
      row(last, 'sales0001', 'satisfaction', '88.5', 23),
      row(last, 'sales0001', 'renewal_intent', '86', 23),
      row(last, 'sales0002', 'satisfaction', '78', 17),
      row(last, 'sales0002', 'renewal_intent', '81', 17),
      row(last, 'sales_manager', 'satisfaction', '84', 40),
      row(last, 'sales_manager', 'complaint_rate', '0.012', 40),
      row(last, 'success0001', 'satisfaction', '91.5', 12),
      row(last, 'success0001', 'renewal_intent', '90', 12),
      row(present, 'sales0001', 'satisfaction', '90', 8),
      row(present, 'sales0002', 'satisfaction', '82', 6),
      row(present, 'sales_manager', 'satisfaction', '86', 14),
      row(present, 'success0001', 'satisfaction', '92', 5),
    ],
  );
}

/** Nobody has decided on it yet: the last quarter waits for that. */
export function complaint(today: BusinessDate): string {
  const receivedOn = addDays(lastQuarter(today).to, -9);
  return csv(
    ['company', 'complaint', 'customer', 'person', 'receivedOn', 'kind', 'note'],
    [['C01', `TS-${receivedOn}`, 'K1007', 'sales0002', receivedOn, 'over_dunning', '客户反映一天内接到五次催款电话']],
  );
}

/** Of customer success; brought after the person is known. */
export const renewingCustomer = [
  'C01',
  'K1008',
  '常州立信传动设备有限公司',
  'A',
  '400000.00',
  '45',
  'direct',
  'false',
  'finance@lixin.example',
  '2022-04-18',
  'success0001',
];
