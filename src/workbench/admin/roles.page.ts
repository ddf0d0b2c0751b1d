import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { confirmersOf } from '../../../workflows/access/role-grants.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { Names } from '../../people/names.js';
import { IdPage, pageOf } from '../../people/paging.js';
import { RoleProposals } from '../../people/role-proposals.js';
import { RoleRejectionForm } from '../../people/role-proposals.shapes.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';

const path = '/admin/roles';
const waitingAtMost = 200;

/** Roles that decide: an administrator has proposed them, somebody in charge confirms or rejects. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('general_manager', 'sales_director', 'finance_director', 'legal_manager')
@PageController('admin/roles')
export class RolesPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly proposals: RoleProposals,
    private readonly names: Names,
  ) {}

  @Get()
  @AllowRoles('admin', 'auditor', 'general_manager', 'sales_director', 'finance_director', 'legal_manager')
  all(@Visiting() visit: Visit, @Query() query: IdPage): Promise<string> {
    return this.show(visit, query);
  }

  @Post(':id/confirm')
  confirm(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, id, {}, () => this.proposals.confirm(id, visit.person));
  }

  @Post(':id/reject')
  reject(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Body() body: Record<string, unknown>): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.step(visit, id, typed, async () =>
      this.proposals.reject(id, visit.person, (await readForm(RoleRejectionForm, typed)).reason),
    );
  }

  @AllowRoles('admin')
  @Post(':id/withdraw')
  withdraw(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, id, {}, () => this.proposals.withdraw(id, visit.person.login));
  }

  private step(visit: Visit, id: string, typed: Record<string, string>, work: () => Promise<unknown>): Promise<string | undefined> {
    const done = async () => {
      await work();
      return path;
    };
    return this.desk.take(visit, { form: id, typed, overwrites: true, work: done, again: (sent) => this.show(visit, { limit: 50 }, sent) });
  }

  private async show(visit: Visit, { limit, after }: { limit: number; after?: string }, sent?: Sent): Promise<string> {
    const waiting = await this.proposals.list(visit.person, { limit: waitingAtMost, waiting: true });
    const decided = pageOf(await this.proposals.list(visit.person, { limit: limit + 1, after, waiting: false }), limit, ({ id }) => id);
    const known = await this.names.of([...waiting, ...decided.items].flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? '']));
    const named = (login: string | null) => known.get(login ?? '') ?? login;
    const seen = ({ proposedBy, decidedBy, ...row }: (typeof waiting)[number]) => ({
      ...row,
      proposedBy: named(proposedBy),
      decidedBy: named(decidedBy),
      confirmers: confirmersOf(row.role),
    });
    // Somebody else was faster: what was decided on is not among those that wait, and its refusal is said above them.
    const isThere = waiting.some(({ id }) => id === sent?.form);
    return this.desk.show('roles', 'roles', visit, await this.desk.looking(visit), {
      waiting: waiting.map((row) => ({ ...seen(row), sent: sent?.form === row.id ? sent : undefined })),
      decided: decided.items.map(seen),
      next: decided.next,
      gone: sent && !isThere ? sent.told : undefined,
    });
  }
}
