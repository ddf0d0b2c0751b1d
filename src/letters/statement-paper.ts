import { Injectable } from '@nestjs/common';
import { cents } from '../../workflows/money.js';
import type { Language } from '../platform/i18n/language.js';
import { inkExplains, Paper } from '../platform/print/paper.js';
import { table } from '../platform/print/table.js';
import { hashOf, LetterPaper } from './letter-paper.js';
import { LetterWords } from './letter-words.js';
import type { StatementContent } from './statements.js';

const boxHeight = 176;

/** Prints a reconciliation statement. */
@Injectable()
export class StatementPaper {
  constructor(
    private readonly words: LetterWords,
    private readonly letters: LetterPaper,
  ) {}

  async print(content: StatementContent): Promise<Buffer> {
    const { date, language, company, customer, totals } = content;
    const say = (key: string, facts?: Record<string, unknown>) => this.words.say(language, key, facts);
    const paper = await Paper.begin({
      title: `${say('statement.title')} ${customer.name} ${date}`,
      author: company.name,
      language,
      date,
      foot: say('statement.hash', { customer: customer.code, date, hash: hashOf(content).toString('hex') }),
      pageOf: (page, pages) => say('print.page', { page, pages }),
    });
    this.letters.head(paper, company, language);
    paper.say(say('statement.title'), { size: 17, weight: 'semibold', align: 'center', after: 8 });
    const numbered = `${say('statement.numberLine', { customer: customer.code })}　　${say('print.date', { date })}`;
    paper.say(numbered, { size: 9, color: inkExplains, align: 'right', after: 6 });
    paper.say(say('print.to', { customer: customer.name }), { size: 11, weight: 'semibold', after: 8 });
    paper.say(say('statement.intro', { date }), { after: 8 });
    if (totals.length === 0) paper.say(say('statement.none'), { weight: 'semibold', after: 8 });
    for (const { currency, amount } of totals) this.items(paper, content, currency, amount);
    this.total(paper, language, totals);
    this.letters.signature(paper, company.name, date, language);
    this.confirmation(paper, language);
    return paper.finish();
  }

  private items(paper: Paper, { items, language }: StatementContent, currency: string, amount: string): void {
    paper.keep(90);
    paper.say(this.words.say(language, 'statement.items', { currency }), { weight: 'semibold', after: 4 });
    const rows = items
      .filter((item) => item.currency === currency)
      .map((item) => ({ ...item, contested: '0.00', part: 'notDue' as const }));
    table(paper, this.letters.columns(paper, language), rows);
    this.letters.sumLine(paper, this.words.say(language, 'print.sum'), cents(amount));
    paper.doc.y += 8;
  }

  private total(paper: Paper, language: Language, totals: StatementContent['totals']): void {
    if (totals.length === 0) return;
    paper.keep(50);
    const total = this.words.moneys(language, totals);
    paper.say(this.words.say(language, 'statement.total', { total }), { size: 11, weight: 'semibold', after: 2 });
    for (const line of this.words.capitals(language, totals)) paper.say(line, { weight: 'semibold', after: 2 });
  }

  /** Where the customer agrees or says what differs, and stamps. */
  private confirmation(paper: Paper, language: Language): void {
    const say = (key: string) => this.words.say(language, `statement.${key}`);
    paper.keep(boxHeight);
    const { doc, left, width } = paper;
    const top = doc.y;
    doc.rect(left, top, width, boxHeight).lineWidth(0.8).strokeColor('#445254').stroke();
    const inner = width - 24;
    paper.put(say('confirm'), left + 12, top + 10, inner, { weight: 'semibold', size: 11 });
    paper.put(say('agree'), left + 12, top + 32, inner);
    paper.put(say('differ'), left + 12, top + 52, inner);
    for (const y of [86, 106])
      doc
        .moveTo(left + 12, top + y)
        .lineTo(left + width - 12, top + y)
        .lineWidth(0.3)
        .strokeColor('#bcc7c7')
        .stroke();
    paper.put(say('stamp'), left + 12, top + 122, inner / 2);
    paper.put(say('signed'), left + width / 2, top + 122, inner / 2);
    paper.put(say('signedOn'), left + width / 2, top + 146, inner / 2);
    doc.y = top + boxHeight;
  }
}
