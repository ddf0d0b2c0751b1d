import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../ledger-files.js';
import type { TrainingSystem } from '../training-system.js';
import type { MemoryLedger, MemoryReceipt } from './ledger-in-memory.js';

/** A ledger in memory, and the prefix that keeps its names apart from other ledgers of the same company. */
export interface NamedLedger {
  readonly prefix: string;
  readonly ledger: MemoryLedger;
}

interface Posting {
  readonly named: NamedLedger;
  readonly receivable: string;
  readonly amount: string;
  readonly on: string;
}

/**
 * Brings ledgers into company C01 of a training system, by imports; what was written off is written off on its day, by those who may.
 * @param end the day on which all the rest is imported: nothing of the ledgers lies after it
 */
export async function loadLedgers(system: TrainingSystem, ledgers: readonly NamedLedger[], end: string): Promise<void> {
  const loader = new Loader(system);
  await loader.customers(ledgers);
  const postings = ledgers.flatMap((named) =>
    named.ledger.write_offs.map(({ receivable, amount, posted_on: on }): Posting => ({ named, receivable, amount, on })),
  );
  for (const posting of postings.sort((a, b) => (a.on < b.on ? -1 : 1))) await loader.writeOff(posting);
  await system.moveTo(end);
  await loader.rest(ledgers);
}

class Loader {
  private readonly loaded = new Set<string>();

  constructor(private readonly system: TrainingSystem) {}

  customers(ledgers: readonly NamedLedger[]): Promise<void> {
    return this.import(
      'customers',
      ledgers.flatMap(({ prefix, ledger }) =>
        ledger.customers.map((customer) => ({
          customer: prefix + customer.id,
          grade: customer.grade,
          strategic: String(customer.strategic),
          firstSignedOn: customer.first_signed_on,
        })),
      ),
    );
  }

  /** Money of a later day is not there yet: in its stead some is that goes back on the same day, so that it never counts. */
  async writeOff({ named, receivable, amount, on }: Posting): Promise<void> {
    const document = named.prefix + receivable;
    await this.system.moveTo(on);
    await this.receivables([named], (id) => id === receivable);
    await this.receipts([named], (receipt) => receipt.receivable === receivable && receipt.value_date <= on, { reversed: false });
    const [row] = await this.system.rows<{ balance: string; customer: string }>(
      'select balance, customer from receivables where document = $1',
      [document],
    );
    const over = Number(row?.balance) - Number(amount);
    const bridge = { receipt: `bridge ${document}`, customer: row?.customer, document, amount: over.toFixed(2), valueDate: on };
    if (over > 0.004) await this.import('receipts', [bridge]);
    const id = await this.system.caseOf(document);
    await this.system.take('finance_director', id, { type: 'waiveSmallBalance', reason: '核销' });
    await this.system.take('ar_clerk', id, { type: 'postWriteOff', voucherNo: `V-${document}` });
    if (over > 0.004) await this.import('receipts', [{ ...bridge, reversedOn: on }]);
  }

  async rest(ledgers: readonly NamedLedger[]): Promise<void> {
    await this.receivables(ledgers, () => true);
    // Before the receipts, or what is a recovery would find a balance to pay.
    await this.credits(ledgers, { reversed: false });
    await this.receipts(ledgers, () => true, { reversed: true });
    await this.credits(ledgers, { reversed: true });
  }

  /** One that comes with its reversal lowers nothing. */
  private credits(ledgers: readonly NamedLedger[], { reversed }: { reversed: boolean }): Promise<void> {
    return this.import(
      'credits',
      ledgers.flatMap(({ prefix, ledger }) =>
        (ledger.credits ?? []).map((credit, i) => ({
          credit: `${prefix}CN${i}`,
          customer: prefix + customerOf(ledger, credit.receivable),
          document: prefix + credit.receivable,
          creditedOn: credit.credited_on,
          amount: credit.amount,
          reversedOn: reversed ? credit.reversed_on : undefined,
        })),
      ),
    );
  }

  private receivables(ledgers: readonly NamedLedger[], which: (id: string) => boolean): Promise<void> {
    const rows = ledgers.flatMap(({ prefix, ledger }) =>
      ledger.receivables
        .filter(({ id }) => which(id) && !this.loaded.has(prefix + id))
        .map((row) => ({
          customer: prefix + row.customer,
          document: prefix + row.id,
          issuedOn: row.issued_on,
          dueOn: row.due_on,
          amount: row.amount,
          owner: prefix + row.owner,
        })),
    );
    for (const { document } of rows) this.loaded.add(document);
    return this.import('receivables', rows);
  }

  private receipts(
    ledgers: readonly NamedLedger[],
    which: (receipt: MemoryReceipt) => boolean,
    { reversed }: { reversed: boolean },
  ): Promise<void> {
    const rows = ledgers.flatMap(({ prefix, ledger }) =>
      ledger.receipts.flatMap((receipt, i) =>
        which(receipt)
          ? [
              {
                receipt: `${prefix}Z${i}`,
                customer: prefix + customerOf(ledger, receipt.receivable),
                document: prefix + receipt.receivable,
                valueDate: receipt.value_date,
                amount: receipt.amount,
                instrument: receipt.instrument,
                clearedOn: reversed ? receipt.cleared_on : undefined,
                reversedOn: reversed ? receipt.reversed_on : undefined,
              },
            ]
          : [],
      ),
    );
    return this.import('receipts', rows);
  }

  private async import(kind: LedgerKind, rows: LedgerRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { body } = await sendFile(this.system.api, kind, ledgerFile(kind, ...rows));
    if (body.status !== 'done') throw new Error(`${kind} are refused: ${JSON.stringify(body.errors?.slice(0, 3) ?? body)}`);
  }
}

function customerOf(ledger: MemoryLedger, receivable: string): string {
  const found = ledger.receivables.find(({ id }) => id === receivable);
  if (!found) throw new Error(`no receivable ${receivable}`);
  return found.customer;
}
