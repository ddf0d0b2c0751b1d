import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { MailPreviews } from './mail-previews.js';
import { MailPreviewAnswer, MailPreviewForm } from './outbox.shapes.js';

@ApiTags('mail')
@ApiBearerAuth()
@Controller('api/v1/mail/preview')
export class MailPreviewController {
  constructor(private readonly previews: MailPreviews) {}

  /** How a notice reads, with a case one sees: with what the case was last told of the kind, or with an example. Nothing is sent. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: MailPreviewAnswer })
  preview(@Person() person: CurrentPerson, @Body() form: MailPreviewForm): Promise<MailPreviewAnswer> {
    return this.previews.of(person, form);
  }
}
