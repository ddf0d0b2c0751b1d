import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseIdParam } from '../../cases/cases.controller.js';
import { CommandDoor } from '../../cases/command-door.js';
import { irreversible } from '../../cases/forms/irreversible.js';
import { type TypedForm, textOf, typedBody, withoutBlankRows } from '../../cases/forms/typed-body.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { localPath } from '../local-path.js';
import { MyDayScreen } from '../my-day/my-day-screen.js';
import { PageFilter } from '../page.filter.js';
import { casePath } from '../paths.js';
import { formOf } from './case-form.js';
import { CaseScreen } from './case-screen.js';

/** A case whole, and the form of every command that its door knows. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('cases')
export class CasePage {
  constructor(
    private readonly screen: CaseScreen,
    private readonly door: CommandDoor,
    private readonly day: MyDayScreen,
  ) {}

  /** `?do=logAttempt` opens a form, `?before=120` shows earlier lines. */
  @Get(':id')
  async show(
    @Req() request: SignedInRequest,
    @Param() { id }: CaseIdParam,
    @Person() person: CurrentPerson,
    @Query() query: Record<string, unknown>,
  ): Promise<string> {
    return this.screen.show(request, id, person, {
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
      const refused = { id, type, typed, error, version, back };
      const atTask = back === '/' ? await this.day.again(request, reply, person, refused) : undefined;
      return atTask ?? this.screen.again(request, reply, person, refused);
    }
  }
}

function versionOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
