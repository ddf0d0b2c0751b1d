import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Id } from '../platform/shapes.js';
import { type CurrentPerson, rolesAnywhere } from './current-person.js';
import { NotByToken } from './not-by-token.js';
import { IdPage, type Page, pageOf } from './paging.js';
import { Public } from './public.js';
import { type LiveSession, Sessions } from './sessions.js';
import { SessionPage, SignInAnswer, SignInForm } from './sessions.shapes.js';
import { SignIn } from './sign-in.js';
import { signedInPerson } from './signed-in-person.js';
import { originOf, Person, type SignedInRequest } from './signed-in-request.js';
import { WithOneTimePassword } from './with-one-time-password.js';

class SessionPath {
  @Id()
  id!: string;
}

@ApiTags('people')
@Controller('api/v1/sessions')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
  ) {}

  @Public()
  @Post()
  @ApiCreatedResponse({ type: SignInAnswer })
  async open(@Body() form: SignInForm, @Req() request: SignedInRequest): Promise<SignInAnswer> {
    request.claimedLogin = form.login;
    const { token, person } = await this.signIn.signIn(form.login, form.password, originOf(request));
    return { token, person: signedInPerson(person) };
  }

  /** One's own, as long as they are live. */
  @Get()
  @ApiBearerAuth()
  @ApiOkResponse({ type: SessionPage })
  async list(@Person() person: CurrentPerson, @Query() { limit, after = '0' }: IdPage): Promise<Page<LiveSession>> {
    return pageOf(await this.sessions.live(person.login, { limit: limit + 1, after }), limit, (session) => session.id);
  }

  @NotByToken()
  @WithOneTimePassword()
  @Delete('current')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiNoContentResponse()
  close(@Person() person: CurrentPerson): Promise<void> {
    return this.sessions.revoke(person.sessionId, person.login);
  }

  /** One's own; an administrator ends anybody's. */
  @NotByToken()
  @Delete(':id')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiNoContentResponse()
  revoke(@Person() person: CurrentPerson, @Param() { id }: SessionPath): Promise<void> {
    return this.sessions.revoke(id, rolesAnywhere(person).includes('admin') ? undefined : person.login);
  }
}
