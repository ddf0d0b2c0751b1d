import { Body, Get, Param, Post, UseFilters, UseInterceptors } from '@nestjs/common';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import { Companies } from '../../people/companies.js';
import { CompanyPath, NewCompanyForm } from '../../people/companies.shapes.js';
import { rolesIn } from '../../people/current-person.js';
import { ConfirmLetterheadForm, Letterhead } from '../../people/letterhead.shapes.js';
import { Names } from '../../people/names.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';

type Fields = Record<string, unknown>;
const lines = ['name', 'address', 'phone', 'bank', 'account', 'contact'] as const;

/** The legal entities, and what their letters print: proposed by an administrator, confirmed by finance. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('admin', 'finance_director', 'auditor')
@PageController('admin/companies')
export class CompaniesPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly companies: Companies,
    private readonly names: Names,
  ) {}

  @Get()
  all(@Visiting() visit: Visit): Promise<string> {
    return this.list(visit);
  }

  @Post()
  @AllowRoles('admin')
  add(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'id', 'name', 'currency', 'timeZone');
    return this.desk.take(visit, {
      form: 'add',
      typed,
      work: async () => companyPath((await this.companies.add(await readForm(NewCompanyForm, typed))).id),
      again: (sent) => this.list(visit, sent),
    });
  }

  @Get(':id')
  one(@Visiting() visit: Visit, @Param() { id }: CompanyPath): Promise<string> {
    return this.show(visit, id);
  }

  @Post(':id/letterhead')
  @AllowRoles('admin')
  propose(@Visiting() visit: Visit, @Param() { id }: CompanyPath, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, ...lines);
    return this.step(visit, id, 'letterhead', typed, async () => {
      await this.companies.proposeLetterhead(id, await readForm(Letterhead, typed), visit.person);
    });
  }

  @Post(':id/letterhead/confirm')
  @AllowRoles('finance_director')
  confirm(@Visiting() visit: Visit, @Param() { id }: CompanyPath, @Body() body: Fields): Promise<string | undefined> {
    return this.step(visit, id, 'confirm', {}, async () => {
      requireRole(visit.person, id, 'finance_director');
      const { version } = await readForm(ConfirmLetterheadForm, typedInto(body, 'version'));
      await this.companies.confirmLetterhead(id, version, visit.person);
    });
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
      return companyPath(id);
    };
    return this.desk.take(visit, {
      form,
      typed,
      overwrites: form === 'letterhead',
      work: done,
      again: (sent) => this.show(visit, id, sent),
    });
  }

  private async list(visit: Visit, sent?: Sent): Promise<string> {
    const items = await this.companies.of(visit.person);
    return this.desk.show('companies', 'companies', visit, await this.desk.looking(visit), { items, sent });
  }

  /** @throws Problem 404 `company.unknown` */
  private async show(visit: Visit, id: string, sent?: Sent): Promise<string> {
    const one = (await this.companies.of(visit.person)).find((company) => company.id === id);
    if (!one) throw new Problem(404, 'company.unknown', { company: id });
    const proposed = one.proposedLetterhead;
    const known = await this.names.of([proposed?.proposedBy ?? '']);
    const held = one.letterhead as Partial<Record<(typeof lines)[number], string>>;
    const wished = (proposed?.letterhead ?? {}) as typeof held;
    const roles = rolesIn(visit.person, id);
    return this.desk.show('company', 'companies', visit, await this.desk.looking(visit), {
      one,
      held,
      lines: lines.map((line) => ({ line, value: held[line] })),
      ...(proposed && {
        proposed: {
          ...proposed,
          by: known.get(proposed.proposedBy) ?? proposed.proposedBy,
          changes: lines.flatMap((line) => (held[line] === wished[line] ? [] : [{ line, from: held[line], to: wished[line] }])),
        },
      }),
      mayConfirm: roles.includes('finance_director'),
      mayPropose: roles.includes('admin'),
      sent,
    });
  }
}

function companyPath(id: string): string {
  return `/admin/companies/${encodeURIComponent(id)}`;
}
