import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CommandOf } from '../../../workflows/collection-case/commands.js';
import { formatAmount } from '../../../workflows/money.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../../support/ledger-files.js';
import type { TrainingSystem } from '../../support/training-system.js';
import type { Throw } from './chance.js';
import type { SeenCase } from './history.js';

type Money = CommandOf<'applyReceipt' | 'reverseReceipt' | 'applyCredit' | 'reverseCredit'>;

/** What finance's next files say, row by row; one file for each company and kind. */
export class FinanceFiles {
  private rows: { kind: LedgerKind; row: LedgerRow & { company: string } }[] = [];
  private numbers = 0;

  constructor(
    private readonly system: TrainingSystem,
    private readonly onRefused: (code: string) => void,
  ) {}

  /** Money that came in, or went back again. */
  async note(command: Money, seen: SeenCase, date: BusinessDate, { pick }: Throw): Promise<void> {
    const { companyId: company, customer } = seen.stored.context;
    const amount = formatAmount(command.amountCents);
    const number = `${seen.document}-${++this.numbers}`;
    const row = { company, customer, document: seen.document, instalment: '1', amount };
    switch (command.type) {
      case 'applyReceipt': {
        // One in eight says nothing of a document: it is on account until somebody allocates it.
        const nothing = pick % 8 === 0 ? { document: '', instalment: '' } : {};
        this.add('receipts', { ...row, ...nothing, receipt: number, valueDate: command.valueDate });
        break;
      }
      case 'applyCredit':
        this.add('credits', { ...row, credit: number, creditedOn: date });
        break;
      case 'reverseReceipt':
        this.add('receipts', { ...row, receipt: number, valueDate: date, ...(await this.live('receipt', seen)), reversedOn: date });
        break;
      case 'reverseCredit':
        this.add('credits', { ...row, credit: number, creditedOn: date, ...(await this.live('credit', seen)), reversedOn: date });
    }
  }

  /** The ERP's list says something else than is known. */
  correct({ changes }: CommandOf<'correctFacts'>, { document, stored: { context } }: SeenCase): void {
    const { customer, dueOn, amountCents, owner } = { ...context, ...changes };
    this.add('receivables', {
      company: context.companyId,
      customer,
      document,
      issuedOn: context.issuedOn,
      dueOn,
      amount: formatAmount(amountCents),
      owner,
      channel: '',
    });
  }

  /** The AR clerk sends them; a bad row is left out. Each file is sent twice now and then, as it happens. */
  async send({ pick }: Throw): Promise<void> {
    const files = Map.groupBy(this.rows, ({ kind, row }) => JSON.stringify([row.company, kind]));
    this.rows = [];
    for (const [key, rows] of files) {
      const [company = '', kind] = JSON.parse(key) as [string, LedgerKind];
      const content = ledgerFile(kind, ...rows.map(({ row }) => row));
      for (let times = 0; times < (pick % 5 === 0 ? 2 : 1); times += 1) {
        const { status, body } = await sendFile(this.system.api, kind, content, { company, onError: 'skip' });
        if (status !== 201) throw new Error(`the file of ${kind} was answered with ${status}: ${JSON.stringify(body)}`);
        for (const { code } of body.errors) this.onRefused(code);
      }
    }
  }

  private add(kind: LedgerKind, row: LedgerRow & { company: string }): void {
    this.rows.push({ kind, row });
  }

  /** The latest that was booked on the document and has not gone back. */
  private async live(what: 'receipt' | 'credit', { document, stored }: SeenCase): Promise<LedgerRow> {
    const columns = what === 'receipt' ? 'receipt, value_date::text as "valueDate"' : 'credit, credited_on::text as "creditedOn"';
    const [row] = await this.system.rows<Record<string, string>>(
      `select ${columns}, amount::text, customer from ${what}s where company_id = $1 and document = $2 and reversed_on is null order by id desc limit 1`,
      [stored.context.companyId, document],
    );
    return row ?? {};
  }
}
