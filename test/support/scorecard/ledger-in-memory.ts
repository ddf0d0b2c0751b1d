/** A ledger as the worked examples write it. */
export interface MemoryLedger {
  readonly customers: readonly MemoryCustomer[];
  readonly receivables: readonly MemoryReceivable[];
  readonly receipts: readonly MemoryReceipt[];
  readonly write_offs: readonly { receivable: string; amount: string; posted_on: string }[];
  readonly credits?: readonly { receivable: string; amount: string; credited_on: string; reversed_on?: string }[];
  readonly survey: Readonly<Record<string, string>>;
}

export interface MemoryCustomer {
  readonly id: string;
  readonly grade: string;
  readonly strategic: boolean;
  readonly first_signed_on: string;
}

export interface MemoryReceivable {
  readonly id: string;
  readonly customer: string;
  readonly owner: string;
  readonly issued_on: string;
  readonly due_on: string;
  readonly amount: string;
}

export interface MemoryReceipt {
  readonly receivable: string;
  readonly amount: string;
  readonly value_date: string;
  readonly instrument: string;
  readonly cleared_on?: string;
  readonly reversed_on?: string;
}

export interface Days {
  readonly from: string;
  readonly to: string;
}

/** [numerator, denominator] in cents, or in thousandths of a cent where a coefficient weighs them. */
export type Sums = readonly [bigint, bigint];

type Bills = 'on_clearing' | 'on_receipt' | 'never';
type Item = MemoryReceivable & { cents: bigint; weight: bigint; customerRow: MemoryCustomer };

const coefficients: Readonly<Record<string, bigint>> = { AAA: 12n, AA: 11n, A: 10n, B: 10n, C: 9n, D: 8n };
const good = (customer: MemoryCustomer) => customer.strategic || customer.grade === 'AAA' || customer.grade === 'AA';

/**
 * The sums of domain.md over one owner's ledger, item by item in plain loops: written from the text alone, to be compared with what the
 * database sums.
 */
export function sumsOf(
  ledger: MemoryLedger,
  owner: string,
  { from, to }: Days,
  { coefficient = false, bills = 'on_clearing' as Bills, overdueFromDay = 1 } = {},
) {
  const customers = new Map(ledger.customers.map((customer) => [customer.id, customer]));
  const items = ledger.receivables
    .filter((item) => item.owner === owner)
    .map((item): Item => {
      const customerRow = customers.get(item.customer);
      if (!customerRow) throw new Error(`no customer ${item.customer}`);
      const weight = coefficient ? (coefficients[customerRow.grade] ?? 10n) : 10n;
      return { ...item, cents: toCents(item.amount), weight, customerRow };
    });
  const flows = (item: Item) => flowsOf(ledger, item.id, bills);
  const received = (item: Item, until: string) => total(flows(item), (on) => on <= until);
  const inPeriod = (item: Item) => total(flows(item), (on) => on >= from && on <= to);
  const balance = (item: Item, day: string) => {
    if (item.issued_on > day) return 0n;
    const left = item.cents - received(item, day) - credited(ledger, item.id, day) - writtenOff(ledger, item.id, '', day);
    return left > 0n ? left : 0n;
  };
  const dayBefore = shift(from, -1);
  const isDue = (item: Item) => item.due_on >= from && item.due_on <= to;
  const brought = (item: Item) => (item.due_on < from ? balance(item, dayBefore) : 0n);
  const due = (item: Item) => (isDue(item) ? item.cents : 0n);
  const over = (some: readonly Item[], amount: (item: Item) => bigint) => some.reduce((sum, item) => sum + amount(item), 0n);
  const weighed = (some: readonly Item[], amount: (item: Item) => bigint) => over(some, (item) => amount(item) * item.weight);
  const recovery = (some: readonly Item[]): Sums => [weighed(some, inPeriod), weighed(some, (item) => brought(item) + due(item))];
  const firstSigned = ({ customerRow: { first_signed_on: signed, grade } }: Item) =>
    signed.slice(0, 4) === to.slice(0, 4) && signed <= to && ['AAA', 'AA', 'A'].includes(grade);
  const overdue = (item: Item) => (shift(item.due_on, overdueFromDay) <= to ? balance(item, to) : 0n);
  const open = over(items, (item) => balance(item, to));
  const lost = over(items, (item) => writtenOff(ledger, item.id, from, to));
  return {
    receipts: over(items, inPeriod),
    goodReceipts: over(
      items.filter(({ customerRow }) => good(customerRow)),
      inPeriod,
    ),
    actual_recovery_rate: recovery(items),
    term_recovery_rate: [weighed(items.filter(isDue), (item) => received(item, to)), weighed(items, due)] as Sums,
    overdue_share: [over(items, overdue), open] as Sums,
    bad_debt_rate: [lost, open + lost] as Sums,
    new_quality_recovery_rate: recovery(items.filter(firstSigned)),
    overdue_recovery_rate: [
      weighed(
        items.filter((item) => brought(item) > 0n),
        inPeriod,
      ),
      weighed(items, brought),
    ] as Sums,
  };
}

function flowsOf(ledger: MemoryLedger, receivable: string, bills: Bills): { on: string; cents: bigint }[] {
  return ledger.receipts
    .filter((receipt) => receipt.receivable === receivable)
    .flatMap((receipt) => {
      const on = countsOn(receipt, bills);
      const cents = toCents(receipt.amount);
      if (on === undefined || (receipt.reversed_on !== undefined && receipt.reversed_on < on)) return [];
      return [{ on, cents }, ...(receipt.reversed_on === undefined ? [] : [{ on: receipt.reversed_on, cents: -cents }])];
    });
}

function countsOn({ instrument, value_date: valueDate, cleared_on: clearedOn }: MemoryReceipt, bills: Bills): string | undefined {
  if (instrument !== 'acceptance_bill' || bills === 'on_receipt') return valueDate;
  return bills === 'never' ? undefined : clearedOn;
}

function credited(ledger: MemoryLedger, receivable: string, day: string): bigint {
  const live = (ledger.credits ?? []).filter((credit) => credit.receivable === receivable && credit.credited_on <= day);
  return live.reduce(
    (sum, credit) => (credit.reversed_on !== undefined && credit.reversed_on <= day ? sum : sum + toCents(credit.amount)),
    0n,
  );
}

function writtenOff(ledger: MemoryLedger, receivable: string, from: string, to: string): bigint {
  const posted = ledger.write_offs.filter((row) => row.receivable === receivable && row.posted_on >= from && row.posted_on <= to);
  return posted.reduce((sum, row) => sum + toCents(row.amount), 0n);
}

const total = (flows: readonly { on: string; cents: bigint }[], counts: (on: string) => boolean) =>
  flows.reduce((sum, flow) => (counts(flow.on) ? sum + flow.cents : sum), 0n);

const toCents = (amount: string) => BigInt(amount.replace('.', ''));

const shift = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
