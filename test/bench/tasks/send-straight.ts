import nodemailer from 'nodemailer';
import { smtpOptions } from '../../../src/mail/smtp.js';
import { onDatabase } from '../bench-server.js';
import { company } from '../ledger.js';
import type { Task } from '../worker-main.js';
import type { OnDatabase } from './application.js';
import { from } from './send-mail.js';

/** The same messages, written long ago, from memory: nothing but Nodemailer and its pool. */
export async function sendStraight({ url, smtpUrl }: OnDatabase & { smtpUrl: string }): Promise<Task<undefined>> {
  const { rows } = await onDatabase(url, (client) =>
    client.query('select address as "to", subject, body as text, html, message_id as "messageId" from outbox where company_id = $1', [
      company,
    ]),
  );
  const transport = nodemailer.createTransport(smtpOptions(smtpUrl));
  return {
    info: undefined,
    run: async () => {
      await Promise.all(rows.map((mail) => transport.sendMail({ ...mail, from })));
    },
    close: async () => transport.close(),
  };
}
