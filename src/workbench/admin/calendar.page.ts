import { Body, Get, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { dayOfWeek, isBusinessDate } from '../../../workflows/calendar/dates.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { Names } from '../../people/names.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { CalendarDayForm, CalendarDayPath, CalendarQuery } from '../../policy/calendar.shapes.js';
import { CalendarDays } from '../../policy/calendar-days.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { yearView } from './calendar-view.js';
import { adminReaders } from './sections.js';
import { type Visit, Visiting } from './visit.js';

type Fields = Record<string, unknown>;

/** The days on which people work, a year at a time. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...adminReaders)
@PageController('admin/calendar')
export class CalendarPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly days: CalendarDays,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  @Get()
  year(@Visiting() visit: Visit, @Query() query: Fields): Promise<string> {
    return this.show(visit, query);
  }

  @Post()
  @AllowRoles('admin')
  set(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'date', 'working', 'reason');
    return this.desk.take(visit, {
      form: 'set',
      typed,
      overwrites: true,
      work: async () => {
        const { date } = await readForm(CalendarDayPath, { date: typed.date });
        const working = typed.working === 'true' ? true : typed.working === 'false' ? false : typed.working;
        const form = await readForm(CalendarDayForm, { working, reason: typed.reason });
        await this.days.set(date, form.working, form.reason, visit.person.login);
        return `/admin/calendar?day=${date}#day`;
      },
      again: (sent) => this.show(visit, { day: typed.date }, sent),
    });
  }

  private async show(visit: Visit, asked: Fields, sent?: Sent): Promise<string> {
    const looking = await this.desk.looking(visit);
    const today = looking.frame.company?.businessDate ?? '2026-01-01';
    const chosen = typeof asked.day === 'string' && isBusinessDate(asked.day) ? asked.day : undefined;
    const wished = typeof asked.year === 'string' ? asked.year : (chosen ?? today).slice(0, 4);
    const { year } = await readForm(CalendarQuery, { year: wished });
    const calendar = await this.days.year(year);
    const set = calendar.items.filter(({ source }) => source === 'override');
    const known = await this.names.of(set.map(({ setBy }) => setBy ?? ''));
    const months = yearView(calendar, today, chosen);
    return this.desk.show('calendar', 'calendar', visit, looking, {
      year,
      ...{ before: year - 1, after: year + 1 },
      weekdays: [...this.texts.say(looking.language, 'admin:calendar.weekdays')],
      published: calendar.published,
      months,
      working: months.reduce((sum, month) => sum + month.working, 0),
      set: set.map((day) => ({ ...day, setByName: known.get(day.setBy ?? '') ?? day.setBy })),
      ...(chosen && {
        chosen: {
          ...(calendar.items.find(({ date }) => date === chosen) ?? { date: chosen, working: dayOfWeek(chosen) % 6 !== 0, name: '' }),
          maySet: chosen > today,
        },
      }),
      sent,
    });
  }
}
