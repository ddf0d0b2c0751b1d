import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import type { Cell } from '../../platform/sheets/sheet-xml.js';
import { workbookStream } from '../../platform/sheets/workbook-stream.js';
import { type ImpairedRow, ProvisionReader, type ReadProvision } from './provision.reader.js';

interface ProvisionFile {
  readonly name: string;
  readonly content: Readable;
}

type Say = (key: string) => string;

const casesAtOnce = 1_000;

/** A provision as a file: how each bucket's amount came about, and the cases that are impaired one by one. */
@Injectable()
export class ProvisionExport {
  constructor(
    private readonly reader: ProvisionReader,
    private readonly texts: Texts,
  ) {}

  /** Buckets on one sheet, cases on another. @throws Problem as `ProvisionReader.sums` */
  async workbook(person: CurrentPerson, id: string, language: Language): Promise<ProvisionFile> {
    const read = await this.reader.sums(person, id);
    const say = this.say(language);
    const sheets = [
      { name: say('title'), columns: bucketColumns(read, say), rows: once(bucketRows(read, say)) },
      { name: say('impaired.title'), columns: caseColumns(say), rows: this.cases(read, say) },
    ];
    return { name: fileName(read, say), content: Readable.from(workbookStream(sheets), { objectMode: false }) };
  }

  /** The cases. @throws Problem as `ProvisionReader.sums` */
  async csv(person: CurrentPerson, id: string, language: Language): Promise<ProvisionFile> {
    const read = await this.reader.sums(person, id);
    const say = this.say(language);
    return { name: fileName(read, say), content: Readable.from(this.lines(read, say)) };
  }

  private async *lines(read: ReadProvision, say: Say): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(caseColumns(say).map(({ head }) => head));
    for await (const rows of this.cases(read, say)) yield rows.map((cells) => csvLine(cells.map(plain))).join('');
  }

  private async *cases({ company, id }: ReadProvision, say: Say): AsyncGenerator<Cell[][]> {
    for (let after = '0'; ; ) {
      const found = await this.reader.cases(company, id, { after, limit: casesAtOnce });
      const some = found.slice(0, casesAtOnce);
      yield some.map((row) => caseCells(row, say));
      if (found.length <= casesAtOnce) return;
      after = some.at(-1)?.place ?? after;
    }
  }

  private say(language: Language): Say {
    return (key) => this.texts.say(language, `books:${key}`);
  }
}

function bucketColumns({ months, currency }: ReadProvision, say: Say) {
  const column = (head: string, width: number) => ({ head, width });
  return [
    column(say('column.bucket'), 16),
    ...['amount', 'apart', 'rest'].map((name) => column(`${say(`column.${name}`)} ${currency}`, 18)),
    ...months.map(({ to }) => column(`${say('column.roll')} ${to.slice(0, 7)} %`, 16)),
    column(`${say('column.mean')} %`, 14),
    column(`${say('column.loss')} %`, 12),
    column(`${say('column.provision')} ${currency}`, 18),
  ];
}

/** The buckets, the cases apart, and what they come to. */
function bucketRows({ buckets, months, impaired, required }: ReadProvision, say: Say): Cell[][] {
  const blanks = months.map(() => null);
  return [
    ...buckets.map(({ bucket, amount, apart, rest, rolls, roll, loss, provision }) => [
      say(`bucket.${bucket}`),
      ...[amount, apart, rest].map((sum) => ({ amount: sum })),
      ...rolls,
      ...[roll, loss],
      { amount: provision },
    ]),
    [say('impaired.row'), { amount: impaired.amount }, null, null, ...blanks, null, impaired.loss, { amount: impaired.provision }],
    [say('column.sum'), null, null, null, ...blanks, null, null, { amount: required }],
  ];
}

const caseNames = ['case', 'customer', 'customerName', 'document', 'instalment', 'bucket', 'currency', 'balance', 'inBooks'] as const;
const widths: readonly number[] = [10, 12, 30, 18, 8, 14, 8, 16, 18];

function caseColumns(say: Say) {
  return caseNames.map((name, place) => ({ head: say(`column.${name}`), width: widths[place] ?? 12 }));
}

function caseCells({ case: id, customer, customerName, document, instalment, bucket, currency, balance, amount }: ImpairedRow, say: Say) {
  const sums = [{ amount: balance }, { amount }];
  return [id, customer, customerName, document, instalment, say(`bucket.${bucket}`), currency, ...sums] satisfies Cell[];
}

function fileName({ company, month }: ReadProvision, say: Say): string {
  return `${say('title')}-${company}-${month}`;
}

async function* once(rows: Cell[][]): AsyncGenerator<Cell[][]> {
  yield rows;
}

function plain(cell: Cell): string | { amount: string } {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return 'amount' in cell ? cell : cell.day;
}
