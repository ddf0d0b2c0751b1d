import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { withSeparators } from '../../platform/print/figures.js';
import type { MinutesContent, MinutesItem, MinutesVote } from './minutes-content.js';

/** Says what minutes say, for the print and the mail alike. */
@Injectable()
export class MinutesWords {
  constructor(private readonly texts: Texts) {}

  say(language: Language, key: string, facts: Record<string, unknown> = {}): string {
    return this.texts.say(language, `minutes:${key}`, facts);
  }

  title(language: Language, { meeting }: MinutesContent): string {
    return this.say(language, `title.${meeting.kind}`);
  }

  number({ company, meeting }: MinutesContent): string {
    return `${company.id}-M${meeting.id}`;
  }

  /** A name; the clock has one, too. */
  person(language: Language, { people }: MinutesContent, login: string): string {
    return login === 'clock' ? this.say(language, 'clock') : (people[login] ?? login);
  }

  people(language: Language, content: MinutesContent, logins: readonly string[]): string {
    return logins.map((login) => this.person(language, content, login)).join(this.say(language, 'and'));
  }

  money(currency: string, amount: string): string {
    return `${currency} ${withSeparators(amount)}`;
  }

  outcome(language: Language, outcome: string): string {
    return this.say(language, `outcome.${outcome}`);
  }

  /** 'Bad debt, by 2 of 3 seats.' and what it means, or why there is none. */
  resolution(language: Language, item: MinutesItem): string {
    const { outcome, why, terms } = item;
    const resolved = this.outcome(language, outcome);
    if (outcome === 'deferred') return this.say(language, 'resolved.deferred', { why: this.say(language, `why.${why}`) });
    if (outcome === 'void') return this.say(language, 'resolved.void', { why: this.voidBecause(language, item) });
    if (outcome === 'lapsed') return this.say(language, 'resolved.lapsed');
    const carried = this.say(language, 'resolved.carried', { resolved, for: item.for, of: item.of });
    if (outcome === 'grace') return carried + this.say(language, 'resolved.grace', { months: terms.graceMonths, endsOn: terms.endsOn });
    return outcome === 'continue' && terms.nextReviewOn
      ? carried + this.say(language, 'resolved.continue', { nextReviewOn: terms.nextReviewOn })
      : carried;
  }

  vote(language: Language, content: MinutesContent, vote: MinutesVote): string {
    const { seat, person, choice, graceMonths, nextReviewOn } = vote;
    const terms =
      graceMonths !== undefined
        ? this.say(language, 'vote.months', { months: graceMonths })
        : nextReviewOn !== undefined
          ? this.say(language, 'vote.nextReview', { nextReviewOn })
          : '';
    const facts = {
      seat: this.seat(language, seat),
      person: this.person(language, content, person),
      choice: this.outcome(language, choice),
      terms,
    };
    return this.say(language, 'vote.cast', facts) + this.remarks(language, vote);
  }

  seat(language: Language, seat: string): string {
    return this.texts.say(language, `refusals:seat_name.${seat}`);
  }

  refusal(language: Language, code: string, facts: object): string {
    return this.texts.say(language, `refusals:${code}`, facts as Record<string, unknown>);
  }

  private voidBecause(language: Language, { why, lacks }: MinutesItem): string {
    const said = this.refusal(language, why ?? '', lacks ?? {});
    const tooLate = lacks?.tooLate;
    return tooLate === undefined ? said : said + this.say(language, 'tooLate', { count: tooLate });
  }

  private remarks(language: Language, { counts, changed }: MinutesVote): string {
    return [
      ...(counts ? [] : [this.say(language, 'vote.uncounted')]),
      ...(changed > 0 ? [this.say(language, 'vote.changed', { times: changed })] : []),
    ].join('');
  }
}
