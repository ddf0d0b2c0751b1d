import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccessRecord } from '../people/access-record.js';
import type { SignedInRequest } from '../people/signed-in-request.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { Problem } from '../platform/errors/problem.js';
import { validationPipe } from '../platform/errors/validation.js';
import type { Language } from '../platform/i18n/language.js';
import { Meanwhile } from './meanwhile.js';

/** Why a form comes again. */
export interface ToldRefusal {
  code: string;
  detail: string;
  /** What is wrong with a field, by its name. */
  fields: Record<string, string>;
}

const pipe = validationPipe();

/** @throws Problem 400 `request.invalid` naming the fields */
export async function readForm<T>(form: new () => T, typed: object): Promise<T> {
  return (await pipe.transform(typed, { type: 'body', metatype: form })) as T;
}

/** What was typed into the named fields; one that was left blank says nothing. */
export function typedInto(typed: unknown, ...names: string[]): Record<string, string> {
  const fields = (typed ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name];
      const text = typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
      return text === '' ? [] : [[name, text]];
    }),
  );
}

/** Forms that are refused are shown again; what would be on the record behind the API is on it here. */
@Injectable()
export class RefusedForm {
  constructor(
    private readonly problems: ProblemFilter,
    private readonly record: AccessRecord,
    private readonly meanwhile: Meanwhile,
  ) {}

  /**
   * @param about the case that the form was for
   * @throws the error itself, unless it is a refusal of what was sent: what was typed may be unknown, too
   */
  async told(error: unknown, request: SignedInRequest, reply: FastifyReply, language: Language, about?: string): Promise<ToldRefusal> {
    if (!(error instanceof Problem) || (error.status === 404 && !isTyped(error, request.body))) throw error;
    const { status, code, facts } = error;
    await this.record.refusedRequest(request, new Problem(status, code, { ...facts, ...(about !== undefined && { case: about }) }));
    reply.status(status);
    if (status !== 400) await this.meanwhile.look(request, language);
    const { detail, errors = [] } = this.problems.formOf(error, language, request.id);
    return { code, detail, fields: Object.fromEntries(errors.map(({ field, message }) => [field, message])) };
  }
}

/** Whether what is unknown stands in the form, and not in its address. */
function isTyped({ facts }: Problem, body: unknown): boolean {
  const typed = Object.values((body ?? {}) as Record<string, unknown>).map((value) => (typeof value === 'string' ? value.trim() : value));
  return Object.values(facts).some((fact) => typeof fact === 'string' && fact !== '' && typed.includes(fact));
}
