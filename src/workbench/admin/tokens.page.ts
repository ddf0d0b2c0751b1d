import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { AllowRoles } from '../../people/allow-roles.js';
import { ApiTokens } from '../../people/api-tokens.js';
import { ApiTokenForm, type NewApiTokenAnswer } from '../../people/api-tokens.shapes.js';
import { rolesAnywhere } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { IdPage, pageOf } from '../../people/paging.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { adminReaders } from './sections.js';
import { type Visit, Visiting } from './visit.js';

type Fields = Record<string, unknown>;
const path = '/admin/tokens';

/** Ways in for machines. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...adminReaders)
@PageController('admin/tokens')
export class TokensPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly tokens: ApiTokens,
    private readonly names: Names,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Visiting() visit: Visit, @Query() { limit, after }: IdPage): Promise<string> {
    return this.show(visit, { limit, after });
  }

  /** Where somebody ends who asked for one token twice. */
  @Get('shown')
  shown(@Visiting() visit: Visit): Promise<string> {
    return this.show(visit, { limit: 50, wasShown: true });
  }

  /** The page that answers is the only one that shows the token: nothing leads back to it. */
  @Post()
  async add(@Visiting() visit: Visit, @Body() body: Fields): Promise<string> {
    const typed = typedInto(body, 'name', 'person', 'access', 'days');
    const { access, days = '', ...said } = typed;
    try {
      const form = { ...said, readOnly: access !== 'read_write', days: /^\d{1,5}$/.test(days) ? Number(days) : days };
      const made = await this.tokens.add(visit.person, await readForm(ApiTokenForm, form));
      visit.reply.header('content-location', `${path}/shown`);
      return await this.show(visit, { limit: 50 }, undefined, made);
    } catch (error) {
      const told = await this.refused.told(error, visit.request, visit.reply, visit.person.language);
      return this.show(visit, { limit: 50 }, { form: 'add', typed, told });
    }
  }

  @Post(':id/revoke')
  revoke(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.desk.take(visit, {
      form: 'revoke',
      typed: {},
      work: async () => {
        await this.tokens.revoke(id, visit.person);
        return path;
      },
      again: (sent) => this.show(visit, { limit: 50 }, sent),
    });
  }

  private async show(
    visit: Visit,
    { limit, after, wasShown }: { limit: number; after?: string; wasShown?: boolean },
    sent?: Sent,
    made?: NewApiTokenAnswer,
  ): Promise<string> {
    const roles = rolesAnywhere(visit.person);
    const seesAll = roles.includes('admin') || roles.includes('auditor');
    const rows = await this.tokens.list({ limit: limit + 1, after, of: seesAll ? undefined : visit.person.login });
    const page = pageOf(rows, limit, ({ id }) => id);
    const known = await this.names.of(page.items.flatMap(({ login, createdBy }) => [login, createdBy]));
    return this.desk.show('tokens', 'tokens', visit, await this.desk.looking(visit), {
      items: page.items.map((token) => ({
        ...token,
        person: known.get(token.login) ?? token.login,
        createdByName: known.get(token.createdBy) ?? token.createdBy,
        state: token.revokedAt !== null ? 'revoked' : token.isOver ? 'over' : 'live',
        mayRevoke: token.login === visit.person.login || roles.includes('admin'),
      })),
      next: page.next,
      made,
      wasShown,
      isAdmin: roles.includes('admin'),
      sent,
    });
  }
}
