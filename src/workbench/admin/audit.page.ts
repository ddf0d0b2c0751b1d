import { Get, Param, Post, Query, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { moneyReaders } from '../../audit/audit.controller.js';
import type { ReconciliationRow } from '../../audit/audit.shapes.js';
import { CountedMoney } from '../../audit/counted-money.js';
import { type KeptRefusal, Refusals } from '../../audit/refusals.js';
import { RefusalsQuery, refusalKinds } from '../../audit/refusals.shapes.js';
import { Seals, sealReaders } from '../../audit/seals.js';
import { VerificationRuns } from '../../audit/verify/verification-runs.js';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import { companiesAs } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { IdPage } from '../../people/paging.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { readable } from '../case/said.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';

const shownRuns = 10;

/** For whoever trusts nobody: verification, seals, what was refused, and the money added up both ways. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('auditor')
@PageController('admin')
export class AuditPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly runs: VerificationRuns,
    private readonly kept: Seals,
    private readonly refused: Refusals,
    private readonly counted: CountedMoney,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  @Get('verification')
  verification(@Visiting() visit: Visit): Promise<string> {
    return this.show(visit);
  }

  @Post('verification')
  verify(@Visiting() visit: Visit): Promise<string | undefined> {
    return this.desk.take(visit, {
      form: 'verify',
      typed: {},
      work: async () => {
        await this.runs.start(visit.person.login);
        return '/admin/verification';
      },
      again: (sent) => this.show(visit, undefined, sent),
    });
  }

  @Get('verification/:id')
  one(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string> {
    return this.show(visit, id);
  }

  @Get('seals')
  @AllowRoles(...sealReaders)
  async seals(@Visiting() visit: Visit, @Query() query: IdPage): Promise<string> {
    const looking = await this.desk.looking(visit);
    const { company } = looking.frame;
    if (!company) return this.desk.show('seals', 'seals', visit, looking, {});
    requireRole(visit.person, company.id, ...sealReaders);
    return this.desk.show('seals', 'seals', visit, looking, await this.kept.page(company.id, query));
  }

  /** As it lies outside the database: `recoup verify --seal` takes it. */
  @Get('seals/:company/:number')
  @AllowRoles(...sealReaders)
  async seal(
    @Visiting() visit: Visit,
    @Param('company') company: string,
    @Param('number', PageId) number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireRole(visit.person, company, ...sealReaders);
    const text = await this.kept.file(company, Number(number));
    const name = `${company}-${number.padStart(6, '0')}.json`;
    reply.type('application/json; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`);
    return text;
  }

  @Get('refusals')
  async refusals(@Visiting() visit: Visit, @Query() query: RefusalsQuery): Promise<string> {
    const page = await this.refused.page(query, visit.person);
    const kinds = refusalKinds.map((kind) => ({ kind, isHere: kind === query.kind }));
    const looking = await this.desk.looking(visit);
    const items = page.items.map((one) => ({ ...one, said: this.said(one, looking.language) }));
    return this.desk.show('refusals', 'refusals', visit, looking, { ...page, items, kinds, asked: query });
  }

  @Get('money')
  @AllowRoles(...moneyReaders)
  async money(@Visiting() visit: Visit): Promise<string> {
    const rows = await this.counted.of(companiesAs(visit.person, moneyReaders));
    const differences = ['ledgerDifference', 'receiptDifference', 'creditDifference', 'caseDifference'] as const;
    const items = rows.map(({ countedAt, ...row }) => ({
      ...written(row),
      countedAt,
      isEven: differences.every((one) => Number(row[one]) === 0),
    }));
    return this.desk.show('money', 'money', visit, await this.desk.looking(visit), {
      items,
      allEven: items.every(({ isEven }) => isEven),
      isCounted: items.some(({ countedAt }) => countedAt !== undefined),
    });
  }

  @Post('money/count')
  @AllowRoles(...moneyReaders)
  async countMoney(@Visiting() visit: Visit): Promise<string | undefined> {
    return this.desk.take(visit, {
      form: 'count',
      typed: {},
      work: async () => {
        await this.counted.again(companiesAs(visit.person, moneyReaders));
        return '/admin/money';
      },
      again: () => this.money(visit),
    });
  }

  /** As the person was told; of one whose facts were not kept, what kind of refusal it was. */
  private said({ code, status, facts }: KeptRefusal, language: Language): string {
    if (facts === null) return this.texts.say(language, `problems:title.${status}`);
    const key = ['refusals', 'problems'].map((room) => `${room}:${code}`).find((one) => this.texts.has(language, one));
    return this.texts.say(language, key ?? `problems:title.${status}`, readable(facts));
  }

  private async show(visit: Visit, id?: string, sent?: Sent): Promise<string> {
    const { items } = await this.runs.page({ limit: shownRuns });
    const shown = id === undefined ? items[0] : await this.runs.read(id);
    const known = await this.names.of(items.map(({ requestedBy }) => requestedBy));
    const isOpen = shown?.status === 'waiting' || shown?.status === 'running';
    return this.desk.show('verification', 'verification', visit, await this.desk.looking(visit), {
      shown,
      isOpen,
      mayStart: !items.some(({ status }) => status === 'waiting' || status === 'running'),
      percent: shown && shown.cases > 0 ? Math.min(100, Math.floor((shown.done * 100) / shown.cases)) : 0,
      items: items.map((run) => ({ ...run, requestedByName: known.get(run.requestedBy) ?? run.requestedBy })),
      sent,
    });
  }
}

/** A sum of nothing is written like any other. */
function written(row: ReconciliationRow): ReconciliationRow {
  const texts = Object.entries(row).map(([name, value]) => [name, /^-?\d+$/.test(value as string) ? `${value}.00` : value]);
  return Object.fromEntries(texts) as ReconciliationRow;
}
