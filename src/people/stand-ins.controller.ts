import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Administration } from './administration.js';
import { type CurrentPerson, rolesAnywhere } from './current-person.js';
import { IdPage, pageOf } from './paging.js';
import { Person } from './signed-in-request.js';
import { StandIns } from './stand-ins.js';
import { StandInAnswer, StandInForm, StandInPage, StandInPath } from './stand-ins.shapes.js';

/** Everybody enters their own absences; an administrator enters them for others. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('api/v1/stand-ins')
export class StandInsController {
  constructor(
    private readonly standIns: StandIns,
    private readonly administration: Administration,
  ) {}

  /** One's own, as the absent or the acting; administrators and auditors see all. */
  @Get()
  @ApiOkResponse({ type: StandInPage })
  async list(@Person() person: CurrentPerson, @Query() { limit, after }: IdPage): Promise<StandInPage> {
    const seesAll = rolesAnywhere(person).some((role) => role === 'admin' || role === 'auditor');
    const rows = await this.standIns.list({ limit: limit + 1, after, of: seesAll ? undefined : person.login });
    return pageOf(rows, limit, (standIn) => standIn.id);
  }

  @Post()
  @ApiCreatedResponse({ type: StandInAnswer })
  async add(@Person() person: CurrentPerson, @Body() form: StandInForm): Promise<StandInAnswer> {
    return this.administration.addAbsence(person, form);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  end(@Person() person: CurrentPerson, @Param() { id }: StandInPath): Promise<void> {
    return this.administration.endAbsence(person, id);
  }
}
