import { Injectable } from '@nestjs/common';
import { type Cents, formatAmount } from '../../../workflows/money.js';
import { capitals } from '../../../workflows/money-in-words.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { withSeparators } from '../../platform/print/figures.js';
import type { DossierContent } from './dossier-content.js';

/** The words of one dossier in one language. */
export interface Words {
  say(key: string, facts?: Record<string, unknown>): string;
  /** The name alone, where there is little room; the login is in the journal. */
  name(login: string): string;
  /** The name with the login, where the person is known. */
  person(login: string): string;
  money(amount: Cents): string;
  /** In Chinese capitals; only CNY has them. */
  capitals(amount: Cents): string | undefined;
  command(type: string): string;
  /** @param collection as a path */
  state(collection: string): string;
}

/** Sentences of `dossier.json`, and the case's own words of `cases.json`. */
@Injectable()
export class DossierWords {
  constructor(private readonly texts: Texts) {}

  of({ names, receivable: { currency } }: Pick<DossierContent, 'names' | 'receivable'>, language: Language): Words {
    const say = (key: string, facts: Record<string, unknown> = {}) => this.texts.say(language, `dossier:${key}`, facts);
    return {
      say,
      name: (login) => names.get(login) ?? login,
      person: (login) => {
        const name = names.get(login);
        if (name !== undefined) return say('person', { name, login });
        if (login === 'clock' || login === 'board') return say(login);
        const by = /^import:\d+ (.+)$/.exec(login)?.[1];
        return by === undefined ? login : say('import', { by: names.get(by) ?? by });
      },
      money: (amount) => say(currency === 'CNY' ? 'cny' : 'other', { currency, amount: withSeparators(formatAmount(amount)) }),
      capitals: (amount) => (currency === 'CNY' ? capitals(amount) : undefined),
      command: (type) => this.texts.say(language, `cases:command.${type}`),
      state: (collection) => this.state(language, collection),
    };
  }

  private state(language: Language, collection: string): string {
    const [outer = '', inner] = collection.split('.');
    const key = `cases:state.collection.${outer}`;
    if (this.texts.has(language, key)) return this.texts.say(language, key);
    return `${this.texts.say(language, `${key}.itself`)} · ${this.texts.say(language, `${key}.${inner}`)}`;
  }
}
