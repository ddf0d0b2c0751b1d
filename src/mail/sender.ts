import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { robotFor } from './chat/robots.js';
import { type Channel, type Leased, Leases } from './leases.js';
import type { Outcome } from './retry.js';
import { type Parcel, Smtp } from './smtp.js';

/** Leased by this process at a time: the connections always find one, and none waits long. */
const atOnce = 40;
const beatsInALease = 3;
const chatTimeoutMs = 5000;

/** What was done with messages. */
export type Sent = Record<Outcome['is'], number>;

/** Sends what waits in the outbox: mail by SMTP, chat by webhook. Neither waits for the other. */
@Injectable()
export class Sender {
  private transport: Smtp | undefined;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly leases: Leases,
  ) {}

  /** Whether this installation sends anything: in training, and without a mail server, nothing leaves the machine. */
  get isSetUp(): boolean {
    return this.config.mode === 'production' && this.config.smtpUrl !== undefined;
  }

  /** Sends until nothing is due. @param stop ends it after the messages under way */
  async sendDue(channel: Channel, stop?: AbortSignal): Promise<Sent> {
    const sent: Sent = { sent: 0, refused_for_now: 0, refused: 0, unknown: 0 };
    const underWay = new Map<Leased, Promise<void>>();
    let failure: unknown;
    const fails = (error: unknown) => {
      failure ??= error;
    };
    const heartbeat = setInterval(
      () => void this.leases.keep([...underWay.keys()]).catch(fails),
      (this.config.leaseSeconds * 1000) / beatsInALease,
    );
    const begin = (one: Leased) => {
      const end = this.send(channel, one)
        .then((outcome) => {
          sent[outcome.is] += 1;
        })
        .catch(fails)
        .finally(() => underWay.delete(one));
      underWay.set(one, end);
    };
    try {
      while (this.isSetUp && !stop?.aborted && failure === undefined) {
        const batch = await this.leases.take(channel, atOnce - underWay.size);
        if (batch.length === 0) break;
        if (stop?.aborted) await this.leases.giveBack(batch);
        else batch.forEach(begin);
        while (underWay.size > atOnce / 2) await Promise.race(underWay.values());
      }
      await Promise.all(underWay.values());
    } finally {
      clearInterval(heartbeat);
    }
    if (failure !== undefined) throw failure;
    return sent;
  }

  close(): void {
    this.transport?.close();
    this.transport = undefined;
  }

  private async send(channel: Channel, one: Leased): Promise<Outcome> {
    const outcome = channel === 'chat' ? await this.post(one) : await this.mail(one);
    await this.leases.finish(one, outcome);
    return outcome;
  }

  private async mail(one: Leased): Promise<Outcome> {
    this.transport ??= this.connect();
    const parcel: Parcel = { ...one, attachments: one.hasAttachments ? await this.attachments(one) : [] };
    return this.transport.send(parcel, () => this.leases.handedOver(one));
  }

  private connect(): Smtp {
    const { smtpUrl = '', mailFrom = '', smtpCa } = this.config;
    return new Smtp(smtpUrl, mailFrom, smtpCa === undefined ? undefined : readFileSync(smtpCa, 'utf8'));
  }

  private async post(one: Leased): Promise<Outcome> {
    const [team] = await this.database.query<{ webhook: string | null }>('select chat_webhook as webhook from teams where id = $1', [
      one.recipient,
    ]);
    if (!team?.webhook) return { is: 'refused', reply: 'the team has no chat robot any more' };
    const webhook = new URL(team.webhook);
    await this.leases.handedOver(one);
    return robotFor(webhook).post(webhook, one.body, AbortSignal.timeout(chatTimeoutMs));
  }

  private attachments({ companyId, id }: Leased): Promise<{ name: string; type: string; bytes: Buffer }[]> {
    return this.database.query(
      'select name, type, bytes from outbox_attachments where company_id = $1 and outbox_id = $2 order by part',
      [companyId, id],
      'outbox.attachments',
    );
  }
}
