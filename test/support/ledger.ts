import type { Answer, Api } from './api.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from './ledger-files.js';
import { brokenInvariants } from './ledger-invariants.js';
import { TrainingSystem } from './training-system.js';

/** What the allocations must say of the money, as queries that find nothing. */
const violations = {
  'received and recovered are what is allocated': `
    select r.document from receivables r left join allocations a on a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null
    group by r.company_id, r.id
    having r.received <> coalesce(sum(a.amount) filter (where not a.recovery), 0) or r.recovered <> coalesce(sum(a.amount) filter (where a.recovery), 0)`,
  'what is not allocated of a receipt is on account': `
    select r.receipt from receipts r left join allocations a on a.company_id = r.company_id and a.receipt_id = r.id and a.reversed_on is null
    group by r.company_id, r.id having r.allocated <> coalesce(sum(a.amount), 0)`,
  'what is credited is what credits are allocated': `
    select r.document from receivables r left join credit_allocations a on a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null
    group by r.company_id, r.id having r.credited <> coalesce(sum(a.amount), 0)`,
  'what is not allocated of a credit is on account': `
    select k.credit from credits k left join credit_allocations a on a.company_id = k.company_id and a.credit_id = k.id and a.reversed_on is null
    group by k.company_id, k.id having k.applied <> coalesce(sum(a.amount), 0)`,
  'an overdue receivable has a case after the import': `
    select document from receivables r where balance > 0 and due_on < business_date(company_id)
      and not exists (select from cases c where c.company_id = r.company_id and c.receivable_id = r.id)`,
};

/** A training system as the AR clerk sees it, on 2026-06-30. */
export class Ledger {
  private constructor(readonly system: TrainingSystem) {}

  static async open(): Promise<Ledger> {
    return new Ledger(await TrainingSystem.start('2026-06-30'));
  }

  get api(): Api {
    return this.system.api;
  }

  /** @param content rows that differ from the usual ones as told, or a whole file */
  import(kind: LedgerKind, content: LedgerRow[] | string | Uint8Array<ArrayBuffer>, fields?: Record<string, string>): Promise<Answer> {
    return sendFile(this.api, kind, Array.isArray(content) ? ledgerFile(kind, ...content) : content, fields);
  }

  /** As `import`, wished to be taken in the background. */
  importLater(kind: LedgerKind, content: LedgerRow[] | string, fields: Record<string, string> = {}): Promise<Answer> {
    const file = { name: `${kind}.csv`, content: Array.isArray(content) ? ledgerFile(kind, ...content) : content };
    return this.api.upload('ar_clerk', '/api/v1/imports', { kind, company: 'C01', ...fields }, file, { prefer: 'respond-async' });
  }

  /** The import, once it is no longer running. */
  async ended(id: string): Promise<Answer['body']> {
    for (;;) {
      const { body } = await this.api.get('ar_clerk', `/api/v1/imports/${id}`);
      if (body.status !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** As the list of receivables shows it. */
  receivable(document: string): Promise<Answer['body']> {
    return this.listed('receivables', 'document', document);
  }

  /** As the list of receipts shows it. */
  receipt(receipt: string): Promise<Answer['body']> {
    return this.listed('receipts', 'receipt', receipt);
  }

  /** As the list of credits shows it. */
  credit(credit: string): Promise<Answer['body']> {
    return this.listed('credits', 'credit', credit);
  }

  /** What of a credit lowers which documents, as somebody says. */
  async allocateCredit(by: string, credit: string, lines: object[], headers?: Record<string, string>): Promise<Answer> {
    const { id } = await this.credit(credit);
    return this.api.post(by, `/api/v1/credits/${id}/allocations`, { lines }, headers);
  }

  /** What of a receipt goes to which documents, as somebody says. */
  async allocate(by: string, receipt: string, lines: object[], headers?: Record<string, string>): Promise<Answer> {
    const { id } = await this.receipt(receipt);
    return this.api.post(by, `/api/v1/receipts/${id}/allocations`, { lines }, headers);
  }

  async caseOf(document: string): Promise<Answer['body']> {
    const { case: id } = await this.receivable(document);
    return id === null ? undefined : this.system.look(id);
  }

  async command(by: string, document: string, body: { type: string; [field: string]: unknown }): Promise<Answer> {
    return this.system.give(by, await this.system.caseOf(document), body);
  }

  /** What does not add up; empty when all is well. */
  async broken(): Promise<string[]> {
    const found = await brokenInvariants(this.system);
    for (const [name, query] of Object.entries(violations))
      for (const row of await this.system.rows<Record<string, string>>(query)) found.push(`${name}: ${Object.values(row)}`);
    return found;
  }

  private async listed(list: string, key: string, value: string): Promise<Answer['body']> {
    const { body } = await this.api.get('ar_clerk', `/api/v1/${list}?q=${encodeURIComponent(value)}`);
    return body.items.find((item: Record<string, string>) => item[key] === value);
  }
}
