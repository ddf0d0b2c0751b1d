import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { cents } from '../../workflows/money.js';
import { capitals } from '../../workflows/money-in-words.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { withSeparators } from '../platform/print/figures.js';
import { projectRoot } from '../platform/root.js';
import type { LetterContent } from './letter-content.js';

/** A letter's text: its title (of a mail the subject), what stands before the items and what after them. */
export interface Wording {
  readonly title: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

type Template = (facts: Record<string, unknown>) => string;
interface Templates {
  title: Template;
  before: Template[];
  after: Template[];
}

/** Fills the texts of `templates/letters/print` and `templates/letters/mail`; the language is the customer's. */
@Injectable()
export class LetterWords {
  private readonly kept = new Map<string, Templates>();

  constructor(private readonly texts: Texts) {}

  wording(medium: keyof typeof spaces, content: LetterContent): Wording {
    const { title, before, after } = this.templates(medium, content.level, content.language);
    const facts = this.factsOf(content);
    const fill = (template: Template) => template(facts);
    return { title: fill(title), before: before.map(fill), after: after.map(fill) };
  }

  say(language: Language, key: string, facts: Record<string, unknown> = {}): string {
    return this.texts.say(language, `letters:${key}`, facts);
  }

  money(language: Language, currency: string, amount: string): string {
    return this.say(language, currency === 'CNY' ? 'money.cny' : 'money.other', { currency, amount: withSeparators(amount) });
  }

  /** Of several currencies, each by itself. */
  moneys(language: Language, sums: readonly { currency: string; amount: string }[]): string {
    return sums.map(({ currency, amount }) => this.money(language, currency, amount)).join(this.say(language, 'money.and'));
  }

  /** The amount in Chinese capitals; only CNY has them. */
  capitals(language: Language, sums: readonly { currency: string; amount: string }[]): string[] {
    return sums
      .filter(({ currency }) => currency === 'CNY')
      .map(({ amount }) => this.say(language, 'print.capitals', { words: capitals(cents(amount)) }));
  }

  private factsOf({ language, company, customer, date, payBy, items, totals }: LetterContent): Record<string, unknown> {
    const overdue = items.filter(({ part }) => part === 'overdue');
    return {
      company: company.name,
      customer: customer.name,
      date,
      payBy,
      count: overdue.length,
      days: Math.max(0, ...overdue.map(({ overdueDays }) => overdueDays)),
      total: this.moneys(language, demandedOf(totals)),
    };
  }

  private templates(medium: keyof typeof spaces, level: number, language: Language): Templates {
    const path = join(projectRoot, 'templates/letters', medium, `letter-${level}`, `${language}.hbs`);
    const known = this.kept.get(path);
    if (known) return known;
    const [first, ...paragraphs] = spaced(readFileSync(path, 'utf8'), spaces[medium])
      .trim()
      .split(/\n{2,}/);
    const items = paragraphs.indexOf('---');
    // Plain text: who puts it into HTML escapes it there.
    const compile = (source = '') => Handlebars.compile(source, { noEscape: true, strict: true });
    const made = {
      title: compile(first),
      before: paragraphs.slice(0, items).map(compile),
      after: paragraphs.slice(items + 1).map(compile),
    };
    this.kept.set(path, made);
    return made;
  }
}

/** Where nothing overdue is in a currency, it is not named. */
export function demandedOf(totals: LetterContent['totals']): { currency: string; amount: string }[] {
  const some = totals.filter(({ demanded }) => cents(demanded) > 0);
  return some.map(({ currency, demanded }) => ({ currency, amount: demanded }));
}

/** Between Chinese and the figures put into it; never inside names, which are printed as they are. The print's font has no thin space. */
const spaces = { mail: '\u2009', print: ' ' } as const;

function spaced(template: string, space: string): string {
  return template
    .replace(/(\p{Script=Han})(?=\{\{(?:date|payBy|count|days)\}\})/gu, `$1${space}`)
    .replace(/(\{\{(?:date|payBy|count|days)\}\})(?=\p{Script=Han})/gu, `$1${space}`);
}
