import type { Bench, Setting } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { compare } from '../comparison.js';
import { company, today } from '../ledger.js';
import { caseSeed } from '../seeds.js';
import { inWorker, Worker } from '../worker.js';

const people = 4000;

/** A mail for everybody who owns a case that was opened in the night: written, kept and handed to a mail server, beside Nodemailer sending the same from memory. */
export const mail: Bench = {
  name: 'mail',
  run: async (setting) => {
    const sink = await Worker.start('mailSink', { host: '127.0.0.1' });
    const { smtpUrl } = sink.info;
    const count = await seeds(setting, smtpUrl);
    const { server } = setting;
    const line = await compare(setting, {
      work: `${count} mails, put into words and handed over`,
      count,
      ours: () => server.withClone('mail_told', (url) => inWorker('sendMail', { url, smtpUrl })),
      limit: () => server.withClone('mail_written', (url) => inWorker('sendStraight', { url, smtpUrl })),
    });
    await sink.go();
    return [line];
  },
};

/** A night that has told everybody something, before the mail and after it. @returns how many mails that is */
async function seeds(setting: Setting, smtpUrl: string): Promise<number> {
  const from = await caseSeed(setting, 'mail_cases', { count: people, customers: people, owners: people, dueBetween: [-1, -1] }, today);
  const { server } = setting;
  await server.seed('mail_told', (url) => onDatabase(url, (client) => client.query(ready).then(() => undefined)), from);
  await server.seed('mail_written', (url) => inWorker('sendMail', { url, smtpUrl }).then(() => undefined), 'mail_told');
  return server.withClone('mail_written', (url) =>
    onDatabase(
      url,
      async (client) => (await client.query('select count(*)::int as count from outbox where company_id = $1', [company])).rows[0].count,
    ),
  );
}

/** People who can be reached, and a database that was never anything but production. */
const ready = `
  update people set email = login || '@example.com';
  update installation set mode = 'production'`;
