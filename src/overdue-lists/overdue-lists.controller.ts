import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sayRefusal } from '../cases/say-refusal.js';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { IdPage } from '../people/paging.js';
import { Person } from '../people/signed-in-request.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { answered } from './answer-forms.js';
import { Answers } from './answers.js';
import { ListDrafts } from './list-drafts.js';
import { listReaders } from './list-scope.js';
import { OverdueLists } from './overdue-lists.js';
import {
  AnswersAnswer,
  AnswersForm,
  DraftedAnswer,
  DraftForm,
  GonePage,
  ListAnswer,
  ListPath,
  ListsPage,
  ListsQuery,
  RowDetail,
  RowPath,
  RowsPage,
  RowsQuery,
} from './overdue-lists.shapes.js';
import { Publication } from './publication.js';

/** The monthly lists; what is said to single rows is in list-rows.controller.ts. */
@ApiTags('overdue lists')
@ApiBearerAuth()
@AllowRoles(...listReaders)
@Controller('api/v1/overdue-lists')
export class OverdueListsController {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
    private readonly lists: OverdueLists,
    private readonly drafts: ListDrafts,
    private readonly publication: Publication,
    private readonly answers: Answers,
  ) {}

  /** The newest month first. */
  @Get()
  @ApiOkResponse({ type: ListsPage })
  page(@Person() person: CurrentPerson, @Query() query: ListsQuery): Promise<ListsPage> {
    return this.lists.page(person, query);
  }

  /** Drafts the list of a month that is over, or drafts it anew before it is published, with what has been entered since. */
  @Post()
  @AllowRoles('ar_clerk')
  @ApiCreatedResponse({ type: DraftedAnswer })
  @ApiOkResponse({ type: DraftedAnswer, description: 'There was a draft; `changes` says what is different' })
  async draft(
    @Person() person: CurrentPerson,
    @Body() { company, month }: DraftForm,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftedAnswer> {
    const { id, isNew, changes } = await this.database.transaction((tx) => this.drafts.draftAnew(tx, person, company, month));
    reply.status(isNew ? 201 : 200);
    return { ...(await this.lists.read(person, id)), changes };
  }

  @Get(':id')
  @ApiOkResponse({ type: ListAnswer })
  read(@Person() person: CurrentPerson, @Param() { id }: ListPath): Promise<ListAnswer> {
    return this.lists.read(person, id);
  }

  /** In the list's order: by customer and due date. */
  @Get(':id/rows')
  @ApiOkResponse({ type: RowsPage })
  rows(@Person() person: CurrentPerson, @Param() { id }: ListPath, @Query() query: RowsQuery): Promise<RowsPage> {
    return this.lists.rows(person, id, query);
  }

  /** With all that happened to it. */
  @Get(':id/rows/:row')
  @ApiOkResponse({ type: RowDetail })
  row(@Person() person: CurrentPerson, @Param() { id, row }: RowPath): Promise<RowDetail> {
    return this.lists.row(person, id, row);
  }

  /** Rows of the last list that are not on this one. */
  @Get(':id/gone')
  @ApiOkResponse({ type: GonePage })
  gone(@Person() person: CurrentPerson, @Param() { id }: ListPath, @Query() query: IdPage): Promise<GonePage> {
    return this.lists.gone(person, id, query);
  }

  /** Its rows wait for their owners from now on, who are told. */
  @Post(':id/publish')
  @HttpCode(200)
  @AllowRoles('ar_clerk')
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The version in quotes: another draft than the one that was read is not published',
  })
  @ApiOkResponse({ type: ListAnswer })
  async publish(@Person() person: CurrentPerson, @Param() { id }: ListPath, @Headers('if-match') ifMatch?: string): Promise<ListAnswer> {
    await this.database.transaction((tx) => this.publication.publish(tx, person, id, versionOf(ifMatch)));
    return this.lists.read(person, id);
  }

  /** Many rows of one owner, or of those they stand in for, each answered by itself. */
  @Post(':id/answers')
  @HttpCode(200)
  @AllowRoles('salesperson', 'sales_manager')
  @ApiOkResponse({ type: AnswersAnswer })
  async answer(
    @Person() person: CurrentPerson,
    @Param() { id }: ListPath,
    @Body() form: AnswersForm,
    @Req() request: FastifyRequest,
  ): Promise<AnswersAnswer> {
    const asked = answered(form);
    const outcomes = await this.database.transaction((tx) => this.answers.give(tx, person, id, asked));
    const say = sayRefusal(this.texts, languageOf(request.headers['accept-language']));
    return {
      answers: outcomes.map((outcome) => {
        if (!('refused' in outcome)) return outcome;
        const { row, status, refused } = outcome;
        return { row, status, code: refused.key, detail: say(refused.key, refused.facts), facts: refused.facts };
      }),
    };
  }
}

/** `"7"`, as GET answers it. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw new Problem(400, 'request.invalid', {}, [{ field: 'If-Match', code: 'version' }]);
  return Number(version);
}
