import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseIdParam } from '../../cases/cases.controller.js';
import { CommandDoor } from '../../cases/command-door.js';
import { irreversible } from '../../cases/forms/irreversible.js';
import { type TypedForm, textOf, typedBody, withoutBlankRows } from '../../cases/forms/typed-body.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { ProblemFilter } from '../../platform/errors/problem.filter.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { localPath } from '../local-path.js';
import { PageFilter } from '../page.filter.js';
import { casePath } from '../paths.js';
import { actionsView } from './actions-view.js';
import { CaseForm, formOf, type Refused } from './case-form.js';
import { CaseLook } from './case-look.js';
import { headView } from './head-view.js';
import { panelsView } from './panels-view.js';
import { timelineView } from './timeline-view.js';

/** A case whole, and the form of every command that its door knows. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('cases')
export class CasePage {
  constructor(
    private readonly frame: Frame,
    private readonly look: CaseLook,
    private readonly form: CaseForm,
    private readonly door: CommandDoor,
    private readonly problems: ProblemFilter,
  ) {}

  /** `?do=logAttempt` opens a form, `?before=120` shows earlier lines. */
  @Get(':id')
  async show(
    @Req() request: SignedInRequest,
    @Param() { id }: CaseIdParam,
    @Person() person: CurrentPerson,
    @Query() query: Record<string, unknown>,
  ): Promise<string> {
    return this.page(request, id, person, {
      ...(typeof query.do === 'string' && { doing: query.do }),
      ...(typeof query.before === 'string' && /^\d{1,9}$/.test(query.before) && { before: Number(query.before) }),
    });
  }

  /** Gives the command that was typed. What is refused comes again with its sentence, and with what was typed. */
  @Post(':id/do/:type')
  async give(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Param('type') type: string,
    @Person() person: CurrentPerson,
    @Body() sent: TypedForm = {},
  ): Promise<string | undefined> {
    const fields = formOf(type);
    if (!fields || type === 'attachEvidence' || !/^\d{1,18}$/.test(id)) throw new Problem(404, 'request.not_found');
    const typed = withoutBlankRows(fields, sent);
    const version = versionOf(textOf(sent.version));
    const key = textOf(sent.key);
    const back = sent.back === undefined ? casePath(id) : localPath(sent.back);
    try {
      if (irreversible.some((one) => one === type) && sent.confirmed !== 'yes')
        throw new Problem(400, 'request.invalid', {}, [{ field: 'confirmed', code: 'confirmed' }]);
      const body = { type, ...typedBody(fields, typed) };
      await this.door.give({ caseId: id, body, version }, person, key === '' ? undefined : `page ${type} ${key}`.slice(0, 200));
      return void reply.redirect(back, 303);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 404) throw error;
      return this.again(request, reply, person, { id, type, typed, error, version, back });
    }
  }

  /** @throws Problem of everything that a form cannot mend */
  async again(
    request: SignedInRequest,
    reply: FastifyReply,
    person: CurrentPerson,
    {
      id,
      type,
      typed,
      error,
      version,
      back,
    }: { id: string; type: string; typed: TypedForm; error: Problem; version?: number | undefined; back?: string },
  ): Promise<string> {
    const { language } = await this.frame.around(request, person);
    const problem = this.problems.bodyOf(error, language, request.id);
    reply.status(problem.status);
    return this.page(request, id, person, { doing: type, refused: { typed, problem }, version, ...(back !== undefined && { back }) });
  }

  private async page(
    request: SignedInRequest,
    id: string,
    person: CurrentPerson,
    wish: { doing?: string; before?: number; refused?: Refused; version?: number | undefined; back?: string },
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const looked = await this.look.at(id, person, looking.language, wish.before);
    const { doing, version, back = casePath(id) } = wish;
    const isStale = wish.refused?.problem.code === 'request.stale' && version !== undefined;
    const refused = isStale && wish.refused ? { ...wish.refused, changes: await this.look.since(looked, person, version) } : wish.refused;
    const isOffered = doing !== undefined && (refused !== undefined || looked.possible.allowed.some((type) => type === doing));
    return this.frame.render('case/case', looking, {
      head: headView(looked),
      actions: actionsView(looked, doing),
      form: isOffered ? await this.form.view(doing, looked, back, refused) : undefined,
      timeline: timelineView(looked),
      panels: panelsView(looked),
      before: wish.before,
    });
  }
}

function versionOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
