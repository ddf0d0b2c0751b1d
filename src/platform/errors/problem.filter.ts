import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, languageOf } from '../i18n/language.js';
import { Texts } from '../i18n/texts.js';
import { type FieldError, Problem } from './problem.js';
import { recognise } from './recognise.js';

/** The body of every answer that is not a success (RFC 9457). */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  facts: Record<string, unknown>;
  errors?: { field: string; code: string; message: string }[];
  requestId: string;
}

/** Turns whatever a request throws into problem+json. What nobody foresaw is logged and answered without its inner details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  constructor(private readonly texts: Texts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const body = this.bodyOf(this.known(error, request), languageOf(request.headers['accept-language']), request.id);
    const { retryAfterSeconds } = body.facts;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    // A body that was being streamed can only be cut off.
    if (reply.raw.headersSent) reply.raw.destroy();
    else void reply.status(body.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(body));
  }

  /** The problem behind an error, put into the log where somebody has to look after it. */
  known(error: unknown, request: FastifyRequest): Problem {
    const known = recognise(error);
    if (!known) this.log.error({ requestId: request.id, err: error }, 'unexpected error');
    else if (known.status === 503 && known !== error) this.log.warn({ requestId: request.id, err: error }, known.code);
    return known ?? new Problem(500, 'internal');
  }

  /** @param requestId as in the log */
  bodyOf(problem: Problem, language: Language, requestId: string): ProblemBody {
    return this.body(problem, language, requestId, ['field']);
  }

  /** The same for whoever filled in a form: what to type, and not what a program has to send. */
  formOf(problem: Problem, language: Language, requestId: string): ProblemBody {
    return this.body(problem, language, requestId, ['typed', 'field']);
  }

  private body(problem: Problem, language: Language, requestId: string, wordings: readonly string[]): ProblemBody {
    return {
      type: `urn:recoup:problem:${problem.code}`,
      title: this.texts.say(language, `problems:title.${problem.status}`),
      status: problem.status,
      code: problem.code,
      detail: this.texts.say(language, this.sentenceOf(problem.code, language), problem.facts),
      facts: problem.facts,
      errors: problem.errors?.map((error) => this.told(error, language, wordings)),
      requestId,
    };
  }

  private sentenceOf(code: string, language: Language): string {
    const refusal = `refusals:${code}`;
    return this.texts.has(language, refusal) ? refusal : `problems:${code}`;
  }

  private told({ field, code, message, facts }: FieldError, language: Language, wordings: readonly string[]) {
    const keys = wordings.map((wording) => `problems:${wording}.${code}`);
    const key = keys.find((one) => this.texts.has(language, one)) ?? `problems:field.${code}`;
    return { field, code, message: message ?? this.texts.say(language, key, facts) };
  }
}
