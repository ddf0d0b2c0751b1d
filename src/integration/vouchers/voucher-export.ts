import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import { workbookStream } from '../../platform/sheets/workbook-stream.js';
import { Vouchers } from './vouchers.js';
import type { VoucherRow, VouchersQuery } from './vouchers.shapes.js';

const vouchersAtOnce = 1_000;

/** With the widths of a workbook, in characters. */
const columns = {
  number: 14,
  date: 12,
  kind: 20,
  debit: 10,
  credit: 10,
  currency: 8,
  amount: 16,
  company: 10,
  customer: 12,
  customerName: 30,
  document: 18,
  instalment: 7,
  erpNo: 16,
  case: 10,
  seq: 6,
  batch: 8,
} as const satisfies Partial<Record<keyof VoucherRow, number>>;

const names = Object.keys(columns) as (keyof typeof columns)[];

/** Vouchers as files that an ERP or a spreadsheet reads, written as they are read. */
@Injectable()
export class VoucherExport {
  constructor(
    private readonly vouchers: Vouchers,
    private readonly texts: Texts,
  ) {}

  /** @throws Problem 403, 404, before a byte of it is sent */
  csv(person: CurrentPerson, query: VouchersQuery, language: Language): AsyncGenerator<string> {
    this.vouchers.requireReader(person, query.company);
    return this.lines(person, query, language);
  }

  /** @throws Problem 403, 404, before a byte of it is sent */
  workbook(person: CurrentPerson, query: VouchersQuery, language: Language): AsyncGenerator<Uint8Array> {
    this.vouchers.requireReader(person, query.company);
    const heads = this.heads(language);
    const sheet = {
      name: this.texts.say(language, 'vouchers:sheet'),
      columns: names.map((name, index) => ({ head: heads[index] ?? name, width: columns[name] })),
      rows: this.rows(person, query, language),
    };
    return workbookStream([sheet]);
  }

  private async *lines(person: CurrentPerson, query: VouchersQuery, language: Language): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(this.heads(language));
    for await (const rows of this.rows(person, query, language)) yield rows.map(csvLine).join('');
  }

  private async *rows(person: CurrentPerson, query: VouchersQuery, language: Language): AsyncGenerator<(string | { amount: string })[][]> {
    for await (const some of this.pages(person, query)) yield some.map((row) => names.map((name) => this.cell(row, name, language)));
  }

  private async *pages(person: CurrentPerson, query: VouchersQuery): AsyncGenerator<VoucherRow[]> {
    for (let after = query.after; ; ) {
      const rows = await this.vouchers.list(person, { ...query, after, limit: vouchersAtOnce });
      const some = rows.slice(0, vouchersAtOnce);
      yield some;
      if (rows.length <= vouchersAtOnce) return;
      after = some.at(-1)?.id;
    }
  }

  private heads(language: Language): string[] {
    return names.map((name) => this.texts.say(language, `vouchers:column.${name}`));
  }

  private cell(row: VoucherRow, name: keyof typeof columns, language: Language): string | { amount: string } {
    if (name === 'kind') return this.texts.say(language, `vouchers:kind.${row.kind}`);
    return name === 'amount' ? { amount: row.amount } : String(row[name] ?? '');
  }
}
