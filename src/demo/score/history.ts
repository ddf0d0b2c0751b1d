import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { nameOfPeriod } from '../../../workflows/scorecard/assessment-period.js';
import { csv } from '../csv.js';
import { lastQuarter, quarterBack } from './quarters.js';

/** Every quarter a customer buys twice; the second time it pays in a later quarter. */
interface Regular {
  readonly customer: string;
  readonly contract?: string;
  readonly termDays: number;
  /** In yuan, as of the last quarter; each quarter before it was 3 % less. */
  readonly first: number;
  readonly second: number;
  readonly quartersLate: number;
}

interface Paid {
  readonly customer: string;
  readonly document: string;
  readonly contract: string;
  readonly dueOn: BusinessDate;
  readonly termDays: number;
  readonly amount: string;
  readonly paidOn: BusinessDate;
}

const contractOfK1004 = 'HT-K1004-02';
const renewedByK1008 = 'HT-K1008-01';
const renewalOfK1008 = 'HT-K1008-02';

const regulars: readonly Regular[] = [
  { customer: 'K1001', termDays: 45, first: 108_000, second: 72_000, quartersLate: 1 },
  { customer: 'K1002', termDays: 60, first: 84_000, second: 56_000, quartersLate: 1 },
  { customer: 'K1004', contract: contractOfK1004, termDays: 60, first: 190_000, second: 130_000, quartersLate: 1 },
  { customer: 'K1005', termDays: 30, first: 52_000, second: 30_000, quartersLate: 1 },
  { customer: 'K1007', termDays: 30, first: 64_000, second: 45_000, quartersLate: 2 },
  { customer: 'K1008', contract: renewalOfK1008, termDays: 45, first: 92_000, second: 38_000, quartersLate: 1 },
];

/** Of the last quarter, and of a year before it: by that year the targets of the last one are set. */
const quarters = 5;

/** What was sold and paid before the company began with Recoup, the receivables first. */
export function paidReceivables(today: BusinessDate): string {
  const header = ['company', 'customer', 'document', 'instalment', 'issuedOn', 'dueOn', 'currency', 'amount', 'contract'];
  const rows = paid(today).map(({ customer, document, contract, dueOn, termDays, amount }) => [
    'C01',
    customer,
    document,
    '1',
    addDays(dueOn, -termDays),
    dueOn,
    'CNY',
    amount,
    contract,
  ]);
  return csv(header, rows);
}

export function receiptsOfThem(today: BusinessDate): string {
  const header = ['company', 'receipt', 'customer', 'document', 'instalment', 'valueDate', 'currency', 'amount', 'instrument'];
  const rows = paid(today).map(({ customer, document, amount, paidOn }) => [
    'C01',
    `SK-${document}`,
    customer,
    document,
    '1',
    paidOn,
    'CNY',
    amount,
    'bank_transfer',
  ]);
  return csv(header, rows);
}

/** Signed before all that is sold by them; the later one of K1008 renews the first. */
export function contracts(today: BusinessDate): string {
  const { from } = quarterBack(today, quarters);
  return csv(
    ['company', 'contract', 'customer', 'signedOn', 'signedBy', 'currency', 'amount', 'termDays', 'renewalOf'],
    [
      ['C01', contractOfK1004, 'K1004', addDays(from, -20), 'sales0001', 'CNY', '2000000.00', '60', ''],
      ['C01', renewedByK1008, 'K1008', addDays(from, -400), 'success0001', 'CNY', '450000.00', '45', ''],
      ['C01', renewalOfK1008, 'K1008', addDays(from, -35), 'success0001', 'CNY', '900000.00', '45', renewedByK1008],
    ],
  );
}

/** As it was handed in at signing: an instalment for each delivery of the contract, and one that is still to come. */
export function schedule(today: BusinessDate): string {
  const instalments = paid(today)
    .filter(({ contract }) => contract === contractOfK1004)
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const rows = instalments.map(({ dueOn, amount }, i) => ['C01', contractOfK1004, String(i + 1), dueOn, 'CNY', amount]);
  const next = ['C01', contractOfK1004, String(rows.length + 1), addDays(lastQuarter(today).to, 60), 'CNY', '150000.00'];
  return csv(['company', 'contract', 'instalment', 'dueOn', 'currency', 'amount'], [...rows, next]);
}

function paid(today: BusinessDate): Paid[] {
  return regulars.flatMap(({ customer, contract = '', termDays, first, second, quartersLate }) =>
    Array.from({ length: quarters }, (_, back) => back).flatMap((back): Paid[] => {
      const quarter = quarterBack(today, back);
      const one = (part: string, yuan: number, dueOn: BusinessDate, paidOn: BusinessDate): Paid => ({
        customer,
        document: `${customer}-${nameOfPeriod(quarter)}${part}`,
        contract,
        dueOn,
        termDays,
        amount: `${(yuan * (100 - 3 * back)) / 100}.00`,
        paidOn,
      });
      const inTime = one('A', first, addDays(quarter.from, 24), addDays(quarter.from, 21));
      // What the last quarter has left open are the accounts that the company is at work on.
      if (back === 0) return [inTime];
      const paidIn = quarterBack(today, Math.max(0, back - quartersLate));
      return [inTime, one('B', second, addDays(quarter.from, 58), addDays(paidIn.from, 16))];
    }),
  );
}
