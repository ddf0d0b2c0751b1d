import { Injectable } from '@nestjs/common';
import { createInstance } from 'i18next';
import { type Language, languages } from './language.js';
import { readLocales } from './locales.js';

const strict = process.env.NODE_ENV === 'test';

/** The sentences of both languages. Output is plain text: who puts it into HTML escapes it there. */
@Injectable()
export class Texts {
  private readonly sentences = createInstance();

  constructor() {
    const resources = readLocales();
    void this.sentences.init({
      resources,
      ns: Object.keys(resources.en),
      supportedLngs: [...languages],
      fallbackLng: false,
      initAsync: false,
      returnNull: false,
      interpolation: { escapeValue: false },
      missingInterpolationHandler: (sentence: string, match: string[]) => {
        if (strict) throw new Error(`No fact for ${match[0]} in "${sentence}"`);
        return '';
      },
    });
    this.sentences.services.formatter?.add('counted', counted);
    this.sentences.services.formatter?.add('roles', (roles: string[], language) => this.rolesIn(language as Language, roles));
  }

  /**
   * @param key `room:dot.path`, for instance `refusals:confirm.amount`
   * @param facts what the sentence's {{name}} stand for
   * @returns the sentence; the key itself when there is none
   * @throws Error in tests, when there is no such sentence or a fact is missing
   */
  say(language: Language, key: string, facts: Record<string, unknown> = {}): string {
    if (strict && !this.has(language, key)) throw new Error(`No sentence for "${key}" in ${language}`);
    return this.sentences.t(key, { ...facts, lng: language });
  }

  /** `{{roles, roles}}` in a sentence: their names, the way people say them. */
  private rolesIn(language: Language, roles: string[]): string {
    return new Intl.ListFormat(language, { type: 'disjunction' }).format(roles.map((role) => this.say(language, `pages:role.${role}`)));
  }

  /** Whether the key names a sentence. */
  has(language: Language, key: string): boolean {
    return typeof this.sentences.getResource(language, ...splitKey(key)) === 'string';
  }
}

function splitKey(key: string): [room: string, path: string] {
  const colon = key.indexOf(':');
  return [key.slice(0, colon), key.slice(colon + 1)];
}

/** `{{days, counted(one: day; other: days)}}` in a sentence: '1 day', '1,046 days'. A missing fact stays missing. */
function counted(count: unknown, language: string | undefined, forms: { one: string; other: string }): string {
  // Which i18next tells the handler of missing facts, though its types know of no such answer.
  if (count === undefined) return undefined as unknown as string;
  const isOne = new Intl.PluralRules(language).select(Number(count)) === 'one';
  return `${typeof count === 'number' ? count.toLocaleString('en-US') : count} ${isOne ? forms.one : forms.other}`;
}
