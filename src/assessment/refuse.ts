import type { AssessmentRefusal } from '../../workflows/scorecard/refusal.js';
import { type FieldError, Problem } from '../platform/errors/problem.js';
import type { Language } from '../platform/i18n/language.js';
import type { Texts } from '../platform/i18n/texts.js';

/** @throws Problem 409 with the refusal's key, where there is one */
export function refuse(refusal: AssessmentRefusal | undefined): void {
  if (refusal) throw new Problem(409, refusal.key, { ...refusal.facts });
}

/** Facts that are keys of words: said as words. */
const worded = ['metric', 'post', 'stage'] as const;

/** One thing wrong with a field, as a sentence in the reader's language. @param key of the sentence */
export function fieldFault(
  texts: Texts,
  language: Language,
  field: string,
  { key, facts }: AssessmentRefusal,
): FieldError {
  const said = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const isWorded = (worded as readonly string[]).includes(name);
      return [name, isWorded ? texts.say(language, `assessment:${name}.${value}`) : value];
    }),
  );
  return { field, code: key.slice(key.indexOf(':') + 1), message: texts.say(language, key, said) };
}
