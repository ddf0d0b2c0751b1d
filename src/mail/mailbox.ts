import { Injectable } from '@nestjs/common';
import { roleRequired } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { MailboxQuery, OutboxMessage } from './outbox.shapes.js';
import { companiesWith, listed, messageColumns } from './outbox-desk.js';

/** Training mode: what would have been sent. One's own; an administrator opens anybody's, an AR clerk the customers'. */
@Injectable()
export class Mailbox {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** The newest first. @throws Problem 404 `training.only`, 403 `role.required` */
  async page(person: CurrentPerson, { login, customer, team, limit, after }: MailboxQuery): Promise<Page<OutboxMessage>> {
    this.onlyInTraining();
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

  /** @throws Problem 404 `training.only`, `outbox.unknown` for one that lies in a mailbox that is not open to the person */
  async message(person: CurrentPerson, id: string): Promise<OutboxMessage> {
    this.onlyInTraining();
    const [keepers, admins] = [listed(companiesWith(person, ['admin', 'ar_clerk'])), listed(companiesWith(person, ['admin']))];
    const [found] = await this.database.query<OutboxMessage>(
      `select ${messageColumns} from outbox o
       where o.id = $5::bigint and o.status = 'sent' and $1::text[] is null
         and case when o.audience = 'own' then o.recipient = $4 or $3::text[] is null or o.company_id = any ($3)
             else $2::text[] is null or o.company_id = any ($2) end`,
      [null, keepers, admins, person.login, id],
    );
    if (!found) throw new Problem(404, 'outbox.unknown', { message: id });
    return found;
  }

  private onlyInTraining(): void {
    if (this.config.mode !== 'training') throw new Problem(404, 'training.only');
  }

  /** Of which companies the mailbox is open; whatever lies in it may be read. @throws Problem 403 `role.required` */
  private companies(person: CurrentPerson, audience: string | undefined, recipient: string | undefined): (string[] | null)[] {
    if (audience === 'own' && recipient === person.login) return [null, null, null];
    const companies = listed(companiesWith(person, audience === 'own' ? ['admin'] : ['admin', 'ar_clerk']));
    if (companies?.length === 0) throw roleRequired(['admin']);
    return [companies, companies, companies];
  }
}
