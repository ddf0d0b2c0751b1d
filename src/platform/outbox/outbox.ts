import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';
import type { Tx } from '../database/database.js';
import type { Language } from '../i18n/language.js';

/** A message, rendered. */
export interface Message {
  companyId: string;
  /** What makes it one message: written twice under the same key, it is sent once. */
  key: string;
  /** Its template's name. */
  kind: string;
  /** Who it is for decides what happens when nobody knows whether it arrived: one's own people get it again, a customer does not. */
  audience: 'own' | 'customer' | 'chat';
  /** A login, a customer, or a team. */
  recipient: string;
  /** Of the mail, or of the chat robot. */
  address: string;
  language: Language;
  subject: string;
  /** Left out where there is only text. */
  html?: string;
  body: string;
  businessDate: string;
  /** Not before this hour of this day, in the company's time zone; left out: at once. */
  leaves?: { on: string; hour: number };
  attachments?: readonly { name: string; type: string; bytes: Buffer }[];
}

/** Messages are written in the transaction that causes them; whether and when they leave is the sender's business. */
@Injectable()
export class Outbox {
  constructor(private readonly config: Config) {}

  /** @returns the numbers of those that are new, by key */
  async put(tx: Pick<Tx, 'query'>, messages: readonly Message[]): Promise<Map<string, string>> {
    if (messages.length === 0) return new Map();
    const rows = messages.map(({ attachments: _, ...row }) => row);
    const put = await tx.query<{ key: string; id: string; companyId: string }>(
      `insert into outbox (company_id, key, kind, audience, recipient, address, language, subject, html, body, business_date, next_try_at)
       select "companyId", key, kind, audience, recipient, address, language, subject, html, body, "businessDate",
         greatest(now(), ((leaves ->> 'on')::date + make_interval(hours => (leaves ->> 'hour')::int)) at time zone c.time_zone)
       from jsonb_to_recordset($1::jsonb) as m ("companyId" text, key text, kind text, audience text, recipient text, address text, language text,
         subject text, html text, body text, "businessDate" date, leaves jsonb)
       join companies c on c.id = m."companyId"
       on conflict (company_id, key) do nothing
       returning key, id, company_id as "companyId"`,
      [JSON.stringify(rows)],
      'outbox.put',
    );
    const byKey = new Map(messages.map((message) => [message.key, message]));
    for (const { key, id, companyId } of put) await this.attach(tx, companyId, id, byKey.get(key));
    await this.keepInTraining(tx);
    return new Map(put.map(({ key, id }) => [key, id]));
  }

  /** In training mode nothing leaves the machine: what would be sent counts as sent at once, and is read in the mailbox. */
  async keepInTraining(tx: Pick<Tx, 'query'>): Promise<void> {
    if (this.config.mode !== 'training') return;
    await tx.query(
      `update outbox set status = 'sent', sent_at = now(), attempts = attempts + 1
       where status = 'queued' and not exists (select from mail_pauses p where p.company_id = outbox.company_id)`,
      [],
      'outbox.keep',
    );
  }

  private async attach(tx: Pick<Tx, 'query'>, companyId: string, id: string, message: Message | undefined): Promise<void> {
    for (const [part, { name, type, bytes }] of (message?.attachments ?? []).entries())
      await tx.query(
        'insert into outbox_attachments (company_id, outbox_id, part, name, type, bytes) values ($1, $2, $3, $4, $5, $6)',
        [companyId, id, part, name, type, bytes],
        'outbox.attach',
      );
  }
}
