import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { KeptContext } from '../../../workflows/collection-case/context.js';
import { formatAmount } from '../../../workflows/money.js';
import type { Picks } from '../../faults/histories/picks.js';
import type { Answer } from '../../support/api.js';
import { ledgerFile, sendFile } from '../../support/ledger-files.js';
import type { ReceivableRow, TrainingSystem } from '../../support/training-system.js';
import type { AccountBook, Debt, Payment } from './account-book.js';

export interface SeenCase {
  readonly id: string;
  readonly version: number;
  readonly document: string;
  readonly customer: string;
  readonly owner: string;
  readonly balance: string;
  readonly overdueDays: number;
  readonly collection: string;
  readonly dispute: string;
  readonly attribution: string;
  readonly context: KeptContext;
}

type Body = { readonly type: string; readonly [field: string]: unknown };

const commandsAtOnce = 200;

/** What everybody in the company has at hand: the program over HTTP, the day, chance, and the account book. */
export class Office {
  today: BusinessDate;
  private receipts = 0;
  private readonly receiptOf = new Map<string, { receipt: string; payment: Payment }>();

  constructor(
    readonly system: TrainingSystem,
    readonly picks: Picks,
    readonly book: AccountBook,
    today: BusinessDate,
  ) {
    this.today = today;
  }

  /** Never back. */
  async moveTo(date: BusinessDate): Promise<void> {
    if (date <= this.today) return;
    await this.system.moveTo(date);
    this.today = date;
  }

  in(days: number): BusinessDate {
    return addDays(this.today, days);
  }

  happens(percent: number): boolean {
    return this.picks.next() % 100 < percent;
  }

  /** @param where on `cases c` and `receivables r` */
  cases(where: string, values: unknown[] = []): Promise<SeenCase[]> {
    return this.system.rows<SeenCase>(
      `select c.id, c.version, r.document, c.customer, c.owner, c.balance, business_date('C01') - c.due_on as "overdueDays", c.collection,
         c.customer_dispute as dispute, c.attribution, c.snapshot -> 'context' as context
       from cases c join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       where c.company_id = 'C01' and (${where}) order by c.id`,
      values,
    );
  }

  fateOf({ document }: SeenCase): Debt['fate'] {
    return this.book.debt(document).fate;
  }

  /**
   * One command to each case, by somebody who has just looked.
   * @param refusals codes that may come as well
   * @returns the cases that took it, and of the others the code
   */
  async give(
    login: string,
    asked: readonly (readonly [SeenCase, Body])[],
    ...refusals: string[]
  ): Promise<{ taken: SeenCase[]; refused: { seen: SeenCase; code: string }[] }> {
    const taken: SeenCase[] = [];
    const refused: { seen: SeenCase; code: string }[] = [];
    for (let from = 0; from < asked.length; from += commandsAtOnce) {
      const some = asked.slice(from, from + commandsAtOnce);
      const commands = some.map(([{ id, version }, body]) => ({ case: id, version, ...body }));
      const { answers } = this.done(await this.system.api.post(login, '/api/v1/commands', { commands }));
      for (const [index, [seen, body]] of some.entries()) {
        const { code, detail } = answers[index];
        if (code === undefined) taken.push(seen);
        else if (refusals.includes(code)) refused.push({ seen, code });
        else
          throw new Error(`${this.today}: ${body.type} of ${login} on ${seen.document} (${seen.collection}) is refused: ${code} ${detail}`);
      }
    }
    return { taken, refused };
  }

  async get(login: string, path: string): Promise<Answer['body']> {
    return this.done(await this.system.api.get(login, path));
  }

  async post(login: string, path: string, body?: unknown): Promise<Answer['body']> {
    return this.done(await this.system.api.post(login, path, body));
  }

  /** All pages of a list. */
  async all(login: string, path: string): Promise<Answer['body'][]> {
    const items: Answer['body'][] = [];
    for (let after = ''; ; ) {
      const page = await this.get(login, `${path}${path.includes('?') ? '&' : '?'}limit=200${after}`);
      items.push(...page.items);
      if (page.next === null) return items;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
  }

  done({ status, body }: Answer): Answer['body'] {
    if (status >= 300) throw new Error(`${this.today}: answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async invoice(debts: readonly Debt[], issuedOn?: BusinessDate): Promise<void> {
    const rows = debts.map(
      ({ document, customer, owner, dueOn, amountCents }): ReceivableRow => ({
        ...{ document, customer, owner, dueOn, amount: formatAmount(amountCents) },
        issuedOn: issuedOn ?? addDays(dueOn, -30),
      }),
    );
    await this.system.receivables(...rows);
    for (const debt of debts) this.book.owe(debt);
  }

  /** Of each payment as much as is owed; what was written off is recovered by it. */
  async receive(payments: readonly Payment[]): Promise<void> {
    const rows = payments.flatMap((payment) => {
      const { document, on } = payment;
      const open = this.book.open(document);
      const room = open > 0 ? open : this.book.writtenOff(document) - this.book.recovered(document);
      const amountCents = Math.min(payment.amountCents, room);
      if (amountCents <= 0) return [];
      this.book.move(open > 0 ? 'receipt' : 'recovery', { document, on, amountCents });
      const receipt = `R${++this.receipts}`;
      this.receiptOf.set(document, { receipt, payment: { document, on, amountCents } });
      return [this.receiptRow(receipt, { document, on, amountCents })];
    });
    if (rows.length > 0) await this.system.receipts(...rows);
  }

  /** The last receipt of the document is dishonoured. */
  async bounce(document: string): Promise<void> {
    const last = this.receiptOf.get(document);
    if (!last) throw new Error(`nothing was received on ${document}`);
    await this.system.receipts({ ...this.receiptRow(last.receipt, last.payment), reversedOn: this.today });
    this.book.takeBack(document, this.today);
  }

  async credit(payments: readonly Payment[]): Promise<void> {
    if (payments.length === 0) return;
    const rows = payments.map(({ document, on, amountCents }) => ({
      ...{ credit: `G-${document}`, customer: this.book.debt(document).customer, document },
      ...{ creditedOn: on, amount: formatAmount(amountCents) },
    }));
    const { status, errors } = this.done(await sendFile(this.system.api, 'credits', ledgerFile('credits', ...rows)));
    if (status !== 'done') throw new Error(`the credits are refused: ${JSON.stringify(errors)}`);
    for (const payment of payments) this.book.move('credit', payment);
  }

  private receiptRow(receipt: string, { document, on, amountCents }: Payment) {
    const { customer } = this.book.debt(document);
    return { receipt, document, customer, amount: formatAmount(amountCents), valueDate: on };
  }
}
