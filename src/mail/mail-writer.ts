import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDate, daysBetween } from '../../workflows/calendar/dates.js';
import type { Policy } from '../../workflows/policy.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { day, money } from '../platform/i18n/written.js';
import { ageBar, ageScale } from './age-bar.js';
import { Links } from './links.js';
import type { Facts } from './notices/notice.js';
import { noticeOf } from './notices/notices.js';
import { MailTemplates, type Words } from './templates.js';

interface ToldNotice {
  readonly noticeId: string;
  readonly kind: string;
  /** The day that it is about. */
  readonly noticeOn: BusinessDate;
  readonly facts: Facts;
  /** Name of whom the reader stands in for. */
  readonly absent: string | null;
}

/** A notice that is to be told, with its case as it is now. */
export interface ToldOfCase extends ToldNotice {
  readonly about: null;
  readonly caseId: string;
  readonly customer: string;
  readonly document: string;
  readonly dueOn: BusinessDate;
  readonly currency: string;
  readonly balanceCents: number;
  readonly collection: string;
  readonly lastAttemptOn: BusinessDate | null;
}

/** One about a scheme, an appeal, a card or a role. */
export interface ToldWithoutCase extends ToldNotice {
  /** Where it is read, see `Links.about`. */
  readonly about: string;
}

export type Told = ToldOfCase | ToldWithoutCase;

export interface Reader {
  readonly login: string;
  readonly name: string;
  readonly language: Language;
}

/** What is the same for all mail of a company on a day. */
export interface MailDay {
  readonly company: string;
  readonly today: BusinessDate;
  readonly policy: Policy;
}

export interface Written {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Puts notices into words: one by its own template, several into a digest. */
@Injectable()
export class MailWriter {
  constructor(
    private readonly templates: MailTemplates,
    private readonly texts: Texts,
    private readonly links: Links,
  ) {}

  one(told: Told, reader: Reader, on: MailDay): Written {
    const words = this.words(told, reader, on);
    const link = this.linkOf(told);
    return this.laidOut('one', reader.language, {
      ...words,
      subject: this.subject(told, words, reader.language, on),
      company: on.company,
      link,
      absent: told.absent ?? '',
      identity: `${told.kind} / ${told.about ?? told.document} / ${told.noticeOn}`,
      case: told.about === null ? this.box(told, '', reader.language, on) : '',
    });
  }

  /** @param told the most urgent first. @param count of all, also those that are too many to be listed */
  digest(told: readonly Told[], count: number, reader: Reader, on: MailDay): Written {
    const { language } = reader;
    const titles = told.map((one) => this.words(one, reader, on).subject);
    const [first] = told;
    const mostUrgent = first ? this.subject(first, { subject: titles[0] ?? '' }, language, on) : '';
    const variables = { name: reader.name, today: on.today, count, shown: told.length, more: count - told.length, mostUrgent };
    return this.laidOut('digest', language, {
      ...this.templates.say('digest', language, variables),
      company: on.company,
      link: this.links.myDay(),
      absent: '',
      identity: `digest / ${reader.login} / ${on.today}`,
      items: told.map((one, i) => ({ ...this.item(one, titles[i] ?? '', language, on), place: i + 1 })),
    });
  }

  /** A line for a team's chat. */
  line(told: Told, language: Language, on: MailDay): string {
    const words = this.words(told, { login: '', name: '', language }, on);
    return `${this.subject(told, words, language, on)} ${this.linkOf(told)}`;
  }

  chatHead(team: string, count: number, language: Language): string {
    return this.texts.say(language, 'mail:chat_head', { team, count });
  }

  /** @param more how many are not listed */
  chatRest(more: number, language: Language): string[] {
    return more > 0 ? [this.texts.say(language, 'mail:chat_more', { count: more, link: this.links.myDay() })] : [];
  }

  private words(told: Told, { name, language }: Reader, { today, policy }: MailDay): Words {
    const escalatesAfter = policy.reviewAfterOverdueDays + 1;
    const facts = declared(told);
    if (told.about !== null) return this.templates.say(told.kind, language, { name, today, policy, facts });
    return this.templates.say(told.kind, language, {
      name,
      today,
      policy,
      customer: told.customer,
      document: told.document,
      dueOn: told.dueOn,
      currency: told.currency,
      balance: told.balanceCents,
      overdue: overdueOn(told, today),
      escalatesOn: addDays(told.dueOn, escalatesAfter),
      escalatesAfter,
      facts,
    });
  }

  private subject(told: Told, { subject }: Pick<Words, 'subject'>, language: Language, { today }: MailDay): string {
    if (told.about !== null) return subject;
    return subject + this.texts.say(language, 'mail:figures', { balance: money(told.balanceCents), days: overdueOn(told, today) });
  }

  private linkOf(told: Told): string {
    return told.about === null ? this.links.case(told.caseId) : this.links.about(told.about);
  }

  private item(told: Told, title: string, language: Language, on: MailDay) {
    if (told.about === null) return this.box(told, title, language, on);
    return { title, absent: told.absent ?? '', link: this.linkOf(told), customer: '' };
  }

  private box(told: ToldOfCase, title: string, language: Language, { today }: MailDay) {
    const overdue = overdueOn(told, today);
    return {
      title,
      absent: told.absent ?? '',
      link: this.links.case(told.caseId),
      customer: told.customer,
      balance: told.balanceCents,
      currency: told.currency,
      document: told.document,
      dueOn: told.dueOn,
      overdue,
      lastAttemptOn: told.lastAttemptOn === null ? '' : day(told.lastAttemptOn, language),
      bar: ageBar(overdue, told.collection === 'gracePeriod'),
      scale: ageScale(overdue).map(({ says, days, ...cell }) => ({
        ...cell,
        text: says === undefined ? '' : this.texts.say(language, `mail:${says}`, { days }),
      })),
    };
  }

  private laidOut<T extends Words>(name: 'one' | 'digest', language: Language, view: T): Written {
    const whole = { ...view, language, standInLink: this.links.standIns() };
    return {
      subject: view.subject,
      html: this.templates.layout(name, 'html', whole),
      text: this.templates.layout(name, 'txt', whole),
    };
  }
}

function overdueOn({ dueOn }: ToldOfCase, today: BusinessDate): number {
  return daysBetween(dueOn, today);
}

/** Only what the notice declares, so that no other fact can slip into a mail; what may be missing is empty then. */
function declared({ kind, facts }: Told): Facts {
  const kinds = Object.entries(noticeOf(kind).facts);
  return Object.fromEntries(
    kinds.flatMap(([name, factKind]) => {
      const value = facts[name];
      if (value !== undefined && value !== null) return [[name, value]];
      return factKind.endsWith('?') ? [[name, '']] : [];
    }),
  );
}
