import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Cents, cents, formatAmount } from '../../workflows/money.js';
import { canonicalJson } from '../cases/journal-hash.js';
import type { Letterhead } from '../people/letterhead.shapes.js';
import type { Language } from '../platform/i18n/language.js';
import { ageBar } from '../platform/print/age-bar.js';
import { withSeparators } from '../platform/print/figures.js';
import { inkExplains, Paper } from '../platform/print/paper.js';
import { type Column, table } from '../platform/print/table.js';
import type { LetterContent, LetterItem } from './letter-content.js';
import { demandedOf, LetterWords } from './letter-words.js';

/** What is not demanded stands behind the signature. */
const onlyShown = ['apart', 'notDue'] as const;

/** Prints a letter. The same content is the same bytes. */
@Injectable()
export class LetterPaper {
  constructor(private readonly words: LetterWords) {}

  /** @param draft not released yet: marked across each page */
  async print(content: LetterContent, { draft = false } = {}): Promise<Buffer> {
    const { language, number, date, company, customer } = content;
    const say = (key: string, facts?: Record<string, unknown>) => this.words.say(language, key, facts);
    const { title, before, after } = this.words.wording('print', content);
    const paper = await Paper.begin({
      title: `${title} ${number}`,
      author: company.name,
      language,
      date,
      foot: say('print.hash', { number, hash: hashOf(content).toString('hex') }),
      pageOf: (page, pages) => say('print.page', { page, pages }),
      ...(draft && { mark: say('print.draft') }),
    });
    this.head(paper, company, language);
    paper.say(title, { size: 17, weight: 'semibold', align: 'center', after: 8 });
    paper.say(`${say('print.number', { number })}　　${say('print.date', { date })}`, {
      size: 9,
      color: inkExplains,
      align: 'right',
      after: 6,
    });
    paper.say(say('print.to', { customer: customer.name }), { size: 11, weight: 'semibold', after: 8 });
    for (const paragraph of before) paper.say(paragraph, { after: 8 });
    this.items(paper, content, 'overdue');
    this.total(paper, content);
    for (const paragraph of after) {
      paper.keep(paper.heightOf(paragraph, paper.width));
      paper.say(paragraph, { after: 8 });
    }
    this.payment(paper, company, language);
    this.signature(paper, company.name, date, language);
    for (const part of onlyShown) this.items(paper, content, part);
    return paper.finish();
  }

  /** Who writes: name, address, phone. */
  head(paper: Paper, { name = '', address, phone }: Letterhead, language: Language): void {
    paper.say(name, { size: 13, weight: 'semibold', after: 0 });
    const below = [address, phone && this.words.say(language, 'print.phone', { phone })].filter((fact) => fact !== undefined);
    if (below.length > 0) paper.say(below.join('　'), { size: 8, color: inkExplains, after: 2 });
    paper.doc.y += 2;
    paper.rule('#142021', 1);
    paper.doc.y += 18;
  }

  /** The account to pay to. */
  payment(paper: Paper, { name, bank, account, contact, phone }: Letterhead, language: Language): void {
    const say = (key: string, facts?: Record<string, unknown>) => this.words.say(language, key, facts);
    const lines = [
      ...(account || bank ? [say('print.payee', { name })] : []),
      ...(bank ? [say('print.bank', { bank })] : []),
      ...(account ? [say('print.account', { account })] : []),
      ...(contact ? [`${say('print.contact', { contact })}${phone ? `　${say('print.phone', { phone })}` : ''}`] : []),
    ];
    if (lines.length === 0) return;
    paper.keep(20 + lines.length * 16);
    paper.say(say('print.payment'), { weight: 'semibold', after: 2 });
    for (const line of lines) paper.say(line, { after: 1 });
    paper.doc.y += 8;
  }

  private items(paper: Paper, { items, language }: LetterContent, part: LetterItem['part']): void {
    const here = items.filter((item) => item.part === part);
    for (const currency of [...new Set(here.map((item) => item.currency))].sort()) {
      const rows = here.filter((item) => item.currency === currency);
      paper.keep(90);
      paper.say(this.words.say(language, `print.part.${part}`, { currency }), { weight: 'semibold', after: 4 });
      table(paper, this.columns(paper, language), rows);
      this.sums(paper, language, rows);
    }
  }

  columns(paper: Paper, language: Language): Column<LetterItem>[] {
    const say = (key: string, facts?: Record<string, unknown>) => this.words.say(language, key, facts);
    const name = ({ document, instalment }: LetterItem) =>
      instalment === 1 ? document : say('print.documentName', { document, instalment });
    const contested = ({ contested }: LetterItem) =>
      cents(contested) > 0 ? say('print.contested', { amount: withSeparators(contested) }) : undefined;
    return [
      { head: say('print.document'), width: 118, text: name, note: contested },
      { head: say('print.issuedOn'), width: 53, text: ({ issuedOn }) => issuedOn },
      { head: say('print.dueOn'), width: 53, text: ({ dueOn }) => dueOn },
      {
        head: say('print.overdue'),
        width: 76,
        align: 'right',
        text: ({ overdueDays }) => (overdueDays > 0 ? String(overdueDays) : '–'),
        draw: ({ overdueDays }, x, y, width) => ageBar(paper, x, y + 4.5, width - 28, overdueDays),
      },
      { head: say('print.amount'), width: 88, align: 'right', text: ({ amount }) => withSeparators(amount) },
      { head: say('print.open'), width: paper.width - 388, align: 'right', text: ({ open }) => withSeparators(open) },
    ];
  }

  private sums(paper: Paper, language: Language, rows: readonly LetterItem[]): void {
    const sum = (of: (item: LetterItem) => string) => rows.reduce((total, item) => total + cents(of(item)), 0);
    const contested = sum((item) => item.contested);
    this.sumLine(
      paper,
      this.words.say(language, 'print.sum'),
      sum((item) => item.open),
    );
    if (contested > 0 && rows[0]?.part === 'overdue') this.sumLine(paper, this.words.say(language, 'print.sumContested'), -contested);
    paper.doc.y += 8;
  }

  sumLine(paper: Paper, label: string, sum: Cents): void {
    paper.keep(18);
    const top = paper.doc.y + 4;
    paper.put(label, paper.left, top, paper.width / 2, { size: 8.5, weight: 'semibold' });
    const amount = withSeparators(formatAmount(sum));
    paper.put(amount, paper.left + paper.width / 2, top, paper.width / 2, { size: 8.5, weight: 'semibold', align: 'right' });
    paper.doc.y = top + 14;
  }

  private total(paper: Paper, { totals, language }: LetterContent): void {
    const sums = demandedOf(totals);
    paper.keep(50);
    const total = this.words.moneys(language, sums);
    paper.say(this.words.say(language, 'print.demanded', { total }), { size: 11, weight: 'semibold', after: 2 });
    for (const line of this.words.capitals(language, sums)) paper.say(line, { weight: 'semibold', after: 2 });
    if (totals.some(({ contested }) => cents(contested) > 0))
      paper.say(this.words.say(language, 'print.contestedNote'), { size: 8.5, color: inkExplains, after: 2 });
    paper.doc.y += 8;
  }

  signature(paper: Paper, name: string, date: string, language: Language): void {
    paper.keep(70);
    paper.doc.y += 6;
    paper.say(name, { align: 'right', weight: 'semibold', after: 2 });
    paper.say(this.words.say(language, 'print.seal'), { align: 'right', color: inkExplains, after: 2 });
    paper.say(date, { align: 'right', after: 18 });
  }
}

/** SHA-256 of all that a letter says. */
export function hashOf(content: object): Buffer {
  return createHash('sha256').update(canonicalJson(content)).digest();
}
