import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Names } from '../people/names.js';
import { Problem } from '../platform/errors/problem.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { type SentForm, SentForms } from '../platform/pages/sent-forms.js';

/** What happened to something between looking at it and sending its form. */
export interface MeanwhileView {
  done: { actor: string; at: Date; what: string }[];
  /** What was written into the refused form, which may not be on the page any more. */
  written: string[];
}

const writing = /^(reason|note|topic|amount|reference|receivedOn|endsOn|points|keepAs)(\.|$)/;

/** Whether people write into the field what only they know: the others they find again on the page. */
export function isWriting(field: string): boolean {
  return writing.test(field);
}

/** A form that is refused because somebody was faster says who it was, and what they did. */
@Injectable()
export class Meanwhile {
  private readonly forms = new WeakMap<FastifyRequest, SentForm>();
  private readonly views = new WeakMap<FastifyRequest, MeanwhileView>();

  constructor(
    private readonly sent: SentForms,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  /** The request brings a form of which it is known when it was made. */
  begin(request: FastifyRequest, form: SentForm): void {
    this.forms.set(request, form);
  }

  /** For a form that writes over what is there, whoever wrote it. @throws Problem 412 `request.stale` */
  async refuseOverwriting(request: FastifyRequest): Promise<void> {
    const form = this.forms.get(request);
    const done = form ? await this.sent.since(form) : [];
    if (done.some(({ route }) => route === form?.route)) throw new Problem(412, 'request.stale');
  }

  /** Looks for what stands behind a refusal; the page then says it. */
  async look(request: FastifyRequest, language: Language): Promise<void> {
    const form = this.forms.get(request);
    const done = form ? await this.sent.since(form) : [];
    if (done.length === 0) return;
    const names = await this.names.of(done.map(({ login }) => login));
    const told = (route: string) => (this.texts.has(language, `forms:sent.${route}`) ? route : 'other');
    this.views.set(request, {
      done: done.map(({ login, route, at }) => ({
        actor: names.get(login) ?? login,
        at,
        what: this.texts.say(language, `forms:sent.${told(route)}`),
      })),
      written: Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, text]) =>
        isWriting(name) && typeof text === 'string' && text.trim() !== '' ? [text] : [],
      ),
    });
  }

  of(request: FastifyRequest): MeanwhileView | undefined {
    return this.views.get(request);
  }
}
