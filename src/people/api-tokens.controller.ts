import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiTokens } from './api-tokens.js';
import { ApiTokenForm, ApiTokenPage, ApiTokenPath, NewApiTokenAnswer } from './api-tokens.shapes.js';
import { type CurrentPerson, rolesAnywhere } from './current-person.js';
import { NotByToken } from './not-by-token.js';
import { IdPage, pageOf } from './paging.js';
import { Person } from './signed-in-request.js';

/** Ways in for machines. They are made and ended by people: with a token itself all of this is refused. */
@ApiTags('people')
@ApiBearerAuth()
@NotByToken()
@Controller('api/v1/tokens')
export class ApiTokensController {
  constructor(private readonly tokens: ApiTokens) {}

  /** One's own; administrators and auditors see all. Newest first. */
  @Get()
  @ApiOkResponse({ type: ApiTokenPage })
  async list(@Person() person: CurrentPerson, @Query() { limit, after }: IdPage): Promise<ApiTokenPage> {
    const seesAll = rolesAnywhere(person).some((role) => role === 'admin' || role === 'auditor');
    const rows = await this.tokens.list({ limit: limit + 1, after, of: seesAll ? undefined : person.login });
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** The answer is the only one that shows the token. */
  @Post()
  @ApiCreatedResponse({ type: NewApiTokenAnswer })
  add(@Person() person: CurrentPerson, @Body() form: ApiTokenForm): Promise<NewApiTokenAnswer> {
    return this.tokens.add(person, form);
  }

  /** At once. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@Person() person: CurrentPerson, @Param() { id }: ApiTokenPath): Promise<void> {
    return this.tokens.revoke(id, person);
  }
}
