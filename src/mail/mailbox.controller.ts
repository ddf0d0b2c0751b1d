import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { roleRequired } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { Person } from '../people/signed-in-request.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { MailboxQuery, type OutboxMessage, OutboxMessages } from './outbox.shapes.js';
import { companiesWith, listed, messageColumns } from './outbox-desk.js';

/** Training mode: what would have been sent, the newest first. */
@ApiTags('training')
@ApiBearerAuth()
@Controller('api/v1/mailbox')
export class MailboxController {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** One's own; an administrator opens anybody's, an AR clerk the customers'. */
  @Get()
  @ApiOkResponse({ type: OutboxMessages })
  async page(@Person() person: CurrentPerson, @Query() { login, customer, team, limit, after }: MailboxQuery): Promise<OutboxMessages> {
    if (this.config.mode !== 'training') throw new Problem(404, 'training.only');
    const [audience, recipient] =
      customer !== undefined ? ['customer', customer] : team !== undefined ? ['chat', team] : ['own', login ?? person.login];
    const rows = await this.database.query<OutboxMessage>(
      `select ${messageColumns} from outbox o
       where o.audience = $5 and o.recipient = $6 and o.status = 'sent' and ($1::text[] is null or o.company_id = any ($1))
         and ($7::bigint is null or o.id < $7)
       order by o.id desc limit $8`,
      [...this.companies(person, audience, recipient), person.login, audience, recipient, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** Of which companies the mailbox is open; whatever lies in it may be read. @throws Problem 403 `role.required` */
  private companies(person: CurrentPerson, audience: string | undefined, recipient: string | undefined): (string[] | null)[] {
    if (audience === 'own' && recipient === person.login) return [null, null, null];
    const companies = listed(companiesWith(person, audience === 'own' ? ['admin'] : ['admin', 'ar_clerk']));
    if (companies?.length === 0) throw roleRequired(['admin']);
    return [companies, companies, companies];
  }
}
