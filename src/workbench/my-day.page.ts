import { Get, Query, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { PageController } from '../platform/pages/page-route.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { MyDayScreen } from './my-day/my-day-screen.js';
import { PageFilter } from './page.filter.js';

/** Where one begins: what waits for oneself, by urgency. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController()
export class MyDayPage {
  constructor(private readonly screen: MyDayScreen) {}

  @Get()
  show(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query('open') open?: unknown): Promise<string> {
    return this.screen.show(request, person, typeof open === 'string' ? open : undefined);
  }
}
