import { MailComposer } from '../../../src/mail/mail-composer.js';
import { Sender } from '../../../src/mail/sender.js';
import { company, today } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

export const from = 'Recoup <recoup@example.com>';

/** What is told of the night is put into words, written to the outbox and sent from there, each message with its states kept. */
export async function sendMail({ url, smtpUrl }: OnDatabase & { smtpUrl: string }): Promise<Task<undefined>> {
  const app = await openApplication(url, { RECOUP_MODE: 'production', SMTP_URL: smtpUrl, MAIL_FROM: from });
  return {
    info: undefined,
    run: async () => {
      const told = await app.get(MailComposer).compose(company, today, { onceADay: true });
      const { sent } = await app.get(Sender).sendDue('mail');
      if (sent < told) throw new Error(`${sent} of ${told} messages were sent`);
    },
    close: () => app.close(),
  };
}
