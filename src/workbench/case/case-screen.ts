import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { TypedForm } from '../../cases/forms/typed-body.js';
import type { CurrentPerson } from '../../people/current-person.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { ProblemFilter } from '../../platform/errors/problem.filter.js';
import { Problem } from '../../platform/errors/problem.js';
import { Frame } from '../frame.js';
import { casePath } from '../paths.js';
import { actionsView } from './actions-view.js';
import { CaseForm, type Refused } from './case-form.js';
import { CaseLook } from './case-look.js';
import { headView } from './head-view.js';
import { panelsView } from './panels-view.js';
import { readable } from './said.js';
import { timelineView } from './timeline-view.js';

/** What of the page is asked for. */
export interface Wish {
  /** The command whose form is open. */
  readonly doing?: string;
  /** Lines of the record before this one. */
  readonly before?: number;
}

/** A form that was sent and is not taken. */
export interface Sent {
  readonly id: string;
  readonly type: string;
  readonly typed: TypedForm;
  readonly error: Problem;
  /** Of the case as the person saw it. */
  readonly version?: number | undefined;
  /** Where it was to lead. */
  readonly back?: string;
}

/** Puts the page of a case together. */
@Injectable()
export class CaseScreen {
  constructor(
    private readonly frame: Frame,
    private readonly look: CaseLook,
    private readonly form: CaseForm,
    private readonly problems: ProblemFilter,
  ) {}

  /** @throws Problem 404 `case.unknown` */
  show(request: SignedInRequest, id: string, person: CurrentPerson, wish: Wish): Promise<string> {
    return this.page(request, id, person, wish);
  }

  /** The page again, with the form as it was typed and what is wrong with it. */
  again(request: SignedInRequest, reply: FastifyReply, person: CurrentPerson, sent: Sent): Promise<string> {
    reply.status(sent.error.status);
    return this.page(request, sent.id, person, { doing: sent.type }, sent);
  }

  private async page(request: SignedInRequest, id: string, person: CurrentPerson, { doing, before }: Wish, sent?: Sent): Promise<string> {
    const looking = await this.frame.around(request, person);
    const looked = await this.look.at(id, person, looking.language, before);
    const isAllowed = looked.possible.allowed.some((type) => type === doing);
    const refused = sent && (await this.refused(looked, person, sent, request.id));
    return this.frame.render('case/case', looking, {
      head: headView(looked),
      actions: actionsView(looked, doing),
      form:
        doing !== undefined && (refused || isAllowed)
          ? await this.form.view(doing, looked, sent?.back ?? casePath(id), refused)
          : undefined,
      timeline: timelineView(looked),
      panels: panelsView(looked),
      before,
    });
  }

  /** Why a form comes again, as its form shows it. */
  async refused(looked: Awaited<ReturnType<CaseLook['at']>>, person: CurrentPerson, sent: Sent, requestId: string): Promise<Refused> {
    const { typed, error, version } = sent;
    const problem = this.problems.formOf(
      new Problem(error.status, error.code, readable(error.facts), error.errors),
      looked.telling.language,
      requestId,
    );
    if (error.code !== 'request.stale' || version === undefined) return { typed, problem };
    return { typed, problem, changes: await this.look.since(looked, person, version) };
  }
}
