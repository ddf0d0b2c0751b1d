import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { CalendarAnswer, CalendarDay, CalendarDayForm, CalendarDayPath, CalendarQuery } from './calendar.shapes.js';
import { CalendarDays } from './calendar-days.js';

/** Working days, the same for every company. */
@ApiTags('policy')
@ApiBearerAuth()
@Controller('api/v1/calendar')
export class CalendarController {
  constructor(private readonly days: CalendarDays) {}

  /** By which everybody's terms are counted. */
  @Get()
  @ApiOkResponse({ type: CalendarAnswer })
  year(@Query() { year }: CalendarQuery): Promise<CalendarAnswer> {
    return this.days.year(year);
  }

  @Put(':date')
  @AllowRoles('admin')
  @ApiOkResponse({ type: CalendarDay })
  set(
    @Param() { date }: CalendarDayPath,
    @Body() { working, reason }: CalendarDayForm,
    @Person() person: CurrentPerson,
  ): Promise<CalendarDay> {
    return this.days.set(date, working, reason, person.login);
  }
}
