import { Get, Param, Res, type StreamableFile, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mayHaveCards } from '../../assessment/card-scope.js';
import { CardPrint } from '../../assessment/cards/card-print.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { pdfAnswer } from '../../platform/print/pdf-answer.js';
import { PageFilter } from '../page.filter.js';

/** A scorecard on paper. */
@UseFilters(PageFilter)
@AllowRoles(...mayHaveCards)
@PageController('score/cards/:id/card.pdf')
export class CardFilePage {
  constructor(private readonly print: CardPrint) {}

  @Get()
  async pdf(
    @Param('id') id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, bytes } = await this.print.pdf(id, person, person.language);
    return pdfAnswer(reply, bytes, name);
  }
}
