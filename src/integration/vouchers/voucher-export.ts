import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { csvHead, csvLines, type Table, workbookFile } from '../../platform/table-file.js';
import { Vouchers } from './vouchers.js';
import type { VoucherRow, VouchersQuery } from './vouchers.shapes.js';

const vouchersAtOnce = 1_000;
/** A workbook is made in memory; whoever needs more takes CSV. */
const inWorkbookAtMost = 20_000;

const columns = [
  'number',
  'date',
  'kind',
  'debit',
  'credit',
  'currency',
  'amount',
  'company',
  'customer',
  'customerName',
  'document',
  'instalment',
  'erpNo',
  'case',
  'seq',
  'batch',
] as const satisfies (keyof VoucherRow)[];

/** Vouchers as files that an ERP or a spreadsheet reads. */
@Injectable()
export class VoucherExport {
  constructor(
    private readonly vouchers: Vouchers,
    private readonly texts: Texts,
  ) {}

  async *csv(person: CurrentPerson, query: VouchersQuery, language: Language): AsyncGenerator<string> {
    const head = this.columns(language);
    yield csvHead({ columns: head });
    for await (const some of this.pages(person, query)) yield csvLines({ columns: head, rows: this.cells(some, language) });
  }

  /** @throws Problem 409 `voucher.too_many` */
  async workbook(person: CurrentPerson, query: VouchersQuery, language: Language): Promise<Buffer> {
    const rows: Table['rows'][number][] = [];
    for await (const some of this.pages(person, query)) {
      rows.push(...this.cells(some, language));
      if (rows.length > inWorkbookAtMost) throw new Problem(409, 'voucher.too_many', { most: inWorkbookAtMost });
    }
    return workbookFile({ name: this.texts.say(language, 'vouchers:sheet'), columns: this.columns(language), rows });
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

  private columns(language: Language): Table['columns'] {
    return columns.map((name) => ({
      title: this.texts.say(language, `vouchers:column.${name}`),
      ...(name === 'amount' && { isAmount: true as const }),
    }));
  }

  private cells(rows: readonly VoucherRow[], language: Language): string[][] {
    return rows.map((row) =>
      columns.map((name) => (name === 'kind' ? this.texts.say(language, `vouchers:kind.${row.kind}`) : String(row[name] ?? ''))),
    );
  }
}
