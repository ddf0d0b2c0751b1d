import { Controller, Get, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { pdfAnswer, pdfFile } from '../platform/print/pdf-answer.js';
import { statementReaders } from './letter-scope.js';
import { StatementPath, StatementQuery } from './letters.shapes.js';
import { StatementPaper } from './statement-paper.js';
import { Statements } from './statements.js';

@ApiTags('letters')
@ApiBearerAuth()
@AllowRoles(...statementReaders)
@Controller('api/v1/customers')
export class StatementController {
  constructor(
    private readonly statements: Statements,
    private readonly paper: StatementPaper,
  ) {}

  /** The reconciliation statement 对账单 of a day, in the customer's language, for the customer to confirm or to note differences. */
  @Get(':customer/statement.pdf')
  @ApiOkResponse(pdfFile)
  async read(
    @Person() person: CurrentPerson,
    @Param() { customer }: StatementPath,
    @Query() { company, on }: StatementQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const content = await this.statements.of(person, company, customer, on);
    return pdfAnswer(reply, await this.paper.print(content), `statement-${customer}-${content.date}`);
  }
}
