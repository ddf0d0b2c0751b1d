/** One open item, by its age on the day that the demo company is made for. */
export interface DemoReceivable {
  readonly company: string;
  readonly customer: string;
  readonly document: string;
  /** Negative: not due yet. */
  readonly overdueDays: number;
  readonly termDays: number;
  readonly amount: string;
  /** Comes with the company's second file. */
  readonly late?: true;
}

export const receivables: readonly DemoReceivable[] = [
  ...of('C01', 'K1001', 45, [-20, '128000.00'], [6, '96400.00'], [-28, '152300.00', true]),
  ...of('C01', 'K1002', 60, [3, '74250.00'], [31, '58800.00'], [-30, '210000.00']),
  ...of('C01', 'K1003', 45, [112, '465000.00'], [64, '132750.00'], [22, '88000.00']),
  ...of('C01', 'K1004', 60, [-5, '340000.00'], [12, '185600.00'], [45, '264900.00'], [-40, '178000.00', true]),
  ...of('C01', 'K1005', 30, [88, '76300.00'], [58, '41200.00'], [35, '52000.00']),
  ...of('C01', 'K1006', 45, [74, '236000.00'], [17, '119500.00'], [-36, '98700.00', true]),
  ...of('C01', 'K1007', 30, [91, '63400.00'], [50, '47850.00'], [27, '39000.00'], [9, '55620.00'], [1, '28400.00']),
  ...of('C02', 'K2001', 45, [-15, '145000.00'], [14, '82300.00'], [40, '167000.00']),
  ...of('C02', 'K2002', 30, [96, '114800.00'], [66, '59900.00'], [33, '71500.00']),
  ...of('C02', 'K2003', 30, [132, '203000.00'], [118, '94600.00'], [71, '36750.00']),
  ...of('C02', 'K2004', 60, [-30, '412000.00'], [5, '256000.00'], [20, '133400.00']),
  ...of('C02', 'K2005', 15, [187, '48900.00'], [82, '31600.00'], [55, '27300.00'], [28, '18450.00']),
];

/** A document is named by its customer and its age, so that what happens to it can be read off. */
export function documentOf(customer: string, overdueDays: number): string {
  return `${customer}-${overdueDays < 0 ? 'N' : 'D'}${String(Math.abs(overdueDays)).padStart(3, '0')}`;
}

type Item = readonly [overdueDays: number, amount: string, late?: true];

function of(company: string, customer: string, termDays: number, ...items: readonly Item[]): DemoReceivable[] {
  return items.map(([overdueDays, amount, late]) => ({
    company,
    customer,
    document: documentOf(customer, overdueDays),
    overdueDays,
    termDays,
    amount,
    ...(late && { late }),
  }));
}
