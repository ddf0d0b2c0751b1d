import { randomUUID } from 'node:crypto';
import { Body, Param, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommandDoor } from '../cases/command-door.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { Problem } from '../platform/errors/problem.js';
import { PageController } from '../platform/pages/page-route.js';
import { Id, Name } from '../platform/shapes.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { localPath } from './local-path.js';
import { PageFilter } from './page.filter.js';
import { placeForm } from './place-form.js';

class DoPath {
  @Id() id!: string;
  @Name({ max: 40 }) type!: string;
}

/** A command given by a form: its fields are the command's, beside `version`, `key` and `back`. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('cases/:id/do/:type')
export class DoPage {
  constructor(
    private readonly frame: Frame,
    private readonly door: CommandDoor,
    private readonly problems: ProblemFilter,
  ) {}

  /** Ends where the form was; a refusal as the form again, with what was typed and the reason. */
  @Post()
  async take(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
    @Param() { id, type }: DoPath,
    @Body() typed: Record<string, unknown> = {},
  ): Promise<string | undefined> {
    const { version, key, back, ...fields } = typed;
    const body = { type, ...Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => said(name, value))) };
    try {
      await this.door.give(
        { caseId: id, body, version: versionOf(version) },
        person,
        typeof key === 'string' && key !== '' ? key : undefined,
      );
      return void reply.redirect(localPath(back), 303);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 404) throw error;
      const looking = await this.frame.around(request, person);
      const problem = this.problems.bodyOf(error, looking.language, request.id);
      reply.status(problem.status);
      const today = looking.frame.company?.businessDate ?? '';
      // A stale form is of the version of now once its reader was told; a kept refusal must not be the answer to what is typed next.
      const now = error.code === 'request.stale' ? error.facts.version : version;
      const form = placeForm({ id, type, version: now, back: localPath(back), key: randomUUID(), today, typed: fields });
      return this.frame.render('cases/do', looking, { form, problem });
    }
  }
}

/** What was left empty was not said; an amount may be typed with separators. */
function said(name: string, value: unknown): [string, unknown][] {
  if (typeof value !== 'string') return [[name, value]];
  if (value.trim() === '') return [];
  return [[name, /amount$/i.test(name) ? value.replaceAll(/[,，\s]/g, '') : value]];
}

function versionOf(version: unknown): number | undefined {
  return typeof version === 'string' && /^\d{1,9}$/.test(version) ? Number(version) : undefined;
}
