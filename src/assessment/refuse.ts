import type { AssessmentRefusal } from '../../workflows/scorecard/refusal.js';
import { type FieldError, Problem } from '../platform/errors/problem.js';
import type { Language } from '../platform/i18n/language.js';
import type { Texts } from '../platform/i18n/texts.js';

/** @throws Problem 409 with the refusal's key, where there is one */
export function refuse(refusal: AssessmentRefusal | undefined): void {
  if (refusal) throw new Problem(409, refusal.key, { ...refusal.facts });
}

/** One thing wrong with a field, as a sentence in the reader's language. @param key of the sentence, with its room */
export function fieldFault(texts: Texts, language: Language, field: string, { key, facts }: AssessmentRefusal): FieldError {
  return { field, code: key.slice(key.indexOf(':') + 1), message: texts.say(language, key, { ...facts }) };
}
