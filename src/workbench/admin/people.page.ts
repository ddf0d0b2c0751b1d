import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { Administration } from '../../people/administration.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { Directory } from '../../people/directory.js';
import { CompanyQuery, GrantForm, GrantPath, NewPersonForm, PersonChangeForm, PersonPath } from '../../people/people.shapes.js';
import { RoleGrants } from '../../people/role-grants.js';
import { RoleProposals } from '../../people/role-proposals.js';
import { Teams } from '../../people/teams.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk } from './admin-desk.js';
import { PeopleScreen } from './people-screen.js';
import { type Visit, Visiting } from './visit.js';

type Fields = Record<string, unknown>;

/** Everybody known, and what an administrator does with one of them. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('admin')
@PageController('admin/people')
export class PeopleAdminPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly screen: PeopleScreen,
    private readonly directory: Directory,
    private readonly administration: Administration,
    private readonly grants: RoleGrants,
    private readonly proposals: RoleProposals,
    private readonly teams: Teams,
  ) {}

  @Get()
  @AllowRoles('admin', 'auditor')
  all(@Visiting() visit: Visit, @Query() query: Fields): Promise<string> {
    return this.screen.all(visit, query);
  }

  @Get(':login')
  @AllowRoles('admin', 'auditor')
  one(@Visiting() visit: Visit, @Param() { login }: PersonPath): Promise<string> {
    return this.screen.one(visit, login);
  }

  @Post()
  add(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'login', 'name', 'email', 'language');
    return this.desk.take(visit, {
      form: 'add',
      typed,
      work: async () => {
        const form = await readForm(NewPersonForm, { ...typed, ...secret(body) });
        await this.directory.add(form, visit.person.login);
        return personPath(form.login);
      },
      again: (sent) => this.screen.all(visit, {}, sent),
    });
  }

  @Post(':login/change')
  change(@Visiting() visit: Visit, @Param() { login }: PersonPath, @Body() body: Fields): Promise<string | undefined> {
    return this.changed(visit, login, 'change', typedInto(body, 'name', 'email', 'language'));
  }

  /** Good for one sign-in; ends all sessions and tokens of the person. */
  @Post(':login/password')
  password(@Visiting() visit: Visit, @Param() { login }: PersonPath, @Body() body: Fields): Promise<string | undefined> {
    return this.changed(visit, login, 'password', {}, { password: '', ...secret(body) });
  }

  @Post(':login/leave')
  leave(@Visiting() visit: Visit, @Param() { login }: PersonPath): Promise<string | undefined> {
    return this.changed(visit, login, 'leave', {}, { active: false });
  }

  @Post(':login/return')
  comeBack(@Visiting() visit: Visit, @Param() { login }: PersonPath): Promise<string | undefined> {
    return this.changed(visit, login, 'leave', {}, { active: true });
  }

  @Post(':login/roles')
  grant(@Visiting() visit: Visit, @Param() { login }: PersonPath, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'role', 'company');
    return this.step(visit, login, 'grant', typed, async () => {
      const { role, company = null } = await readForm(GrantForm, typed);
      await this.administration.grant(visit.person, { login, role, company });
    });
  }

  @Post(':login/roles/:role/revoke')
  revoke(@Visiting() visit: Visit, @Param() { login, role }: GrantPath, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'company');
    return this.step(visit, login, 'revoke', typed, async () => {
      const { company = null } = await readForm(CompanyQuery, typed);
      await this.grants.revoke({ login, role, company }, visit.person.login);
    });
  }

  @Post(':login/proposals/:id/withdraw')
  withdraw(@Visiting() visit: Visit, @Param() { login }: PersonPath, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, login, 'revoke', {}, () => this.proposals.withdraw(id, visit.person.login));
  }

  @Post(':login/team')
  team(@Visiting() visit: Visit, @Param() { login }: PersonPath, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'team');
    return this.step(visit, login, 'team', typed, async () => {
      const { team } = await this.directory.read(login);
      if (typed.team !== undefined) await this.teams.put(/^\d{1,18}$/.test(typed.team) ? typed.team : '0', login);
      else if (team !== null) await this.teams.remove(team, login);
    });
  }

  private changed(
    visit: Visit,
    login: string,
    form: string,
    typed: Record<string, string>,
    more: object = {},
  ): Promise<string | undefined> {
    return this.step(visit, login, form, typed, async () => {
      await this.directory.change(login, await readForm(PersonChangeForm, { ...typed, ...more }), visit.person.login);
    });
  }

  private step(
    visit: Visit,
    login: string,
    form: string,
    typed: Record<string, string>,
    work: () => Promise<void>,
  ): Promise<string | undefined> {
    return this.desk.take(visit, {
      form,
      typed,
      overwrites: form === 'change' || form === 'team',
      work: async () => {
        await work();
        return personPath(login);
      },
      again: (sent) => this.screen.one(visit, login, sent),
    });
  }
}

function personPath(login: string): string {
  return `/admin/people/${encodeURIComponent(login)}`;
}

/** Blanks belong to a password; it is never shown again. */
function secret({ password }: Fields = {}): { password?: string } {
  return typeof password === 'string' && password !== '' ? { password } : {};
}
