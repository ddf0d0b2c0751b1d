import { isFormType } from '../cases/forms/command-forms.js';
import type { Language } from '../platform/i18n/language.js';
import type { Texts } from '../platform/i18n/texts.js';
import { titleOf } from './case/said.js';
import type { HeldForm } from './held-form.js';
import { isWriting } from './meanwhile.js';

export interface HeldWords {
  /** What it does; left out for what has no name of its own. */
  readonly doing?: string;
  /** What was written, by the labels of the fields. */
  readonly written: readonly { label: string | undefined; value: string }[];
}

/** A held form, as whoever sent it knows it again: codes stay hidden. */
export function heldWords({ action, fields }: HeldForm, texts: Texts, language: Language): HeldWords {
  const [, type = ''] = /^\/cases\/\d+\/do\/(\w+)$/.exec(action) ?? [];
  const written = fields.filter(([name, value]) => isWriting(name) && value.trim() !== '');
  return {
    ...(isFormType(type) && { doing: titleOf(type, texts, language) }),
    written: written.map(([name, value]) => ({ label: labelOf(name, type, texts, language), value })),
  };
}

function labelOf(name: string, type: string, texts: Texts, language: Language): string | undefined {
  const [word = ''] = /[a-z]+$/i.exec(name) ?? [];
  const key = [`forms:fieldOf.${type}.${word}`, `forms:field.${word}`].find((one) => texts.has(language, one));
  return key === undefined ? undefined : texts.say(language, key);
}
