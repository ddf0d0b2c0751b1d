import { Get, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PageController } from '../platform/pages/page-route.js';
import { PageFilter } from './page.filter.js';

/** Where one begins. */
@UseFilters(PageFilter)
@PageController()
export class StartPage {
  @Get()
  begin(@Res() reply: FastifyReply): void {
    void reply.redirect('/cases', 303);
  }
}
