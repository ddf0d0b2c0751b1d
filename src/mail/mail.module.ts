import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Leases } from './leases.js';
import { Links } from './links.js';
import { MailComposer } from './mail-composer.js';
import { MailMetrics } from './mail-metrics.js';
import { MailWorker } from './mail-worker.js';
import { MailWriter } from './mail-writer.js';
import { MailboxController } from './mailbox.controller.js';
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
  providers: [Leases, Links, MailComposer, MailMetrics, MailTemplates, MailWorker, MailWriter, OutboxDesk, RestoredMail, Sender],
})
export class MailModule {}
