import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { Administration } from '../../people/administration.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { Names } from '../../people/names.js';
import { IdPage, pageOf } from '../../people/paging.js';
import { StandIns } from '../../people/stand-ins.js';
import { StandInForm } from '../../people/stand-ins.shapes.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';

const path = '/admin/absences';

/** Who is away, and who acts for them. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('admin')
@PageController('admin/absences')
export class AbsencesPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly standIns: StandIns,
    private readonly names: Names,
    private readonly administration: Administration,
  ) {}

  @Get()
  @AllowRoles('admin', 'auditor')
  all(@Visiting() visit: Visit, @Query() query: IdPage): Promise<string> {
    return this.show(visit, query);
  }

  @Post()
  add(@Visiting() visit: Visit, @Body() body: Record<string, unknown>): Promise<string | undefined> {
    const typed = typedInto(body, 'absent', 'standIn', 'fromOn', 'untilOn');
    return this.step(visit, 'add', typed, async () => {
      await this.administration.addAbsence(visit.person, await readForm(StandInForm, { absent: '', ...typed }));
    });
  }

  @Post(':id/end')
  end(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, 'end', {}, () => this.administration.endAbsence(visit.person, id));
  }

  private step(visit: Visit, form: string, typed: Record<string, string>, work: () => Promise<void>): Promise<string | undefined> {
    const done = async () => {
      await work();
      return path;
    };
    return this.desk.take(visit, { form, typed, work: done, again: (sent) => this.show(visit, { limit: 50 }, sent) });
  }

  private async show(visit: Visit, { limit, after }: { limit: number; after?: string }, sent?: Sent): Promise<string> {
    const looking = await this.desk.looking(visit);
    const page = pageOf(await this.standIns.newest({ limit: limit + 1, after }), limit, ({ id }) => id);
    const known = await this.names.of(page.items.flatMap(({ absent, standIn, createdBy }) => [absent, standIn, createdBy]));
    const today = looking.frame.company?.businessDate ?? '';
    const items = page.items.map(({ absent, standIn, createdBy, ...row }) => ({
      ...row,
      absent: { login: absent, name: known.get(absent) ?? absent },
      standIn: { login: standIn, name: known.get(standIn) ?? standIn },
      createdBy: known.get(createdBy) ?? createdBy,
      when: row.endedAt !== null ? 'ended' : today < row.fromOn ? 'coming' : today > row.untilOn ? 'over' : 'now',
    }));
    return this.desk.show('absences', 'absences', visit, looking, { items, next: page.next, sent });
  }
}
