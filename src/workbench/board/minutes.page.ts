import { Get, Param, Res, StreamableFile, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Minutes } from '../../review-board/minutes/minutes.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';

/** A closed meeting's minutes, for whoever reads them in the browser. */
@UseFilters(PageFilter)
@PageController('board/:meeting/minutes.pdf')
export class MinutesPage {
  constructor(private readonly minutes: Minutes) {}

  @Get()
  async read(
    @Param('meeting', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const bytes = await this.minutes.pdf(id, person, person.language);
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      disposition: `inline; filename="minutes-${id}.pdf"`,
      length: bytes.length,
    });
  }
}
