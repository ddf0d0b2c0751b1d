import type { Language } from '../platform/i18n/language.js';
import type { Texts } from '../platform/i18n/texts.js';
import type { Say } from './case-view.js';
import { factsOf } from './refusal-problem.js';

/** A refusal's sentence in the reader's language, as the problem filter says it. */
export function sayRefusal(texts: Texts, language: Language): Say {
  return (key, facts) =>
    texts.say(language, texts.has(language, `refusals:${key}`) ? `refusals:${key}` : `problems:${key}`, factsOf(facts));
}
