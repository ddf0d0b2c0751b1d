import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../workflows/money.js';
import { bucketOf, differenceKinds } from '../../workflows/overdue-list/differences.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { ageBar } from '../platform/print/age-bar.js';
import { withSeparators } from '../platform/print/figures.js';
import { inkExplains, Paper } from '../platform/print/paper.js';
import { type Column, table } from '../platform/print/table.js';
import type { FoundList } from './found-list.js';
import type { RowView } from './list-rows.js';
import type { DifferenceTotals } from './overdue-lists.js';

export interface PrintedList {
  readonly list: FoundList;
  readonly language: Language;
  readonly companyName: string;
  readonly foot: string;
  readonly rows: readonly RowView[];
  readonly differences: readonly DifferenceTotals[];
  /** Whose rows only; empty: the reader's. Left out: the whole list. */
  readonly part?: string;
}

interface Sum {
  readonly name: string;
  readonly count: number;
  readonly cents: number;
}

const signatureHeight = 96;
/** Figures end where the next column begins. */
const besideFigures = '   ';
type Say = (key: string, facts?: Record<string, unknown>) => string;

/** Prints a list for both sides to sign. The same content is the same bytes. */
@Injectable()
export class ListPaper {
  constructor(private readonly texts: Texts) {}

  async print(content: PrintedList): Promise<Buffer> {
    const { list, language, companyName, foot, rows } = content;
    const say: Say = (key, facts) => this.texts.say(language, `lists:${key}`, facts);
    const title = say('print.heading', { month: list.month });
    const paper = await Paper.begin({
      title: `${companyName} ${title}`,
      author: companyName,
      language,
      date: list.snapshotOn,
      foot,
      pageOf: (page, pages) => say('print.page', { page, pages }),
      ...(list.status === 'draft' && { mark: say('print.draft') }),
    });
    paper.say(companyName, { size: 13, weight: 'semibold', after: 4 });
    paper.rule('#142021', 1);
    paper.doc.y += 14;
    paper.say(title, { size: 17, weight: 'semibold', align: 'center', after: 2 });
    paper.say(say('print.day', { day: list.snapshotOn }), { align: 'center', color: inkExplains, after: 8 });
    for (const line of aboutOf(content, say)) paper.say(line, { size: 9, color: inkExplains, after: 1 });
    paper.doc.y += 8;
    if (rows.length === 0) paper.say(say('print.none'), { weight: 'semibold', after: 10 });
    const currencies = [...new Set([...rows, ...content.differences].map(({ currency }) => currency))].sort();
    for (const currency of currencies) summary(paper, content, currency, say);
    // Below the sums that are signed, not on a page of its own behind the last row.
    signatures(paper, say);
    for (const currency of currencies) this.items(paper, content, currency, say);
    return paper.finish();
  }

  private items(paper: Paper, { rows }: PrintedList, currency: string, say: Say): void {
    const here = rows.filter((row) => row.currency === currency);
    if (here.length === 0) return;
    paper.keep(90);
    paper.say(say('print.rows', { currency }), { weight: 'semibold', after: 4 });
    table(paper, itemColumns(paper, say), here);
    totalLine(paper, say('print.total'), sumOf(here));
    paper.doc.y += 10;
  }
}

function aboutOf({ list, part }: PrintedList, say: Say): string[] {
  const { publishedOn, publishedBy, publishBy, agreedOn } = list;
  const facts = { on: publishedOn, by: publishedBy, publishBy };
  const isLate = publishedOn !== null && publishedOn > publishBy;
  const published = publishedOn === null ? say('print.notPublished') : say(isLate ? 'print.publishedLate' : 'print.published', facts);
  return [
    `${published}　　${agreedOn === null ? say('print.notAgreed') : say('print.agreed', { on: agreedOn })}`,
    ...(part === undefined ? [] : [part === '' ? say('print.partOwn') : say('print.part', { whose: part })]),
  ];
}

/** By age, by owner, and against the last list: each on its own, because a reader looks for one of them. */
function summary(paper: Paper, { rows, differences }: PrintedList, currency: string, say: Say): void {
  const here = rows.filter((row) => row.currency === currency);
  paper.keep(120);
  paper.say(say('print.summary', { currency }), { weight: 'semibold', after: 4 });
  const buckets = sumsBy(here, ({ overdueDays }) => String(bucketOf(overdueDays))).sort((a, b) => (a.name < b.name ? -1 : 1));
  const named = buckets.map((sum) => ({ ...sum, name: say(`bucket.${sum.name}`) }));
  sums(paper, say('print.byBucket'), [...named, { name: say('print.total'), count: here.length, cents: sumOf(here) }], say);
  const owners = sumsBy(here, ({ ownerName }) => ownerName).sort((a, b) => b.cents - a.cents);
  sums(paper, say('print.byOwner'), owners, say);
  changes(
    paper,
    differences.filter((one) => one.currency === currency),
    say,
  );
}

function sums(paper: Paper, head: string, rows: readonly Sum[], say: Say): void {
  if (rows.length === 0) return;
  const columns: Column<Sum>[] = [
    { head, width: paper.width - 330, text: ({ name }) => name },
    { head: say('print.count'), width: 70, align: 'right', text: ({ count }) => String(count) },
    { head: say('column.agreedBalance'), width: 130, align: 'right', text: (sum) => withSeparators(formatAmount(sum.cents)) },
    { head: '', width: 130, text: () => '' },
  ];
  table(paper, columns, rows);
  paper.doc.y += 8;
}

function changes(paper: Paper, rows: readonly DifferenceTotals[], say: Say): void {
  if (rows.length === 0) return;
  const columns: Column<DifferenceTotals>[] = [
    { head: say('print.differences'), width: paper.width - 330, text: ({ kind }) => say(`difference.${kind}`) },
    { head: say('print.count'), width: 70, align: 'right', text: ({ rows }) => String(rows) },
    { head: say('column.balance'), width: 130, align: 'right', text: ({ balance }) => withSeparators(balance) },
    { head: say('column.lastBalance'), width: 130, align: 'right', text: ({ lastBalance }) => withSeparators(lastBalance) },
  ];
  const order = [...differenceKinds, 'gone'];
  table(
    paper,
    columns,
    rows.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
  );
  paper.doc.y += 8;
}

function itemColumns(paper: Paper, say: Say): Column<RowView>[] {
  const name = ({ document, instalment }: RowView) => (instalment === 1 ? document : say('print.documentName', { document, instalment }));
  return [
    { head: `${say('column.customerName')} / ${say('column.document')}`, width: 132, text: ({ customerName }) => customerName, note: name },
    { head: say('column.dueOn'), width: 54, text: ({ dueOn }) => dueOn },
    {
      head: say('column.overdueDays'),
      width: 66,
      align: 'right',
      text: ({ overdueDays }) => String(overdueDays),
      draw: ({ overdueDays }, x, y, width) => ageBar(paper, x, y + 4.5, width - 28, overdueDays),
    },
    {
      head: say('column.agreedBalance'),
      width: 82,
      align: 'right',
      text: ({ agreedBalance }) => withSeparators(agreedBalance),
      note: ({ balance, agreedBalance }) =>
        balance === agreedBalance ? undefined : say('print.ledger', { balance: withSeparators(balance) }),
    },
    {
      head: besideFigures + say('column.ownerName'),
      width: 66,
      text: ({ ownerName }) => besideFigures + ownerName,
      note: ({ owner, agreedOwner }) => (owner === agreedOwner ? undefined : besideFigures + say('print.nowOwner', { owner: agreedOwner })),
    },
    {
      head: say('column.state'),
      width: paper.width - 400,
      text: ({ state }) => say(`state.${state}`),
      note: ({ objection, difference }) =>
        [objection && say(`reason.${objection.reason}`), say(`difference.${difference}`)].filter(Boolean).join(' · '),
    },
  ];
}

function totalLine(paper: Paper, label: string, total: number): void {
  paper.keep(18);
  const top = paper.doc.y + 4;
  const style = { size: 8.5, weight: 'semibold' } as const;
  paper.put(label, paper.left, top, 120, style);
  paper.put(withSeparators(formatAmount(total)), paper.left + 190, top, 144, { ...style, align: 'right' });
  paper.doc.y = top + 14;
}

/** One line for each side. */
function signatures(paper: Paper, say: Say): void {
  paper.keep(signatureHeight);
  const { doc, left, width } = paper;
  const top = doc.y + 24;
  for (const [n, key] of (['signSales', 'signFinance'] as const).entries()) {
    const x = left + (n * width) / 2;
    paper.put(say(`print.${key}`), x, top, width / 2 - 16, { weight: 'semibold' });
    doc
      .moveTo(x, top + 40)
      .lineTo(x + width / 2 - 24, top + 40)
      .lineWidth(0.5)
      .strokeColor('#445254')
      .stroke();
    paper.put(say('print.signedOn'), x, top + 46, width / 2 - 16, { size: 9, color: inkExplains });
  }
  doc.y = top + 84;
}

function sumsBy(rows: readonly RowView[], keyOf: (row: RowView) => string): Sum[] {
  return [...Map.groupBy(rows, keyOf)].map(([name, some]) => ({ name, count: some.length, cents: sumOf(some) }));
}

function sumOf(rows: readonly RowView[]): number {
  return rows.reduce((sum, { agreedBalance }) => sum + cents(agreedBalance), 0);
}
