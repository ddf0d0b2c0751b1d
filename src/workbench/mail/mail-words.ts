import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';

/** What kinds of messages are called; one without a word keeps its key. */
@Injectable()
export class MailWords {
  constructor(private readonly texts: Texts) {}

  kind(language: Language, kind: string): string {
    const key = `mail-page:kind.${kind}`;
    return this.texts.has(language, key) ? this.texts.say(language, key) : kind;
  }
}
