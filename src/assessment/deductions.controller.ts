import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { Deductions } from './deductions.js';
import { DeductionSumsPage, DeductionSumsQuery, DeductionsPage, DeductionsQuery } from './deductions.shapes.js';

/** The ledger of deductions; each row names the journal entry it comes from. */
@ApiTags('assessment')
@ApiBearerAuth()
@Controller('api/v1/deductions')
export class DeductionsController {
  constructor(private readonly deductions: Deductions) {}

  /** Newest first. */
  @Get()
  @ApiOkResponse({ type: DeductionsPage })
  page(@Query() query: DeductionsQuery, @Person() person: CurrentPerson): Promise<DeductionsPage> {
    return this.deductions.page(query, person);
  }

  /** Per person and period. */
  @Get('sums')
  @ApiOkResponse({ type: DeductionSumsPage })
  sums(@Query() query: DeductionSumsQuery, @Person() person: CurrentPerson): Promise<DeductionSumsPage> {
    return this.deductions.sums(query, person);
  }
}
