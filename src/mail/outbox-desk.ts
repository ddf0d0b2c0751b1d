import { Injectable } from '@nestjs/common';
import type { Role } from '../../workflows/collection-case/actor.js';
import { type Companies, type CurrentPerson, companiesGranted } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { CompanyOutbox, OutboxItem, OutboxMessage, OutboxQuery, Unreached } from './outbox.shapes.js';

/** Who looks after the outbox of a company. */
export const outboxRoles = ['ar_clerk', 'admin', 'auditor'] as const satisfies readonly Role[];
const decidingRoles: readonly Role[] = ['ar_clerk', 'admin'];

/** A file that went with a message. */
export interface Attachment {
  name: string;
  type: string;
  bytes: Buffer;
}

/**
 * What is on its way out, and what people decide about it. Whoever looks after the outbox sees who gets what kind of message and how it
 * went; subject and body are read by those who see the cases: letters and chat by AR clerks and auditors, what is mailed to one's own
 * people by its reader and auditors. `admin` sees no case, and so no body.
 */
@Injectable()
export class OutboxDesk {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async page(person: CurrentPerson, { limit, after, status, audience, kind, company }: OutboxQuery): Promise<Page<OutboxItem>> {
    const values = [...readerValues(person, outboxRoles), after ?? null, status ?? null, audience ?? null, kind ?? null, company ?? null];
    const rows = await this.database.query<OutboxItem>(
      `select ${itemColumns} from outbox o
       where ${inScope} and ($5::bigint is null or o.id < $5) and ($6::text is null or o.status = $6) and ($7::text is null or o.audience = $7)
         and ($8::text is null or o.kind = $8) and ($9::text is null or o.company_id = $9)
       order by o.id desc limit $10`,
      [...values, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** @throws Problem 404 `outbox.unknown` */
  async read(person: CurrentPerson, id: string): Promise<OutboxMessage> {
    const [found] = await this.database.query<OutboxMessage>(`select ${messageColumns} from outbox o where ${inScope} and o.id = $5`, [
      ...readerValues(person, outboxRoles),
      id,
    ]);
    if (!found) throw new Problem(404, 'outbox.unknown', { message: id });
    return found;
  }

  /** What did not go, or may not have gone, is sent again. @throws Problem as `read`; 409 `outbox.not_resendable` */
  async resend(person: CurrentPerson, id: string): Promise<OutboxMessage> {
    await this.database.transaction(async (tx) => {
      const again = await tx.query(
        `update outbox o set status = 'queued', attempts = 0, next_try_at = now(), handed_at = null, last_reply = 'queued again by ' || $3
         where ${decides} and o.status in ('failed', 'unknown', 'cancelled') returning 1`,
        [id, decidingCompanies(person), person.login],
      );
      if (again.length === 0) await this.refuse(person, id, 'outbox.not_resendable');
      await this.outbox.keepInTraining(tx);
    });
    return this.read(person, id);
  }

  /** @throws Problem as `read`; 409 `outbox.not_queued` */
  async cancel(person: CurrentPerson, id: string): Promise<OutboxMessage> {
    const cancelled = await this.database.query(
      `update outbox o set status = 'cancelled', last_reply = 'cancelled by ' || $3 where ${decides} and o.status = 'queued' returning 1`,
      [id, decidingCompanies(person), person.login],
    );
    if (cancelled.length === 0) await this.refuse(person, id, 'outbox.not_queued');
    return this.read(person, id);
  }

  /** Messages stay queued. @throws Problem 404 `company.unknown` */
  async pause(person: CurrentPerson, company: string | undefined): Promise<CompanyOutbox[]> {
    await this.database.query(
      `insert into mail_pauses (company_id, paused_by) select id, $2 from companies where ${administered} on conflict do nothing`,
      [administeredCompanies(person, company), person.login],
    );
    return this.summary(person);
  }

  async resume(person: CurrentPerson, company: string | undefined): Promise<CompanyOutbox[]> {
    await this.database.transaction(async (tx) => {
      await tx.query(`delete from mail_pauses where company_id in (select id from companies where ${administered})`, [
        administeredCompanies(person, company),
      ]);
      await this.outbox.keepInTraining(tx);
    });
    return this.summary(person);
  }

  /** Login of who paused the company's mail; null where a restored database did. Whether it is paused, the summary says. */
  async pausedBy(company: string): Promise<string | null> {
    const [pause] = await this.database.query<{ by: string | null }>('select paused_by as by from mail_pauses where company_id = $1', [
      company,
    ]);
    return pause?.by ?? null;
  }

  summary(person: CurrentPerson): Promise<CompanyOutbox[]> {
    const counts = ['queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled'].map(
      (status) => `(count(*) filter (where o.status = '${status}'))::int as ${status}`,
    );
    return this.database.query<CompanyOutbox>(
      `select c.id as company, exists (select from mail_pauses p where p.company_id = c.id) as paused, o.*,
         (select count(distinct notice_id)::int from notice_mails m where m.company_id = c.id and m.outcome in ('no_address', 'nobody')) as unreached
       from companies c cross join lateral (select ${counts.join(', ')} from outbox o where o.company_id = c.id) o
       where $1::text[] is null or c.id = any ($1) order by c.id`,
      [listed(companiesWith(person, outboxRoles))],
    );
  }

  /** Who could not be mailed: people without an address, and roles that nobody holds. */
  unreached(person: CurrentPerson): Promise<Unreached[]> {
    return this.database.query<Unreached>(
      `select company_id as company, login as recipient, outcome as why, count(*)::int as notices, max(composed_on) as "lastOn"
       from notice_mails where outcome in ('no_address', 'nobody') and ($1::text[] is null or company_id = any ($1))
       group by company_id, login, outcome order by company_id, login, outcome limit 1000`,
      [listed(companiesWith(person, outboxRoles))],
    );
  }

  /** @throws Problem 404 `outbox.unknown`, also for what one may not read */
  async attachment(person: CurrentPerson, id: string, part: number): Promise<Attachment> {
    const [found] = await this.database.query<Attachment>(
      `select a.name, a.type, a.bytes from outbox o
       join outbox_attachments a on a.company_id = o.company_id and a.outbox_id = o.id and a.part = $6
       where ${mayRead} and ($1::text[] is null or o.company_id = any ($1) or o.audience = 'own' and o.recipient = $4) and o.id = $5`,
      [...readerValues(person, outboxRoles), id, part],
    );
    if (!found) throw new Problem(404, 'outbox.unknown', { message: id });
    return found;
  }

  private async refuse(person: CurrentPerson, id: string, code: string): Promise<never> {
    const { status, company } = await this.read(person, id);
    const may = decidingCompanies(person);
    if (may !== null && !may.includes(company)) throw new Problem(403, 'role.required', { roles: decidingRoles });
    throw new Problem(409, code, { message: id, status });
  }
}

/** $1 companies looked after, $2 those whose letters and chat are read, $3 those of which everything is, $4 the login; null = all. */
const inScope = '($1::text[] is null or o.company_id = any ($1))';

const mayRead = `(o.audience <> 'own' and ($2::text[] is null or o.company_id = any ($2))
  or ($3::text[] is null or o.company_id = any ($3)) or o.audience = 'own' and o.recipient = $4)`;

const itemColumns = `
  o.id, o.company_id as company, o.kind, o.audience, o.recipient, o.address, o.language, case when ${mayRead} then o.subject end as subject, o.status,
  o.attempts, case when o.status = 'queued' then o.next_try_at end as "nextTryAt", o.last_reply as "lastReply", o.sent_at as "sentAt",
  o.message_id as "messageId", o.business_date as "businessDate"`;

export const messageColumns = `${itemColumns}, case when ${mayRead} then o.html end as html, case when ${mayRead} then o.body end as text,
  coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'type', a.type, 'bytes', length(a.bytes)) order by a.part)
            from outbox_attachments a where a.company_id = o.company_id and a.outbox_id = o.id), '[]') as attachments`;

const decides = 'o.id = $1 and ($2::text[] is null or o.company_id = any ($2))';
const administered = '($1::text[] is null or id = any ($1))';

function readerValues(person: CurrentPerson, roles: readonly Role[]): unknown[] {
  const whose = [roles, ['ar_clerk', 'auditor'], ['auditor']] as const;
  return [...whose.map((some) => listed(companiesWith(person, some))), person.login];
}

function decidingCompanies(person: CurrentPerson): string[] | null {
  return listed(companiesWith(person, decidingRoles));
}

function administeredCompanies(person: CurrentPerson, company: string | undefined): string[] | null {
  const all = listed(companiesWith(person, ['admin']));
  if (company === undefined) return all;
  if (all !== null && !all.includes(company)) throw new Problem(404, 'company.unknown', { company });
  return [company];
}

export function companiesWith(person: CurrentPerson, roles: readonly Role[]): Companies {
  const grants = [...person.grants, ...person.standsInFor.flatMap((absent) => absent.grants)];
  return companiesGranted(grants.filter(({ role }) => roles.includes(role)));
}

/** null = all. */
export function listed(companies: Companies): string[] | null {
  return companies === 'all' ? null : companies;
}
