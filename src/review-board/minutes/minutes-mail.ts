import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import type { Language } from '../../platform/i18n/language.js';
import type { Message } from '../../platform/outbox/outbox.js';
import { mailHelpers } from '../../platform/pages/whole-figures.js';
import { projectRoot } from '../../platform/root.js';
import type { KeptMinutes } from './minutes-content.js';
import { MinutesWords } from './minutes-words.js';

export interface Reader {
  login: string;
  name: string;
  email: string;
  language: Language;
}

/** The mail that carries the minutes to one reader, in the reader's language. */
@Injectable()
export class MinutesMail {
  private readonly html = compiled('html');
  private readonly text = compiled('text');

  constructor(private readonly words: MinutesWords) {}

  message({ content, sha256 }: KeptMinutes, { login, name, email, language }: Reader, pdf: Buffer): Message {
    const say = (key: string, facts?: Record<string, unknown>) => this.words.say(language, key, facts);
    const { company, meeting, items, totals } = content;
    const number = this.words.number(content);
    const title = this.words.title(language, content);
    const subject = say('mail.subject', { company: company.name, title, date: meeting.closedOn, count: items.length });
    const facts = {
      language,
      subject,
      company: company.name,
      head: say('mail.head', { title, number }),
      hello: say('mail.hello', { name }),
      intro: say('mail.intro', {
        closedOn: meeting.closedOn,
        closedBy: this.words.person(language, content, meeting.closedBy),
        count: items.length,
      }),
      totals: totals.map(({ outcome, currency, cases, amount }) => ({
        outcome: this.words.outcome(language, outcome),
        cases: say('cases', { count: cases }),
        amount: this.words.money(currency, amount),
      })),
      none: items.length === 0 ? say('none') : undefined,
      attached: say('mail.attached'),
      hash: say('mail.hash', { hash: sha256 }),
    };
    return {
      companyId: company.id,
      key: `minutes ${meeting.id} ${login}`,
      kind: 'minutes',
      audience: 'own',
      recipient: login,
      address: email,
      language,
      subject,
      html: this.html(facts, { helpers: mailHelpers }),
      body: `${this.text(facts)
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
      businessDate: meeting.closedOn,
      attachments: [{ name: say('mail.file', { title, number, date: meeting.closedOn }), type: 'application/pdf', bytes: pdf }],
    };
  }
}

function compiled(kind: 'html' | 'text') {
  return Handlebars.compile(readFileSync(join(projectRoot, 'templates/minutes', `${kind}.hbs`), 'utf8'));
}
