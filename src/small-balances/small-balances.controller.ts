import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { sayRefusal } from '../cases/say-refusal.js';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { SmallBalances } from './small-balances.js';
import { SmallBalancesPage, SmallBalancesQuery, WaiveAnswer, WaiveForm } from './small-balances.shapes.js';

const path = 'api/v1/small-balances';

@ApiTags('small balances')
@ApiBearerAuth()
@AllowRoles('finance_director')
@Controller(path)
export class SmallBalancesController {
  constructor(
    private readonly balances: SmallBalances,
    private readonly texts: Texts,
  ) {}

  /** What could be waived now; nothing changes. */
  @Get()
  @ApiOkResponse({ type: SmallBalancesPage })
  preview(
    @Query() query: SmallBalancesQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<SmallBalancesPage> {
    return this.balances.preview(person, query, sayRefusal(this.texts, languageOf(accepted)));
  }

  /** Each case is answered by itself; what a rule refuses holds up no other. */
  @Post()
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOkResponse({ type: WaiveAnswer })
  waive(
    @Body() form: WaiveForm,
    @Person() person: CurrentPerson,
    @Req() request: SignedInRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<WaiveAnswer> {
    const say = sayRefusal(this.texts, languageOf(request.headers['accept-language']));
    return this.balances.waive(person, form, key, say, { path: `/${path}`, requestId: request.id });
  }
}
