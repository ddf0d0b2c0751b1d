import { databaseTrouble } from '../database/trouble.js';
import { Texts } from '../i18n/texts.js';
import { plainReason } from '../jobs/plain-reason.js';
import { StartupError } from '../startup-error.js';
import { ProblemFilter } from './problem.filter.js';
import { recognise } from './recognise.js';

/**
 * What a command failed by, as a sentence where somebody foresaw it: a refusal, bad input, the database away.
 * @returns a StartupError, or the error as it came
 */
export function toldFailure(error: unknown): unknown {
  const sentences = (error instanceof AggregateError ? (error.errors as unknown[]) : [error]).map(sentenceFor);
  return sentences.some((sentence) => sentence === undefined) ? error : new StartupError([...new Set(sentences)].join(' '));
}

function sentenceFor(error: unknown): string | undefined {
  if (error instanceof StartupError) return error.message;
  // Of a request nothing is done then; of a command, what it had finished by then.
  if (databaseTrouble(error))
    return `The database is busy or away, or has given up what this process had under way (${plainReason(error)}). What was finished is kept, the rest is not done: run it again.`;
  const problem = recognise(error);
  if (!problem) return undefined;
  const { detail, errors = [] } = new ProblemFilter(new Texts()).bodyOf(problem, 'en', '');
  return [detail, ...errors.map(({ field, message }) => `${field}: ${message}`)].join(' ');
}
