import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { AllowRoles } from '../../people/allow-roles.js';
import { PageController } from '../../platform/pages/page-route.js';
import { ApproveForm, PolicyForm, RejectProposalForm } from '../../policy/policy.shapes.js';
import { PolicyHistory, policyReaders } from '../../policy/policy-history.js';
import { PolicyProposals } from '../../policy/policy-proposals.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk } from './admin-desk.js';
import { changesTyped, inputsOf } from './policy-fields.js';
import { PolicyScreen } from './policy-screen.js';
import { type Visit, Visiting } from './visit.js';

type Fields = Record<string, unknown>;

/** The numbers of the rules: what holds, how it came to hold, and what is proposed. Nothing is edited in place. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...policyReaders)
@PageController('admin/policy')
export class PolicyPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly screen: PolicyScreen,
    private readonly history: PolicyHistory,
    private readonly proposals: PolicyProposals,
  ) {}

  @Get()
  inForce(@Visiting() visit: Visit, @Query() { after }: Fields): Promise<string> {
    return this.screen.inForce(visit, typeof after === 'string' ? after : undefined);
  }

  // Before a proposal's: `new` is none.
  @Get('new')
  @AllowRoles('admin', 'hr')
  form(@Visiting() visit: Visit): Promise<string> {
    return this.screen.form(visit);
  }

  @Post()
  @AllowRoles('admin', 'hr')
  async propose(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const { company = '' } = typedInto(body, 'company');
    const last = await this.history.last(company);
    const typed = typedInto(
      body,
      'company',
      'effectiveFrom',
      'reason',
      ...inputsOf(last).flatMap(({ boxes }) => boxes.map(({ name }) => name)),
    );
    return this.desk.take(visit, {
      form: 'propose',
      typed,
      work: async () => {
        const { effectiveFrom, reason } = typed;
        const form = await readForm(PolicyForm, { company, effectiveFrom, reason, changes: changesTyped(typed, last) });
        return `/admin/policy/${await this.proposals.propose(visit.person, form)}`;
      },
      again: (sent) => this.screen.form(visit, sent),
    });
  }

  @Get(':id')
  one(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string> {
    return this.screen.one(visit, id);
  }

  @Post(':id/approve')
  @AllowRoles('finance_director')
  approve(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.step(visit, id, 'approve', typed, async () =>
      this.proposals.approve(visit.person, id, (await readForm(ApproveForm, typed)).reason),
    );
  }

  @Post(':id/reject')
  @AllowRoles('finance_director')
  reject(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.step(visit, id, 'reject', typed, async () =>
      this.proposals.reject(visit.person, id, (await readForm(RejectProposalForm, typed)).reason),
    );
  }

  @Post(':id/withdraw')
  @AllowRoles('admin', 'hr')
  withdraw(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, id, 'withdraw', {}, () => this.proposals.withdraw(visit.person, id));
  }

  private step(
    visit: Visit,
    id: string,
    form: string,
    typed: Record<string, string>,
    work: () => Promise<void>,
  ): Promise<string | undefined> {
    const done = async () => {
      await work();
      return `/admin/policy/${id}`;
    };
    return this.desk.take(visit, { form, typed, work: done, again: (sent) => this.screen.one(visit, id, sent) });
  }
}
