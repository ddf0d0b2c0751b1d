import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { Mailbox } from './mailbox.js';
import { MailboxQuery, OutboxMessages } from './outbox.shapes.js';

/** Training mode: what would have been sent, the newest first. */
@ApiTags('training')
@ApiBearerAuth()
@Controller('api/v1/mailbox')
export class MailboxController {
  constructor(private readonly mailbox: Mailbox) {}

  /** One's own; an administrator opens anybody's, an AR clerk the customers'. */
  @Get()
  @ApiOkResponse({ type: OutboxMessages })
  page(@Person() person: CurrentPerson, @Query() query: MailboxQuery): Promise<OutboxMessages> {
    return this.mailbox.page(person, query);
  }
}
