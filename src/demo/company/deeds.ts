import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { csv } from '../csv.js';
import type { File } from '../door.js';
import { customerColumns, customers } from './customers.js';
import type { Bringing, Chasing, DaysAgo, Deed } from './deed.js';
import { type DemoReceivable, documentOf, receivables } from './receivables.js';
import { scoreDeeds } from './score-deeds.js';

const call = { type: 'logAttempt', channel: 'phone', outcome: 'will_pay_later' } as const;
const promise = { type: 'recordPromise' } as const;
const willPay = { type: 'reportPosition', position: 'will_pay' } as const;
const letter = { type: 'recordLetter', channel: 'courier' } as const;
const dispute = { type: 'raiseDispute', reason: 'quality' } as const;

/** Comes before the clock is set back: by its file, an interrupted filling is found again. */
export const firstDeed: Bringing = customersOf('C01', 0);

/** What follows, in the order of the days. @param today what the demo company is made for */
export function deedsUntil(today: BusinessDate): Deed[] {
  return [...scoreDeeds(today), ...lastWeeks].sort((a, b) => b.daysAgo - a.daysAgo);
}

/** The company's last three weeks. */
const lastWeeks: readonly Deed[] = [
  receivablesOf('C01', 21, ({ late }) => !late),
  // On the day of the import: a night of the 20th would call a meeting and docket it without finance's word.
  chased('K1003', 112, 21, 'ar_clerk', () => ({ type: 'confirm', view: 'bad', amount: '465000.00', note: '已核对发货单与对账单' })),
  chased('K1003', 112, 20, 'sales0001', (day) => ({ ...call, on: day(20), outcome: 'refuses', note: '客户称订单锐减，暂无力付款' })),
  chased('K1003', 112, 18, 'ar_clerk', (day) => ({ ...letter, level: 3, sentOn: day(18), trackingNo: 'SF1390027745' })),
  receiptsOf('C01', 15, ['HS-0001', 'K1002', 31, '58800.00'], ['HS-0002', 'K1001', 6, '40000.00'], ['HS-0003', 'K1004', -5, '340000.00']),
  chased('K1005', 88, 15, 'sales0002', (day) => ({ ...promise, amount: '76300.00', dueOn: day(8), by: '梁经理' })),
  chased('K1006', 74, 10, 'sales0001', () => ({ ...dispute, contestedAmount: '86000.00', note: '两台设备验收不合格' })),
  receivablesOf('C01', 7, ({ late }) => late === true),
  chased('K1007', 50, 6, 'sales0002', (day) => ({ ...call, channel: 'visit', on: day(6), with: '财务部孟女士' })),
  chased('K1004', 45, 5, 'sales0001', (day) => ({ ...willPay, expectedOn: day(-10), note: '等待客户集团付款审批' })),
  chased('K1005', 35, 4, 'sales0002', (day) => ({ ...promise, amount: '30000.00', dueOn: day(-10), by: '梁经理' })),
  receiptsOf('C01', 2, ['HS-0004', 'K1007', 27, '20000.00']),
  customersOf('C02', 0),
  receivablesOf('C02', 0, () => true),
  chased('K2001', 40, 0, 'sales0001', (day) => ({ ...call, on: day(0), with: '出纳何女士' })),
  chased('K2002', 33, 0, 'sales0002', (day) => ({ ...promise, amount: '71500.00', dueOn: day(-5), by: '许总' })),
];

/** By its file, a filling is known to be done. */
export const lastDeed: Bringing = receiptsOf('C02', 0, ['HM-0001', 'K2001', 40, '67000.00'], ['HM-0002', 'K2004', -30, '412000.00']);

/** @returns the file, named so that an interrupted filling finds the day it was for */
export function fileOf({ kind, company, content, daysAgo, name = kind }: Bringing, day: DaysAgo): File {
  return { name: `demo-${day(0)}-${name}-${company}-${daysAgo}.csv`, content: content(day) };
}

function chased(customer: string, overdueDays: number, daysAgo: number, login: string, command: (day: DaysAgo) => object): Chasing {
  return { daysAgo, login, document: documentOf(customer, overdueDays), command };
}

function customersOf(company: string, daysAgo: number): Bringing {
  const rows = customers.filter(([of]) => of === company);
  return { daysAgo, login: 'ar_clerk', kind: 'customers', company, content: () => csv(customerColumns, rows) };
}

function receivablesOf(company: string, daysAgo: number, which: (receivable: DemoReceivable) => boolean): Bringing {
  const header = ['company', 'customer', 'document', 'instalment', 'issuedOn', 'dueOn', 'currency', 'amount'];
  const rows = receivables.filter((receivable) => receivable.company === company && which(receivable));
  const content = (day: DaysAgo) =>
    csv(
      header,
      rows.map(({ customer, document, overdueDays, termDays, amount }) => [
        company,
        customer,
        document,
        '1',
        day(overdueDays + termDays),
        day(overdueDays),
        'CNY',
        amount,
      ]),
    );
  return { daysAgo, login: 'ar_clerk', kind: 'receivables', company, content };
}

type Receipt = readonly [receipt: string, customer: string, overdueDays: number, amount: string];

function receiptsOf(company: string, daysAgo: number, ...receipts: Receipt[]): Bringing {
  const header = ['company', 'receipt', 'customer', 'document', 'instalment', 'valueDate', 'currency', 'amount', 'instrument'];
  const content = (day: DaysAgo) =>
    csv(
      header,
      receipts.map(([receipt, customer, overdueDays, amount]) => [
        company,
        receipt,
        customer,
        documentOf(customer, overdueDays),
        '1',
        day(daysAgo),
        'CNY',
        amount,
        'bank_transfer',
      ]),
    );
  return { daysAgo, login: 'ar_clerk', kind: 'receipts', company, content };
}
