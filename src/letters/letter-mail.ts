import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { cents } from '../../workflows/money.js';
import type { Message } from '../platform/outbox/outbox.js';
import { mailHelpers } from '../platform/pages/whole-figures.js';
import { withSeparators } from '../platform/print/figures.js';
import { projectRoot } from '../platform/root.js';
import type { LetterContent, LetterItem } from './letter-content.js';
import { demandedOf, LetterWords } from './letter-words.js';

/** A mail with hundreds of rows is cut short by mail programs; the attachment has them all. */
const itemsAtMost = 20;

/** Writes the mail that carries a letter: what is demanded, the items, and the letter itself attached. */
@Injectable()
export class LetterMail {
  private readonly html = frame('html');
  private readonly text = frame('text');

  constructor(private readonly words: LetterWords) {}

  message({
    companyId,
    id,
    email,
    content,
    pdf,
  }: {
    companyId: string;
    id: string;
    email: string;
    content: LetterContent;
    pdf: Buffer;
  }): Message {
    const { language, level, date, customer, number } = content;
    const { title: subject, before, after } = this.words.wording('mail', content);
    const facts = { language, subject, ...this.factsOf(content), before, after };
    const title = this.words.wording('print', content).title;
    return {
      companyId,
      key: `letter ${id}`,
      kind: `letter-${level}`,
      audience: 'customer',
      recipient: customer.code,
      address: email,
      language,
      subject,
      html: this.html(facts, { helpers: mailHelpers }),
      body: `${this.text(facts)
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
      businessDate: date,
      attachments: [{ name: this.words.say(language, 'mail.file', { title, number }), type: 'application/pdf', bytes: pdf }],
    };
  }

  private factsOf({ language, number, date, company, customer, items, totals }: LetterContent): Record<string, unknown> {
    const say = (key: string, facts?: Record<string, unknown>) => this.words.say(language, key, facts);
    const overdue = items.filter(({ part }) => part === 'overdue');
    const more = overdue.length - itemsAtMost;
    const sums = demandedOf(totals);
    const { name, bank, account, contact, phone } = company;
    return {
      company: name,
      to: say('print.to', { customer: customer.name }),
      numbered: say('print.number', { number }),
      items: overdue.slice(0, itemsAtMost).map((item) => this.item(language, item)),
      totals: [
        ...(more > 0 ? [say('mail.more', { count: more })] : []),
        say('print.demanded', { total: this.words.moneys(language, sums) }),
        ...this.words.capitals(language, sums),
      ],
      payment: [
        ...(account || bank ? [say('print.payee', { name })] : []),
        ...(bank ? [say('print.bank', { bank })] : []),
        ...(account ? [say('print.account', { account })] : []),
        ...(contact ? [say('print.contact', { contact })] : []),
        ...(phone ? [say('print.phone', { phone })] : []),
      ],
      signature: say('mail.signature', { company: name, date }),
    };
  }

  private item(language: LetterContent['language'], item: LetterItem): Record<string, unknown> {
    const { document, instalment, currency, open, contested, dueOn, overdueDays: days } = item;
    return {
      name: instalment === 1 ? document : this.words.say(language, 'print.documentName', { document, instalment }),
      open: this.words.money(language, currency, open),
      due: this.words.say(language, 'mail.due', { dueOn, days }),
      contested: cents(contested) > 0 ? this.words.say(language, 'mail.contested', { amount: withSeparators(contested) }) : undefined,
      bar: ageCells(days),
    };
  }
}

/** The age bar as table cells, since mail programs have no SVG: 504 pixels for 180 days, the tick at 90. */
export function ageCells(overdueDays: number): { width: number; colour: string }[] {
  const filled = Math.round(Math.min(overdueDays, 180) * 2.8);
  const colour = overdueDays > 90 ? '#cf3a30' : overdueDays >= 60 ? '#d98a0b' : '#7b8b8d';
  const cells = [
    { width: Math.min(filled, 251), colour },
    { width: Math.max(0, 251 - filled), colour: '#eaeeee' },
    { width: 2, colour: '#142021' },
    { width: Math.max(0, filled - 253), colour },
    { width: Math.min(251, 504 - filled), colour: '#eaeeee' },
  ];
  return cells.filter(({ width }) => width > 0);
}

function frame(kind: 'html' | 'text') {
  return Handlebars.compile(readFileSync(join(projectRoot, 'templates/letters/frame', `${kind}.hbs`), 'utf8'));
}
