import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import type { Cell } from '../../platform/sheets/sheet-xml.js';
import { workbookStream } from '../../platform/sheets/workbook-stream.js';
import { ScheduleProgress } from './progress.js';
import type { InstalmentProgress, ProgressOf, ProgressSum } from './progress.shapes.js';

type Column<Row> = readonly [name: string, width: number, cell: (row: Row, say: (key: string) => string) => Cell];

/** The monthly report as a file, with the rows that the reader sees. */
@Injectable()
export class ProgressFiles {
  constructor(
    private readonly progress: ScheduleProgress,
    private readonly texts: Texts,
  ) {}

  /** The instalments, and the sums on a sheet of their own. @throws Problem as `ScheduleProgress.sums` */
  async workbook(person: CurrentPerson, query: ProgressOf, language: Language): Promise<{ name: string; content: Readable }> {
    const { month, items } = await this.progress.sums(person, query);
    const say = this.say(language);
    const heads = <Row>(columns: readonly Column<Row>[]) => columns.map(([name, width]) => ({ head: say(`column.${name}`), width }));
    const sheets = [
      { name: say('sheet.rows'), columns: heads(rowColumns), rows: this.cells(person, { ...query, month }, language) },
      {
        name: say('sheet.sums'),
        columns: heads(sumColumns),
        rows: once(items.map((row) => sumColumns.map(([, , cell]) => cell(row, say)))),
      },
    ];
    return { name: `${say('file')}-${query.company}-${month}`, content: Readable.from(workbookStream(sheets), { objectMode: false }) };
  }

  /** @throws as `workbook` */
  async csv(person: CurrentPerson, query: ProgressOf, language: Language): Promise<{ name: string; content: Readable }> {
    const { month } = await this.progress.sums(person, query);
    const say = this.say(language);
    return { name: `${say('file')}-${query.company}-${month}`, content: Readable.from(this.pieces(person, { ...query, month }, language)) };
  }

  private async *pieces(person: CurrentPerson, query: ProgressOf, language: Language): AsyncGenerator<string> {
    const say = this.say(language);
    yield byteOrderMark + csvLine(rowColumns.map(([name]) => say(`column.${name}`)));
    for await (const rows of this.cells(person, query, language)) yield rows.map((cells) => csvLine(cells.map(plain))).join('');
  }

  private async *cells(person: CurrentPerson, query: ProgressOf, language: Language): AsyncGenerator<Cell[][]> {
    const say = this.say(language);
    for await (const rows of this.progress.rows(person, query)) yield rows.map((row) => rowColumns.map(([, , cell]) => cell(row, say)));
  }

  private say(language: Language): (key: string) => string {
    return (key) => this.texts.say(language, `contracts:${key}`);
  }
}

const rowColumns: readonly Column<InstalmentProgress>[] = [
  ['customer', 12, ({ customer }) => customer],
  ['customerName', 30, ({ customerName }) => customerName],
  ['contract', 16, ({ contract }) => contract],
  ['instalment', 8, ({ instalment }) => instalment],
  ['owner', 14, ({ ownerName }) => ownerName],
  ['dueOn', 12, ({ dueOn }) => ({ day: dueOn })],
  ['currency', 8, ({ currency }) => currency],
  ['planned', 16, ({ planned }) => ({ amount: planned })],
  ['received', 16, ({ received }) => ({ amount: received })],
  ['late', 16, ({ late }) => ({ amount: late })],
  ['rest', 16, ({ rest }) => ({ amount: rest })],
  ['state', 12, ({ state, brought }, say) => `${say(`state.${state}`)}${brought ? say('broughtMark') : ''}`],
];

const sumColumns: readonly Column<ProgressSum>[] = [
  ['owner', 18, ({ ownerName }, say) => ownerName ?? say('whole')],
  ['currency', 8, ({ currency }) => currency],
  ['instalments', 10, ({ instalments }) => instalments],
  ['planned', 16, ({ planned }) => ({ amount: planned })],
  ['received', 16, ({ received }) => ({ amount: received })],
  ['late', 16, ({ late }) => ({ amount: late })],
  ['rest', 16, ({ rest }) => ({ amount: rest })],
  ['percent', 10, ({ percent }) => (percent === null ? null : { amount: percent })],
];

async function* once<T>(all: T): AsyncGenerator<T> {
  yield all;
}

function plain(cell: Cell): string | { amount: string } {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return 'amount' in cell ? cell : cell.day;
}
