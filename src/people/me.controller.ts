import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from './current-person.js';
import { NotByToken } from './not-by-token.js';
import { ChangePasswordForm, MeAnswer } from './sessions.shapes.js';
import { SignIn } from './sign-in.js';
import { grantAnswer, signedInPerson } from './signed-in-person.js';
import { originOf, Person, type SignedInRequest } from './signed-in-request.js';
import { WithOneTimePassword } from './with-one-time-password.js';

@ApiTags('people')
@ApiBearerAuth()
@Controller('api/v1/me')
export class MeController {
  constructor(private readonly signIn: SignIn) {}

  @Get()
  @ApiOkResponse({ type: MeAnswer })
  read(@Person() person: CurrentPerson): MeAnswer {
    const standsInFor = person.standsInFor.map(({ login, grants }) => ({ login, grants: grants.map(grantAnswer) }));
    return { ...signedInPerson(person), standsInFor, sessionId: person.sessionId };
  }

  /** Also ends one's other sessions. */
  @NotByToken()
  @WithOneTimePassword()
  @Post('password')
  @HttpCode(204)
  @ApiNoContentResponse()
  changePassword(@Person() person: CurrentPerson, @Body() form: ChangePasswordForm, @Req() request: SignedInRequest): Promise<void> {
    return this.signIn.changePassword(person, { old: form.old, next: form.new }, originOf(request));
  }
}
