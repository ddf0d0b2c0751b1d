import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../platform/sheets/csv.js';
import type { Cell } from '../platform/sheets/sheet-xml.js';
import { workbookStream } from '../platform/sheets/workbook-stream.js';
import { type FoundList, findList } from './found-list.js';
import { goneColumns, type ListColumn, listColumns } from './list-columns.js';
import { ListPaper } from './list-paper.js';
import { type RowView, rowsOf } from './list-rows.js';
import { rowScope, seesWholeList } from './list-scope.js';
import { OverdueLists, selectGone } from './overdue-lists.js';
import type { GoneAnswer } from './overdue-lists.shapes.js';

/** More would be a book that nobody reads; it would also keep everybody else waiting while it is set. */
const printedAtMost = 2_000;

export interface Exported {
  /** Without its ending. */
  name: string;
  content: Readable | Buffer;
}

interface Asked {
  list: FoundList;
  language: Language;
  owner: string | undefined;
}

/** A list as a file, with the rows that the person sees; each carries the list's fingerprint in its foot. */
@Injectable()
export class ListExports {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
    private readonly lists: OverdueLists,
    private readonly paper: ListPaper,
  ) {}

  /** @throws Problem 404 `list.unknown` */
  async csv(person: CurrentPerson, id: string, language: Language, owner: string | undefined): Promise<Exported> {
    const asked = await this.ask(person, id, language, owner);
    return { name: this.nameOf(asked), content: Readable.from(this.csvPieces(person, asked)) };
  }

  /** With what is gone since the last list on a sheet of its own. @throws as `csv` */
  async workbook(person: CurrentPerson, id: string, language: Language, owner: string | undefined): Promise<Exported> {
    const asked = await this.ask(person, id, language, owner);
    const foot = this.foot(asked);
    const page = { foot };
    const [columns, gone] = [listColumns(this.texts, language), goneColumns(this.texts, language)];
    const sheets = [
      { name: this.say(asked, 'sheet.rows'), columns, rows: cellsOf(columns, this.rows(person, asked)), foot, page },
      { name: this.say(asked, 'sheet.gone'), columns: gone, rows: cellsOf(gone, this.gone(person, asked)), page },
    ];
    return { name: this.nameOf(asked), content: Readable.from(workbookStream(sheets), { objectMode: false }) };
  }

  /** @throws as `csv`; 409 `list.too_long_to_print` */
  async pdf(person: CurrentPerson, id: string, language: Language, owner: string | undefined): Promise<Exported> {
    const asked = await this.ask(person, id, language, owner);
    const rows: RowView[] = [];
    for await (const some of this.rows(person, asked)) {
      rows.push(...some);
      if (rows.length > printedAtMost) throw new Problem(409, 'list.too_long_to_print', { most: printedAtMost });
    }
    const [company] = await this.database.query<{ name: string }>('select name from companies where id = $1', [asked.list.company]);
    const isWhole = owner === undefined && seesWholeList(person, asked.list.company);
    const content = await this.paper.print({
      ...asked,
      companyName: company?.name ?? asked.list.company,
      foot: this.foot(asked),
      rows,
      differences: owner === undefined ? await this.lists.differences(person, asked.list) : [],
      ...(!isWhole && { part: owner ?? '' }),
    });
    return { name: this.nameOf(asked), content };
  }

  private async ask(person: CurrentPerson, id: string, language: Language, owner: string | undefined): Promise<Asked> {
    return { list: await findList(this.database, person, id), language, owner };
  }

  private async *csvPieces(person: CurrentPerson, asked: Asked): AsyncGenerator<string> {
    const columns = listColumns(this.texts, asked.language);
    yield byteOrderMark + csvLine(columns.map(({ head }) => head));
    for await (const rows of this.rows(person, asked))
      yield rows.map((row) => csvLine(columns.map(({ cell }) => plain(cell(row))))).join('');
    yield csvLine([this.foot(asked)]);
  }

  private rows(person: CurrentPerson, { list, owner }: Asked): AsyncIterable<RowView[]> {
    const values: unknown[] = [undefined, undefined, undefined, undefined];
    const scope = rowScope(person, list.company, 'r', values);
    const where = owner === undefined ? scope : `${scope} and r.owner = $${values.push(owner)}`;
    return rowsOf(this.database, { companyId: list.company, list: list.id }, where, values.slice(4));
  }

  private async *gone(person: CurrentPerson, { list, owner }: Asked): AsyncGenerator<GoneAnswer[]> {
    for (let after = '0'; ; ) {
      const values: unknown[] = [list.company, list.id, after, goneAtOnce, owner ?? null];
      const scope = rowScope(person, list.company, 'b', values);
      const rows = await this.database.query<GoneAnswer>(
        `${selectGone} and g.last_row > $3::bigint and ($5::text is null or b.owner = $5) and ${scope} order by g.last_row limit $4`,
        values,
      );
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < goneAtOnce) return;
      after = last.lastRow;
    }
  }

  private foot(asked: Asked): string {
    const { company, month, fingerprint, status } = asked.list;
    if (fingerprint !== null) return this.say(asked, 'print.hash', { company, month, hash: fingerprint });
    return this.say(asked, 'print.noHash', { company, month, status: this.say(asked, `status.${status}`) });
  }

  private nameOf(asked: Asked): string {
    const { company, month } = asked.list;
    return this.say(asked, 'file', { company, month });
  }

  private say({ language }: Asked, key: string, facts?: Record<string, unknown>): string {
    return this.texts.say(language, `lists:${key}`, facts);
  }
}

const goneAtOnce = 1_000;

async function* cellsOf<Row>(columns: readonly ListColumn<Row>[], rows: AsyncIterable<readonly Row[]>): AsyncGenerator<Cell[][]> {
  for await (const some of rows) yield some.map((row) => columns.map(({ cell }) => cell(row)));
}

function plain(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return 'amount' in cell ? cell.amount : cell.day;
}
