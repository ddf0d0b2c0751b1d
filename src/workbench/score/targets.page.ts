import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { SchemeDecisionForm, SchemeRejectionForm } from '../../assessment/schemes/schemes.shapes.js';
import { TargetProposals } from '../../assessment/targets/target-proposals.js';
import { HistoryTargetsForm, TargetsForm } from '../../assessment/targets/targets.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { deskReaders } from './score-room.js';
import { TargetScreen } from './target-screen.js';

const fields = [
  'company',
  'period',
  'post',
  'channel',
  'years',
  'growth',
  'reason',
  'source',
  'reference',
  'person',
  'collection',
  ...metricKeys.flatMap((key) => [`baseline.${key}`, `target.${key}`, `challenge.${key}`]),
];

/** Targets: proposed by hr, approved by the finance director, replaced by later ones. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...deskReaders)
@PageController('score/desk/targets')
export class ScoreTargetsPage {
  constructor(
    private readonly screen: TargetScreen,
    private readonly proposals: TargetProposals,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Query('period') period: unknown, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, period);
  }

  @Post('from-history')
  fromHistory(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.send({ form: 'history', body, request, reply, person }, async ({ years, ...typed }) => {
      await this.proposals.fromHistory(person, await readForm(HistoryTargetsForm, { ...typed, years: Number(years) }));
    });
  }

  /** Of one person; an adjustment is the same with its reason. */
  @Post('by-hand')
  byHand(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.send({ form: 'hand', body, request, reply, person }, async (typed) => {
      const { company, period, reference, reason } = typed;
      const collection = typed.collection?.replace(/[,，\s\u2009]/g, '');
      const metrics = metricKeys.flatMap((key) => {
        const [baseline, target, challenge] = [typed[`baseline.${key}`], typed[`target.${key}`], typed[`challenge.${key}`]].map(fraction);
        return baseline || target || challenge ? [{ key, baseline, target, challenge }] : [];
      });
      const one = { person: typed.person, ...(collection !== undefined && { collection }), ...(metrics.length > 0 && { metrics }) };
      const source = reference === undefined ? 'manual' : 'benchmark';
      const form = { company, period, source, ...(reference !== undefined && { reference }), reason, targets: [one] };
      await this.proposals.byHand(person, await readForm(TargetsForm, form), person.language);
    });
  }

  @Post(':id/:step')
  decide(
    @Param('id', PageId) id: string,
    @Param('step') step: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.send({ form: step, about: id, body, request, reply, person }, async ({ reason }) => {
      if (step === 'approve') {
        const form = await readForm(SchemeDecisionForm, { ...(reason !== undefined && { reason }) });
        await this.proposals.approve(person, id, form.reason);
      }
      if (step === 'reject') await this.proposals.reject(person, id, (await readForm(SchemeRejectionForm, { reason })).reason);
      if (step === 'withdraw') await this.proposals.withdraw(person, id);
    });
  }

  private async send(
    { form, about, body, request, reply, person }: Sent,
    take: (typed: Record<string, string>) => Promise<void>,
  ): Promise<string | undefined> {
    const typed = typedInto(body, ...fields);
    const { period = '' } = typed;
    try {
      await take(typed);
      return void reply.redirect(`/score/desk/targets?period=${encodeURIComponent(period)}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.all(request, person, period, { form, ...(about !== undefined && { about }), typed, told });
    }
  }
}

interface Sent {
  form: string;
  about?: string;
  body: Record<string, unknown>;
  request: SignedInRequest;
  reply: FastifyReply;
  person: CurrentPerson;
}

/** People write per cent, '69.44'; a target is a fraction, '0.6944'. What is no number is left to the shape. */
function fraction(percent: string | undefined): string | undefined {
  const [, whole, part = ''] = /^(\d{1,5})(?:\.(\d{1,4}))?$/.exec(percent ?? '') ?? [];
  if (whole === undefined) return percent;
  const digits = `${whole.padStart(3, '0')}`;
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${part}`;
}
