import { Body, Get, Param, Post, UseFilters, UseInterceptors } from '@nestjs/common';
import { type Seat, seats } from '../../../workflows/review-board/seats.js';
import { Administration } from '../../people/administration.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { SeatForm, SeatPath } from '../../people/boards.shapes.js';
import { rolesAnywhere } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { SeatChanges } from '../../people/seat-changes.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { sectionsOf } from './sections.js';
import { type Visit, Visiting } from './visit.js';

/** Who sits on the review board: an administrator proposes, somebody of the board confirms. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('admin/board')
export class SeatsPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly changes: SeatChanges,
    private readonly administration: Administration,
    private readonly names: Names,
  ) {}

  @Get()
  all(@Visiting() visit: Visit): Promise<string> {
    return this.show(visit);
  }

  @Post(':company/:seat')
  @AllowRoles('admin')
  propose(
    @Visiting() visit: Visit,
    @Param() { company, seat }: SeatPath,
    @Body() body: Record<string, unknown>,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'member', 'deputy');
    return this.step(visit, seat, typed, async () => {
      await this.administration.seat(visit.person, company, seat, await readForm(SeatForm, typed));
    });
  }

  @Post(':company/:seat/confirm')
  confirm(@Visiting() visit: Visit, @Param() { company, seat }: SeatPath): Promise<string | undefined> {
    return this.step(visit, seat, {}, () => this.changes.confirm(company, seat, visit.person.login));
  }

  private step(visit: Visit, seat: Seat, typed: Record<string, string>, work: () => Promise<void>): Promise<string | undefined> {
    const done = async () => {
      await work();
      return `/admin/board#${seat}`;
    };
    return this.desk.take(visit, { form: seat, typed, overwrites: true, work: done, again: (sent) => this.show(visit, sent) });
  }

  /** @throws Problem 403 for somebody to whom the administration is closed */
  private async show(visit: Visit, sent?: Sent): Promise<string> {
    if (!sectionsOf(visit.person).some(({ name }) => name === 'board')) throw new Problem(403, 'role.required', { roles: ['admin'] });
    const looking = await this.desk.looking(visit);
    const { company } = looking.frame;
    if (!company) return this.desk.show('seats', 'board', visit, looking, {});
    const board = await this.changes.board(company.id);
    const known = await this.names.of(
      board.seats.flatMap(({ member, deputy, waiting }) => [
        ...[member ?? '', deputy ?? ''],
        ...[waiting?.member ?? '', waiting?.deputy ?? '', waiting?.proposedBy ?? ''],
      ]),
    );
    const named = (login: string | null | undefined) => (login ? { login, name: known.get(login) ?? login } : undefined);
    const { login } = visit.person;
    const sits = board.seats.some(({ member, deputy }) => member === login || deputy === login);
    return this.desk.show('seats', 'board', visit, looking, {
      seats: seats
        .flatMap((seat) => board.seats.filter((one) => one.seat === seat))
        .map(({ seat, member, deputy, waiting }) => ({
          ...{ seat, member: named(member), deputy: named(deputy) },
          sent: sent?.form === seat ? sent : undefined,
          ...(waiting && {
            waiting: { member: named(waiting.member), deputy: named(waiting.deputy), proposedBy: named(waiting.proposedBy)?.name },
          }),
        })),
      sits,
      people: rolesAnywhere(visit.person).includes('admin') ? await this.names.ofCompany(company.id) : [],
    });
  }
}
