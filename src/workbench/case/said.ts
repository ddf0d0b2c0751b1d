import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import { withSeparators } from '../../platform/print/figures.js';

/** A command's name, as a button says it. */
export function titleOf(type: string, texts: Texts, language: Language): string {
  return capital(texts.say(language, `cases:command.${type}`));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The API writes amounts for machines; people read them by their separators. */
export function readable(facts: Record<string, unknown>): Record<string, unknown> {
  const isAmount = (value: unknown): value is string => typeof value === 'string' && /^\d{4,16}\.\d{2}$/.test(value);
  return Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, isAmount(value) ? withSeparators(value) : value]));
}
