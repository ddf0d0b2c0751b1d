import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Leases } from './leases.js';
import { Links } from './links.js';
import { MailComposer } from './mail-composer.js';
import { MailMetrics } from './mail-metrics.js';
import { MailPreviews } from './mail-previews.js';
import { MailWorker } from './mail-worker.js';
import { MailWriter } from './mail-writer.js';
import { MailboxController } from './mailbox.controller.js';
import { Mailbox } from './mailbox.js';
import { OutboxController } from './outbox.controller.js';
import { OutboxDesk } from './outbox-desk.js';
import { MailPreviewController } from './preview.controller.js';
import { RestoredMail } from './restored-mail.js';
import { Sender } from './sender.js';
import { MailTemplates } from './templates.js';

/** Notices become mail and chat, and what is in the outbox leaves. */
@Module({
  imports: [CasesModule],
  controllers: [OutboxController, MailboxController, MailPreviewController],
  providers: [
    Leases,
    Links,
    Mailbox,
    MailComposer,
    MailMetrics,
    MailPreviews,
    MailTemplates,
    MailWorker,
    MailWriter,
    OutboxDesk,
    RestoredMail,
    Sender,
  ],
  exports: [Mailbox, MailPreviews, OutboxDesk],
})
export class MailModule {}
