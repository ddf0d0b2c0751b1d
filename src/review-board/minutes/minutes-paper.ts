import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { ageBar } from '../../platform/print/age-bar.js';
import { withSeparators } from '../../platform/print/figures.js';
import { inkExplains, line, Paper } from '../../platform/print/paper.js';
import { table } from '../../platform/print/table.js';
import type { MinutesContent, MinutesItem } from './minutes-content.js';
import { MinutesWords } from './minutes-words.js';

type Say = (key: string, facts?: Record<string, unknown>) => string;

const explains = { size: 8, color: inkExplains } as const;
/** Of an item's head: what is overdue, and the amount. */
const ageWidth = 78;
const amountWidth = 120;

/** Prints minutes. The same content is the same bytes. */
@Injectable()
export class MinutesPaper {
  constructor(private readonly words: MinutesWords) {}

  async print(content: MinutesContent, sha256: string, language: Language): Promise<Buffer> {
    const say: Say = (key, facts) => this.words.say(language, key, facts);
    const { company, meeting, items } = content;
    const number = this.words.number(content);
    const title = this.words.title(language, content);
    const paper = await Paper.begin({
      title: `${title} ${number}`,
      author: company.name,
      language,
      date: meeting.closedOn,
      foot: say('foot', { number, hash: sha256 }),
      pageOf: (page, pages) => say('page', { page, pages }),
    });
    paper.say(company.name, { size: 13, weight: 'semibold', after: 2 });
    paper.rule('#142021', 1);
    paper.doc.y += 14;
    paper.say(title, { size: 17, weight: 'semibold', align: 'center', after: 6 });
    paper.say(say('numbered', { number, date: meeting.closedOn }), { size: 9, color: inkExplains, align: 'center', after: 10 });
    this.course(paper, content, language);
    this.roll(paper, content, language);
    this.totals(paper, content, language);
    this.items(paper, content, language);
    this.leftOut(paper, content, language);
    this.close(paper, say, sha256, items.length);
    return paper.finish();
  }

  /** Who called, opened and closed it, and when. */
  private course(paper: Paper, content: MinutesContent, language: Language): void {
    const { calledOn, calledBy, openedOn, openedBy, deadline, closedOn, closedBy } = content.meeting;
    const person = (login: string) => this.words.person(language, content, login);
    paper.say(this.words.say(language, 'called', { on: calledOn, by: person(calledBy) }), { after: 1 });
    paper.say(this.words.say(language, 'opened', { on: openedOn, by: person(openedBy) }), { after: 1 });
    if (deadline !== null) paper.say(this.words.say(language, 'deadline', { on: deadline }), { after: 1 });
    paper.say(this.words.say(language, 'closed', { on: closedOn, by: person(closedBy) }), { after: 10 });
  }

  private roll(paper: Paper, content: MinutesContent, language: Language): void {
    const say: Say = (key, facts) => this.words.say(language, key, facts);
    const person = (login: string | null) => (login === null ? '–' : this.words.person(language, content, login));
    const cast = new Map<string, number>();
    for (const { votes } of content.items) for (const vote of votes) cast.set(vote.seat, (cast.get(vote.seat) ?? 0) + Number(vote.counts));
    heading(paper, say('roll.title'));
    const width = (paper.width - 60) / 4;
    table(
      paper,
      [
        { head: say('roll.seat'), width, text: ({ seat }) => this.words.seat(language, seat) },
        { head: say('roll.member'), width, text: ({ member }) => person(member), note: ({ member }) => member },
        { head: say('roll.deputy'), width, text: ({ deputy }) => person(deputy), note: ({ deputy }) => deputy ?? undefined },
        { head: say('roll.named'), width, text: ({ named }) => person(named), note: ({ named }) => named ?? undefined },
        { head: say('roll.votes'), width: 60, align: 'right', text: ({ seat }) => String(cast.get(seat) ?? 0) },
      ],
      content.roll,
    );
    paper.doc.y += 12;
  }

  private totals(paper: Paper, { totals }: MinutesContent, language: Language): void {
    const say: Say = (key, facts) => this.words.say(language, key, facts);
    heading(paper, say('totals.title'));
    if (totals.length === 0) {
      paper.say(say('none'), { after: 12 });
      return;
    }
    table(
      paper,
      [
        { head: say('totals.outcome'), width: paper.width - 240, text: ({ outcome }) => this.words.outcome(language, outcome) },
        { head: say('totals.currency'), width: 50, text: ({ currency }) => currency },
        { head: say('totals.cases'), width: 60, align: 'right', text: ({ cases }) => String(cases) },
        { head: say('totals.amount'), width: 130, align: 'right', text: ({ amount }) => withSeparators(amount) },
      ],
      totals,
    );
    paper.doc.y += 14;
  }

  private items(paper: Paper, content: MinutesContent, language: Language): void {
    let customer: string | undefined;
    for (const [index, item] of content.items.entries()) {
      if (item.customer !== customer) {
        customer = item.customer;
        paper.keep(110);
        paper.doc.y += 4;
        paper.say(`${item.customerName}　${item.customer}`, { size: 11, weight: 'semibold', after: 3 });
        paper.rule('#445254', 0.8);
        paper.doc.y += 5;
      }
      this.item(paper, content, item, index + 1, language);
    }
  }

  private item(paper: Paper, content: MinutesContent, item: MinutesItem, position: number, language: Language): void {
    const say: Say = (key, facts) => this.words.say(language, key, facts);
    this.itemHead(paper, item, position, say);
    paper.say(this.words.resolution(language, item), { weight: 'semibold', after: 3 });
    if (item.newFact) paper.say(say('newFact', { text: item.newFact.note }), { size: 9, after: 3 });
    for (const vote of item.votes) {
      paper.keep(34);
      paper.say(this.words.vote(language, content, vote), { size: 9, after: 0 });
      paper.say(vote.reason, { size: 8.5, color: inkExplains, after: 4 });
    }
    if (item.votes.length === 0) paper.say(say('noVotes'), { ...explains, after: 3 });
    for (const { person, reason } of item.recusals)
      paper.say(say('recused', { person: this.words.person(language, content, person), reason }), { size: 9, after: 3 });
    if (item.dissent.length > 0)
      paper.say(say('dissent', { people: this.words.people(language, content, item.dissent) }), { size: 9, weight: 'semibold', after: 3 });
    paper.say(this.evidence(item, say), { ...explains, after: 5 });
    paper.rule(line, 0.3);
    paper.doc.y += 6;
  }

  /** The document, how long it is overdue, and its amount, side by side. */
  private itemHead(paper: Paper, item: MinutesItem, position: number, say: Say): void {
    const { document, instalment, currency, amount, overdueDays, dueOn } = item;
    const name = instalment === 1 ? document : say('instalment', { document, instalment });
    const text = `${position}. ${name}`;
    const width = paper.width - ageWidth - amountWidth - 20;
    const style = { size: 10, weight: 'semibold' } as const;
    const height = Math.max(paper.heightOf(text, width, style), 34);
    paper.keep(height + 60);
    const top = paper.doc.y;
    const ageLeft = paper.left + width + 10;
    paper.put(text, paper.left, top, width, style);
    paper.put(say('overdue', { days: overdueDays, dueOn }), ageLeft, top, ageWidth, explains);
    ageBar(paper, ageLeft, top + 28, ageWidth - 10, overdueDays);
    paper.put(`${currency} ${withSeparators(amount)}`, paper.left + paper.width - amountWidth, top, amountWidth, {
      ...style,
      align: 'right',
    });
    paper.doc.y = top + height + 5;
  }

  private evidence({ evidence }: MinutesItem, say: Say): string {
    if (evidence.length === 0) return say('evidence.none');
    return say('evidence.frozen', {
      count: evidence.length,
      hashes: evidence.map(({ id, sha256 }) => `#${id} ${sha256.slice(0, 12)}`).join('  '),
    });
  }

  private leftOut(paper: Paper, { leftOut }: MinutesContent, language: Language): void {
    if (leftOut.length === 0) return;
    paper.keep(80);
    heading(paper, this.words.say(language, 'leftOut'));
    for (const { customerName, document, code, facts } of leftOut) {
      paper.say(`${customerName}　${document}`, { weight: 'semibold', size: 9, after: 0 });
      paper.say(this.words.refusal(language, code, facts), { ...explains, after: 5 });
    }
  }

  private close(paper: Paper, say: Say, hash: string, count: number): void {
    paper.keep(90);
    paper.doc.y += 8;
    paper.say(say('end', { count }), { size: 9, after: 4 });
    paper.say(say('signed', { hash }), { size: 8, color: inkExplains });
  }
}

function heading(paper: Paper, text: string): void {
  paper.keep(70);
  paper.say(text, { size: 11, weight: 'semibold', after: 4 });
}
