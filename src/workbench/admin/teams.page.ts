import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { Administration } from '../../people/administration.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { Names } from '../../people/names.js';
import { IdPage, pageOf } from '../../people/paging.js';
import { PersonPath } from '../../people/people.shapes.js';
import { Teams } from '../../people/teams.js';
import { TeamChatForm, TeamForm } from '../../people/teams.shapes.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';

type Fields = Record<string, unknown>;
const path = '/admin/teams';

/** Sales teams, their managers and members, and the chats that hear of them. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('admin')
@PageController('admin/teams')
export class TeamsPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly teams: Teams,
    private readonly names: Names,
    private readonly administration: Administration,
  ) {}

  @Get()
  @AllowRoles('admin', 'auditor')
  async all(@Visiting() visit: Visit, @Query() { limit, after }: IdPage): Promise<string> {
    return this.show(visit, { limit, after });
  }

  @Post()
  add(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'name', 'manager');
    return this.step(visit, 'add', typed, async () => {
      await this.administration.addTeam(visit.person, await readForm(TeamForm, typed));
    });
  }

  @Post(':id/members')
  put(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'login');
    return this.step(visit, `member-${id}`, typed, async () => this.teams.put(id, (await readForm(PersonPath, typed)).login));
  }

  @Post(':id/members/remove')
  remove(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'login');
    return this.step(visit, `member-${id}`, {}, async () => this.teams.remove(id, (await readForm(PersonPath, typed)).login));
  }

  /** Left blank, the chat is told no more. */
  @Post(':id/chat')
  chat(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'webhook');
    return this.step(visit, `chat-${id}`, {}, async () => {
      const webhook = typed.webhook === undefined ? null : (await readForm(TeamChatForm, typed)).webhook;
      await this.teams.setChat(id, webhook);
    });
  }

  private step(visit: Visit, form: string, typed: Record<string, string>, work: () => Promise<void>): Promise<string | undefined> {
    const done = async () => {
      await work();
      return path;
    };
    return this.desk.take(visit, {
      form,
      typed,
      overwrites: form.startsWith('chat-'),
      work: done,
      again: (sent) => this.show(visit, { limit: 50 }, sent),
    });
  }

  private async show(visit: Visit, { limit, after }: { limit: number; after?: string }, sent?: Sent): Promise<string> {
    const page = pageOf(await this.teams.list({ limit: limit + 1, after }), limit, ({ id }) => id);
    const known = await this.names.of(page.items.flatMap(({ manager, members }) => [manager, ...members]));
    const named = (login: string) => ({ login, name: known.get(login) ?? login });
    const items = page.items.map((team) => ({ ...team, manager: named(team.manager), members: team.members.map(named) }));
    return this.desk.show('teams', 'teams', visit, await this.desk.looking(visit), { items, next: page.next, sent });
  }
}
