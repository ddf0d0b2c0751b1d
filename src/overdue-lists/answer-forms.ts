import { type Cents, cents } from '../../workflows/money.js';
import type { Objection } from '../../workflows/overdue-list/row.js';
import { type FieldError, Problem } from '../platform/errors/problem.js';
import type { Answered } from './answers.js';
import type { AnswersForm, ObjectForm } from './overdue-lists.shapes.js';

type AnswerForm = AnswersForm['answers'][number];

export function objectionFrom({ reason, note, balance, owner }: ObjectForm): Objection {
  return { reason, note, ...balanceIn(balance), ...(owner !== undefined && { owner }) };
}

export function balanceIn(balance: string | undefined): { balanceCents?: Cents } {
  return balance === undefined ? {} : { balanceCents: cents(balance) };
}

/** @throws Problem 400 `request.invalid` for an objection without its reason or note, a confirmation with more than it takes, a row twice */
export function answered({ answers }: AnswersForm): Answered[] {
  const seen = new Set<string>();
  const errors = answers.flatMap((answer, index) => faultsOf(answer, `answers.${index}`, seen));
  if (answers.length === 0) errors.push({ field: 'answers', code: 'required' });
  if (errors.length > 0) throw new Problem(400, 'request.invalid', {}, errors);
  return answers.map(({ row, answer, reason, note, balance, owner }) =>
    answer === 'object' && reason !== undefined && note !== undefined
      ? { row, objection: objectionFrom({ reason, note, balance, owner }) }
      : { row },
  );
}

function faultsOf({ row, answer, ...rest }: AnswerForm, at: string, seen: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  if (seen.has(row)) errors.push({ field: `${at}.row`, code: 'twice' });
  seen.add(row);
  for (const field of ['reason', 'note'] as const)
    if (answer === 'object' && rest[field] === undefined) errors.push({ field: `${at}.${field}`, code: 'required' });
  for (const field of ['reason', 'note', 'balance', 'owner'] as const)
    if (answer === 'confirm' && rest[field] !== undefined) errors.push({ field: `${at}.${field}`, code: 'unknown' });
  return errors;
}
