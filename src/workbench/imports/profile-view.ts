import type { Language } from '../../platform/i18n/language.js';
import type { ImportProfile } from '../../receivables/imports/profiles/import-profile.js';
import type { ToldRefusal } from '../refused-form.js';
import { delimiterWord } from './draft-fields.js';
import type { ImportWords } from './import-words.js';

/** A form of the profiles' page that was sent and not taken. */
export interface SentProfile {
  form: 'copy' | 'retire';
  typed: Record<string, string>;
  told: ToldRefusal;
}

/** A profile in words: what kind of file it reads, and which of its columns is which. */
export function profileView(source: string, definition: ImportProfile, words: ImportWords, language: Language): object {
  const { kind, encoding, delimiter, dateFormat, columns, constants } = definition;
  return {
    source,
    title: words.source(language, source),
    kindWord: words.kind(language, kind),
    encoding: encoding.toUpperCase(),
    delimiter: delimiterWord(delimiter),
    dateFormat,
    columns: Object.entries(columns).map(([name, label]) => ({ column: words.column(language, name), label })),
    constants: Object.entries(constants).map(([name, value]) => ({ column: words.column(language, name), value })),
  };
}
