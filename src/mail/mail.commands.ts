import type { RegisterCommand } from '../platform/command.js';
import { StartupError } from '../platform/startup-error.js';
import { MailWorker } from './mail-worker.js';
import { Sender } from './sender.js';

/** `recoup mail send`: what the running server does by itself, once. */
export const registerMail: RegisterCommand = (program, context) => {
  program
    .command('mail')
    .description('reminders and letters on their way out')
    .command('send')
    .description('put together the mail of today where it is due, and send what waits')
    .action(async () => {
      const app = await context.app();
      const sender = app.get(Sender);
      if (!sender.isSetUp)
        throw new StartupError(
          'Nothing leaves this machine: it takes RECOUP_MODE=production and SMTP_URL. In training mode read the mailbox.',
        );
      const people = await app.get(MailWorker).composeDue();
      const stop = new AbortController();
      void context.stopped().then(() => stop.abort());
      const [mail, chat] = await Promise.all([sender.sendDue('mail', stop.signal), sender.sendDue('chat', stop.signal)]);
      context.print(`${people} people are mailed today`);
      for (const [name, { sent, refused_for_now, refused, unknown }] of Object.entries({ mail, chat }))
        context.print(`${name}: ${sent} sent, ${refused_for_now} to try again, ${refused} refused, ${unknown} unknown`);
    });
};
