import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import type { MetricKey } from '../../../workflows/scorecard/metrics.js';
import { metrics } from '../../../workflows/scorecard/metrics.js';
import { canonicalJson } from '../../cases/journal-hash.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { withSeparators } from '../../platform/print/figures.js';
import { inkExplains, Paper } from '../../platform/print/paper.js';
import { type Column, table } from '../../platform/print/table.js';
import { Deductions } from '../deductions.js';
import type { DeductionRow } from '../deductions.shapes.js';
import { Scorecards } from './scorecards.js';
import type { ScorecardAnswer, ScorecardCarried, ScorecardLine } from './scorecards.shapes.js';

type Say = (key: string, facts?: Record<string, unknown>) => string;

const deductionsRead = 200;

/** A card on A4, to be signed or filed: closed ones under the fingerprint that they were closed with. */
@Injectable()
export class CardPrint {
  constructor(
    private readonly database: Database,
    private readonly cards: Scorecards,
    private readonly deductions: Deductions,
    private readonly texts: Texts,
  ) {}

  /** @throws Problem 404 as reading the card */
  async pdf(id: string, reader: CurrentPerson, language: Language): Promise<{ name: string; bytes: Buffer }> {
    const card = await this.cards.read(id, reader);
    const [company] = await this.database.query<{ name: string }>('select name from companies where id = $1', [card.company]);
    const ledger = await this.deductions.page({ person: card.person, limit: deductionsRead }, reader);
    const say: Say = (key, facts) => this.texts.say(language, `score:${key}`, facts);
    const word: Say = (key) => this.texts.say(language, key);
    const title = say('print.title', { name: card.name, period: card.period });
    const hash = card.fingerprint ?? createHash('sha256').update(canonicalJson(card)).digest('hex');
    const paper = await Paper.begin({
      title,
      author: company?.name ?? card.company,
      language,
      date: card.closedOn ?? card.businessDate,
      foot: say(card.closedOn === null ? 'print.footProvisional' : 'print.foot', { hash, on: card.closedOn ?? card.businessDate }),
      pageOf: (page, pages) => say('print.page', { page, pages }),
      ...(card.closedOn === null && { mark: say('print.mark') }),
    });
    head(paper, card, company?.name ?? card.company, title, say, word);
    table(paper, lineColumns(paper, say, word), card.lines);
    sums(
      paper,
      card,
      ledger.items.filter(({ id: row }) => card.deductions.some((one) => one.id === row)),
      say,
      word,
    );
    receipts(paper, card, say);
    appeals(paper, card, say, word);
    signatures(paper, say);
    return { name: title, bytes: await paper.finish() };
  }
}

function head(paper: Paper, card: ScorecardAnswer, companyName: string, title: string, say: Say, word: Say): void {
  paper.say(companyName, { size: 13, weight: 'semibold', after: 4 });
  paper.rule('#142021', 1);
  paper.doc.y += 14;
  paper.say(title, { size: 17, weight: 'semibold', align: 'center', after: 2 });
  paper.say(say('print.days', { from: card.from, to: card.to, post: word(`assessment:post.${card.post}`) }), {
    align: 'center',
    color: inkExplains,
    after: 8,
  });
  const { version, acknowledgedOn } = card.scheme;
  const known = acknowledgedOn === null ? say('print.unacknowledged') : say('print.acknowledged', { on: acknowledgedOn });
  const state = card.closedOn === null ? say('print.provisional', { on: card.businessDate }) : say('print.closed', { on: card.closedOn });
  paper.say(`${state}　　${say('print.scheme', { version })}　${known}`, { size: 9, color: inkExplains, after: 8 });
  const total = card.total === null ? say('noData.title') : say('print.total', { total: card.total, grade: card.grade });
  paper.say(total, { size: 14, weight: 'semibold', after: 2 });
  if (card.bonusFactor !== null) paper.say(say('print.factor', { factor: card.bonusFactor }), { size: 9, color: inkExplains, after: 8 });
  paper.doc.y += 4;
}

function lineColumns(paper: Paper, say: Say, word: Say): Column<ScorecardLine>[] {
  return [
    {
      head: say('column.metric'),
      width: paper.width - 300,
      text: ({ key }) => word(`assessment:metric.${key}`),
      note: (line) => ofLine(line, say),
    },
    {
      head: say('column.value'),
      width: 80,
      align: 'right',
      text: ({ value, key }) => (value === null ? say('noValue') : withUnit(key, value)),
    },
    { head: say('column.score'), width: 60, align: 'right', text: ({ score }) => score ?? '–' },
    {
      head: say('column.weight'),
      width: 80,
      align: 'right',
      text: ({ weight }) => weight,
      note: ({ schemeWeight }) => say('ofWeight', { weight: schemeWeight }),
    },
    { head: say('column.contribution'), width: 80, align: 'right', text: ({ contribution }) => contribution },
  ];
}

function ofLine({ key, noData, numerator, denominator }: ScorecardLine, say: Say): string | undefined {
  if (noData !== null) return say(`none.${noData}`);
  if (numerator === null || denominator === null || metrics[key as MetricKey].from === 'survey' || key === 'cycle_improvement')
    return undefined;
  return say('ofAmount', { numerator: written(key, numerator), denominator: written(key, denominator) });
}

/** Counts stay counts, and money has two decimals. */
const written = (key: string, decimal: string) => (counted.has(key) ? decimal : withSeparators(rounded(ratio(decimal))));
const counted = new Set(['list_accuracy', 'aging_duty', 'complaint_collection_timeliness', 'subordinate_attainment']);

const withUnit = (key: string, value: string) => (metrics[key as MetricKey].unit === 'rate' ? `${value} %` : value);

interface SumRow {
  readonly text: string;
  readonly note?: string;
  readonly points: string;
}

function sums(paper: Paper, card: ScorecardAnswer, ledger: readonly DeductionRow[], say: Say, word: Say): void {
  const rows: SumRow[] = [
    { text: say('sum.quality'), note: say('sum.qualityOf', { complaints: card.upheldComplaints }), points: signed(card.qualityAdjustment) },
    ...card.deductions.map(({ id, kind, points }): SumRow => {
      const row = ledger.find((one) => one.id === id);
      const note = row && `${word(`attribution:cause.${row.cause}`)}　${row.effectiveOn}`;
      return {
        text: say(`deduction.${kind}`, { document: row?.document ?? '' }),
        ...(note !== undefined && { note }),
        points: kind === 'deduction' ? `−${points}` : `+${points}`,
      };
    }),
    ...(Number(card.lapsed) > 0 ? [{ text: say('sum.lapsed'), points: `+${card.lapsed}` }] : []),
    ...card.adjustments.map(({ points, reason }) => ({ text: say('sum.adjusted'), note: reason, points: signed(points) })),
    ...card.carried.map((line) => ({
      text: say('late.of', { period: line.period }),
      note: lateNote(line, say),
      points: signed(line.points),
    })),
    { text: say('total'), points: card.total ?? '–' },
  ];
  paper.doc.y += 8;
  table(
    paper,
    [
      { head: say('sum.what'), width: paper.width - 90, text: ({ text }: SumRow) => text, note: ({ note }: SumRow) => note },
      { head: say('column.points'), width: 90, align: 'right', text: ({ points }: SumRow) => points },
    ],
    rows,
  );
}

function lateNote({ was, is, before, records, more }: ScorecardCarried, say: Say): string {
  return [
    say('late.totals', { was, is }),
    ...(Number(before) === 0 ? [] : [say('late.before', { points: signed(before) })]),
    ...records.map(({ kind, number, on, amount, currency }) => {
      const sum = amount === null ? '' : `${currency} ${withSeparators(amount)}`;
      return `${say(`late.kind.${kind}`)} ${say('late.record', { on, number, amount: sum })}`;
    }),
    ...(more > 0 ? [say('late.more', { count: more })] : []),
  ].join('　');
}

function receipts(paper: Paper, { receipts: sum }: ScorecardAnswer, say: Say): void {
  paper.doc.y += 10;
  paper.keep(60);
  paper.say(say('receipts.title'), { weight: 'semibold', after: 3 });
  const facts = { current: withSeparators(sum.current), cycle: withSeparators(sum.cycle), counted: withSeparators(sum.counted) };
  paper.say(say('print.receipts', facts), { size: 9, after: 8 });
}

function appeals(paper: Paper, { appeals: all }: ScorecardAnswer, say: Say, word: Say): void {
  if (all.length === 0) return;
  paper.keep(60);
  paper.say(say('appeals.title'), { weight: 'semibold', after: 3 });
  for (const { line, reason, raisedOn, status, decision } of all) {
    const what = line === null ? say('appeals.deduction') : word(`assessment:metric.${line}`);
    paper.say(`${raisedOn}　${what}　${say(`appeals.status.${status}`)}`, { size: 9, after: 1 });
    paper.say(decision === null ? reason : `${reason}　→　${decision}`, { size: 8.5, color: inkExplains, after: 5 });
  }
}

function signatures(paper: Paper, say: Say): void {
  paper.keep(60);
  paper.doc.y += 26;
  const { y } = paper.doc;
  const width = paper.width / 2;
  paper.put(say('print.signPerson'), paper.left, y, width - 20, { size: 9, color: inkExplains });
  paper.put(say('print.signHr'), paper.left + width, y, width - 20, { size: 9, color: inkExplains });
}

const signed = (points: string) => (points.startsWith('-') ? `−${points.slice(1)}` : `+${points}`);
