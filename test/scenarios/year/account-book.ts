import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Cents } from '../../../workflows/money.js';

/** What becomes of a debt, unless the board decides otherwise. */
export type Fate = 'pays' | 'promises' | 'disputes' | 'plans' | 'sued' | 'fails' | 'small';

export interface Debt {
  readonly document: string;
  readonly customer: string;
  readonly owner: string;
  readonly dueOn: BusinessDate;
  readonly amountCents: Cents;
  fate: Fate;
}

export interface Payment {
  readonly document: string;
  readonly on: BusinessDate;
  readonly amountCents: Cents;
}

type MovementKind = 'receipt' | 'credit' | 'written_off' | 'recovery';

interface Movement {
  kind: MovementKind;
  readonly on: BusinessDate;
  readonly amountCents: Cents;
  takenBackOn?: BusinessDate;
}

/** The year's money, kept by hand beside the program: what is compared with its figures is added up here, from nothing that it says. */
export class AccountBook {
  readonly debts = new Map<string, Debt>();
  /** Of each kind all that the accounts were told, reversed or not. */
  readonly booked = { writtenOff: 0, recovered: 0, putBack: 0 };
  private readonly movements = new Map<string, Movement[]>();
  private expected: Payment[] = [];

  owe(debt: Debt): void {
    this.debts.set(debt.document, debt);
    this.movements.set(debt.document, []);
  }

  debt(document: string): Debt {
    const found = this.debts.get(document);
    if (!found) throw new Error(`nobody owes ${document}`);
    return found;
  }

  move(kind: MovementKind, { document, on, amountCents }: Payment): void {
    this.of(document).push({ kind, on, amountCents });
    if (kind === 'written_off') this.booked.writtenOff += amountCents;
    if (kind === 'recovery') this.booked.recovered += amountCents;
  }

  /** A receipt that bounces. */
  takeBack(document: string, on: BusinessDate): void {
    const receipt = this.of(document).findLast(({ kind }) => kind === 'receipt');
    if (receipt) receipt.takenBackOn = on;
  }

  /** What was recovered meanwhile pays the debt that is back. */
  reverseWriteOff(document: string): void {
    const before = this.writtenOff(document) - this.recovered(document);
    const left = this.of(document).filter(({ kind }) => kind !== 'written_off');
    for (const movement of left) if (movement.kind === 'recovery') movement.kind = 'receipt';
    this.movements.set(document, left);
    this.booked.putBack += before;
  }

  /** At the end of the day, as things are known now. */
  open(document: string, day: BusinessDate = '9999-12-31'): Cents {
    return this.debt(document).amountCents - this.sum(document, day, 'receipt', 'credit', 'written_off');
  }

  writtenOff(document: string): Cents {
    return this.sum(document, '9999-12-31', 'written_off');
  }

  recovered(document: string): Cents {
    return this.sum(document, '9999-12-31', 'recovery');
  }

  /** What was overdue and open at the end of the day. */
  overdue(day: BusinessDate): { rows: number; balanceCents: Cents } {
    const open = [...this.debts.values()].filter(({ dueOn }) => dueOn < day).map(({ document }) => this.open(document, day));
    return { rows: open.filter((cents) => cents > 0).length, balanceCents: open.reduce((sum, cents) => sum + cents, 0) };
  }

  expect(payment: Payment): void {
    this.expected.push(payment);
  }

  /** The payments that have come by then, each once. */
  arrived(by: BusinessDate): Payment[] {
    const come = this.expected.filter(({ on }) => on <= by);
    this.expected = this.expected.filter(({ on }) => on > by);
    return come;
  }

  /** They will not come after all. */
  forgetPayments(document: string): void {
    this.expected = this.expected.filter((payment) => payment.document !== document);
  }

  private sum(document: string, day: BusinessDate, ...kinds: MovementKind[]): Cents {
    const counting = this.of(document).filter(
      ({ kind, on, takenBackOn }) => kinds.includes(kind) && on <= day && (takenBackOn === undefined || takenBackOn > day),
    );
    return counting.reduce((sum, { amountCents }) => sum + amountCents, 0);
  }

  private of(document: string): Movement[] {
    return this.movements.get(document) ?? [];
  }
}
