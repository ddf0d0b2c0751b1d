import { randomUUID } from 'node:crypto';
import { Body, Get, HttpCode, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { attemptChannels, attemptOutcomes } from '../../../workflows/collection-case/commands.js';
import { CaseList } from '../../cases/case-list.js';
import { CasesQuery } from '../../cases/cases.shapes.js';
import { type Asked, CommandDoor, type RefusedItem, type TakenCommand } from '../../cases/command-door.js';
import { sayRefusal } from '../../cases/say-refusal.js';
import { oneOf } from '../../cases/worklist-tabs.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Owners } from '../../people/owners.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { ProblemFilter } from '../../platform/errors/problem.filter.js';
import { Problem } from '../../platform/errors/problem.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame, type Looking } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { localPath } from '../local-path.js';
import { withCases } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { type BulkType, bulkFields, isBulkType } from './bulk-types.js';

type Fields = Record<string, unknown>;
type Told = ({ case: string } & Partial<RefusedItem>) | TakenCommand;

/** As many as the page of the list at its longest. */
const atOnce = 200;

/** One command for many cases: typed, then shown who is refused and why, then done. Nothing is done before it was shown. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...withCases)
@PageController('cases/bulk')
export class BulkPage {
  constructor(
    private readonly frame: Frame,
    private readonly door: CommandDoor,
    private readonly cases: CaseList,
    private readonly owners: Owners,
    private readonly texts: Texts,
    private readonly problems: ProblemFilter,
  ) {}

  /** Who reloads after signing in again begins anew. */
  @Get()
  begin(@Res() reply: FastifyReply): void {
    void reply.redirect('/cases', 303);
  }

  @Post()
  @HttpCode(200)
  async take(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
    @Body() fields: Fields = {},
  ): Promise<string> {
    const { type, step } = fields;
    if (!isBulkType(type))
      throw new Problem(400, 'request.invalid', {}, [
        { field: 'type', code: 'choice', facts: { allowed: Object.keys(bulkFields).join(', ') } },
      ]);
    const chosen = chosenOf(fields.case);
    const looking = await this.frame.around(request, person);
    if (chosen.length === 0) throw new Problem(400, 'bulk.none_chosen');
    if (chosen.length > atOnce) throw new Problem(400, 'bulk.too_many', { atOnce, chosen: chosen.length });
    const body = bodyOf(type, fields);
    if (step !== 'preview' && step !== 'do') return this.form(looking, person, type, chosen, fields);
    try {
      if (step === 'preview') {
        const answers = await this.door.foresee(chosen, body, person);
        return await this.told(looking, person, { name: 'cases/bulk-preview', type, answers, chosen, fields, key: randomUUID() });
      }
      const origin = { path: '/cases/bulk', requestId: request.id };
      const key = typeof fields.key === 'string' && fields.key !== '' ? fields.key : undefined;
      const answers = await this.door.giveMany(
        chosen.map((one) => ({ ...one, body })),
        person,
        key,
        origin,
      );
      return await this.told(looking, person, { name: 'cases/bulk-result', type, answers, chosen, fields });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      reply.status(400);
      return this.form(looking, person, type, chosen, fields, this.problems.formOf(error, looking.language, request.id));
    }
  }

  private async form(
    looking: Looking,
    person: CurrentPerson,
    type: BulkType,
    chosen: Chosen[],
    fields: Fields,
    problem?: object,
  ): Promise<string> {
    const { company } = looking.frame;
    const everybody =
      company !== undefined && rolesIn(person, company.id).some((role) => role !== 'salesperson' && role !== 'sales_manager');
    const owners = type === 'reassign' && company ? await this.owners.of(person, company.id, everybody) : [];
    return this.frame.render('cases/bulk', looking, {
      type,
      chosen: chosen.map(({ value }) => value),
      count: chosen.length,
      typed: { on: company?.businessDate, ...fields },
      back: localPath(fields.back),
      channels: attemptChannels,
      outcomes: attemptOutcomes,
      owners,
      problem,
      fields: bulkFields[type],
    });
  }

  private async told(
    looking: Looking,
    person: CurrentPerson,
    {
      name,
      type,
      answers,
      chosen,
      fields,
      key,
    }: { name: string; type: BulkType; answers: readonly Told[]; chosen: Chosen[]; fields: Fields; key?: string },
  ): Promise<string> {
    const query = Object.assign(new CasesQuery(), { state: 'all', limit: atOnce });
    const rows = await this.cases.worklist(query, person, oneOf(chosen.map(({ caseId }) => caseId)));
    const byId = new Map(rows.items.map((row) => [row.id, { ...row, stored: undefined }]));
    const say = sayRefusal(this.texts, looking.language);
    const all = answers.map((answer) => ({
      id: answer.case,
      row: byId.get(answer.case),
      ...('code' in answer && answer.code !== undefined && { code: answer.code, detail: say(answer.code, answer.facts ?? {}) }),
    }));
    const refused = all.filter((one) => 'code' in one);
    const taken = all.filter((one) => !('code' in one));
    return this.frame.render(name, looking, {
      type,
      count: all.length,
      refused,
      taken,
      going: chosen.filter(({ caseId }) => taken.some(({ id }) => id === caseId)).map(({ value }) => value),
      kept: bulkFields[type].flatMap((field) => (typeof fields[field] === 'string' ? [{ name: field, value: fields[field] }] : [])),
      back: localPath(fields.back),
      key,
    });
  }
}

interface Chosen extends Omit<Asked, 'body'> {
  value: string;
}

/** `<case>.<version>` each, as the boxes of the list have it. @throws Problem 400 `request.invalid` */
function chosenOf(values: unknown): Chosen[] {
  const all = [...new Set([values ?? []].flat())];
  return all.map((value) => {
    const [, caseId = '', version] = /^(\d{1,18})\.(\d{1,9})$/.exec(String(value)) ?? [];
    if (caseId === '') throw new Problem(400, 'request.invalid', {}, [{ field: 'case', code: 'id' }]);
    return { value: String(value), caseId, version: Number(version) };
  });
}

function bodyOf(type: BulkType, fields: Fields): Fields {
  const typed = bulkFields[type]
    .map((name) => [name, fields[name]])
    .filter(([, value]) => typeof value === 'string' && value.trim() !== '');
  return { type, ...Object.fromEntries(typed) };
}
