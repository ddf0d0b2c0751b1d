import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { nextTryMinutes, type Outcome } from './retry.js';
import { together } from './together.js';

export type Channel = 'mail' | 'chat';

/** A message that this process may send, as long as nobody has taken its lease over. */
export interface Leased {
  companyId: string;
  id: string;
  lease: string;
  audience: 'own' | 'customer' | 'chat';
  recipient: string;
  address: string;
  subject: string;
  html: string | null;
  body: string;
  messageId: string;
  hasAttachments: boolean;
  attempts: number;
}

/** Tries after which a message whose sender dies is not tried again. */
const lostAtMost = 30;

const audiences: Record<Channel, readonly string[]> = { mail: ['own', 'customer'], chat: ['chat'] };

/** Which process sends which message: several may work at once, and a dead one's messages are taken over. */
@Injectable()
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** @returns up to `limit` messages whose time has come, each under the same new lease, which runs out unless it is kept */
  async take(channel: Channel, limit: number): Promise<Leased[]> {
    await this.releaseLost();
    return this.database.query<Leased>(
      `with due as (
         select company_id, id from outbox o
         where (status = 'queued' or (status = 'unknown' and audience <> 'customer')) and next_try_at <= now() and audience = any ($1::text[])
           and not exists (select from mail_pauses p where p.company_id = o.company_id)
         order by next_try_at, company_id, id limit $2 for update skip locked),
       lease as (select nextval('outbox_leases') as number)
       update outbox o set status = 'sending', lease = lease.number, leased_until = now() + make_interval(secs => $3),
         attempts = attempts + 1, handed_at = null
       from due, lease where o.company_id = due.company_id and o.id = due.id
       returning o.company_id as "companyId", o.id, o.lease, o.audience, o.recipient, o.address, o.subject, o.html, o.body,
         o.message_id as "messageId", o.attempts,
         exists (select from outbox_attachments a where a.company_id = o.company_id and a.outbox_id = o.id) as "hasAttachments"`,
      [audiences[channel], limit, this.config.leaseSeconds],
      'outbox.take',
    );
  }

  /** Of those that are still this process's. */
  async keep(leased: readonly Leased[]): Promise<void> {
    if (leased.length === 0) return;
    await this.database.query(
      `update outbox o set leased_until = now() + make_interval(secs => $4) from ${theseLeases} where ${isTheirs}`,
      [...leasesOf(leased), this.config.leaseSeconds],
      'outbox.keep_leases',
    );
  }

  /** Written down before the end of the message is sent. @throws Error when the lease was taken over */
  async handedOver(one: Leased): Promise<void> {
    if (!(await this.markHanded(one))) throw new Error('another process has taken this message over');
  }

  /** Whoever has lost the lease writes nothing. */
  finish(one: Leased, outcome: Outcome): Promise<void> {
    return this.writeOutcome({ one, outcome });
  }

  private readonly markHanded = together(async (all: Leased[]) => {
    const still = await this.database.query<{ id: string }>(
      `update outbox o set handed_at = now() from ${theseLeases} where ${isTheirs} returning o.id`,
      leasesOf(all),
      'outbox.handed',
    );
    const ids = new Set(still.map(({ id }) => id));
    return all.map(({ id }) => ids.has(id));
  });

  private readonly writeOutcome = together(async (all: { one: Leased; outcome: Outcome }[]) => {
    const ends = all.map(({ one, outcome }) => {
      const wait = nextTryMinutes(one.attempts);
      return { status: statusAfter(one, outcome, wait), reply: outcome.reply, wait: wait ?? 0 };
    });
    await this.database.query(
      `update outbox o set status = x.status, last_reply = x.reply, sent_at = case when x.status = 'sent' then now() end,
         next_try_at = now() + make_interval(mins => x.wait), lease = null, leased_until = null
       from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::int[]) x (company_id, id, lease, status, reply, wait)
       where ${isTheirs}`,
      [
        ...leasesOf(all.map(({ one }) => one)),
        ends.map(({ status }) => status),
        ends.map(({ reply }) => reply),
        ends.map(({ wait }) => wait),
      ],
      'outbox.finish',
    );
    return all.map(() => undefined);
  });

  /** What was taken and not begun goes back. */
  async giveBack(leased: readonly Leased[]): Promise<void> {
    await this.database.query(
      `update outbox o set status = 'queued', attempts = o.attempts - 1, lease = null, leased_until = null
       from ${theseLeases} where ${isTheirs} and o.handed_at is null`,
      leasesOf(leased),
      'outbox.give_back',
    );
  }

  /**
   * Of a process that died: what it had not handed over is sent again; of the rest nobody knows. What was under way when process
   * after process died may be why.
   */
  private async releaseLost(): Promise<void> {
    await this.database.query(
      `update outbox o set lease = null, leased_until = null, last_reply = 'the process that was sending it has ended',
         status = case when handed_at is not null then 'unknown' when attempts >= ${lostAtMost} then 'failed' else 'queued' end
       from (select company_id, id from outbox where status = 'sending' and leased_until < now() for update skip locked) lost
       where o.company_id = lost.company_id and o.id = lost.id`,
      [],
      'outbox.lost',
    );
  }
}

const theseLeases = 'unnest($1::text[], $2::bigint[], $3::bigint[]) x (company_id, id, lease)';
const isTheirs = `o.company_id = x.company_id and o.id = x.id and o.lease = x.lease and o.status = 'sending'`;

function leasesOf(leased: readonly Leased[]): [string[], string[], string[]] {
  return [leased.map(({ companyId }) => companyId), leased.map(({ id }) => id), leased.map(({ lease }) => lease)];
}

/** An unknown one of one's own people's is sent again with the same Message-ID, for as long as others are; a customer's waits for a person. */
function statusAfter({ audience }: Leased, { is }: Outcome, wait: number | undefined): string {
  if (is === 'sent' || (is === 'unknown' && (wait !== undefined || audience === 'customer'))) return is;
  return is === 'refused' || wait === undefined ? 'failed' : 'queued';
}
