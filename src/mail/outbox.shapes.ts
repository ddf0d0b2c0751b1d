import { ApiProperty } from '@nestjs/swagger';
import { IdPage } from '../people/paging.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { BusinessDate, Id, Login, Name, OneOf, Text, WholeNumber } from '../platform/shapes.js';
import { notices } from './notices/notices.js';

export const audiences = ['own', 'customer', 'chat'] as const;
export const statuses = ['queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const;

export class OutboxQuery extends IdPage {
  @OneOf(statuses, { optional: true }) status?: string;
  @OneOf(audiences, { optional: true }) audience?: string;
  @Text({ max: 100, optional: true, description: 'A notice’s kind, or `digest`' }) kind?: string;
  @Text({ max: 20, optional: true }) company?: string;
}

export class OutboxPath {
  @Id() id!: string;
}

export class AttachmentPath extends OutboxPath {
  @WholeNumber({ min: 0, max: 99, inQuery: true, description: 'Counted from 0' }) part!: number;
}

export class PauseForm {
  @Name({ max: 20, optional: true, description: 'Left out: every company one administers' }) company?: string;
}

export class OutboxItem {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ example: 'position_missing' }) kind!: string;
  @OneOf(audiences) audience!: string;
  @ApiProperty({ description: 'A login, a customer, or a team' }) recipient!: string;
  @ApiProperty({ description: 'Of the mail; the host of a chat robot' }) address!: string;
  @OneOf(languages) language!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null for those who may not read the message' }) subject!: string | null;
  @OneOf(statuses) status!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Of what is waiting' }) nextTryAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The server’s last words' }) lastReply!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) sentAt!: string | null;
  @ApiProperty() messageId!: string;
  @BusinessDate() businessDate!: string;
}

export class OutboxPage {
  @ApiProperty({ type: [OutboxItem] }) items!: OutboxItem[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class OutboxAttachment {
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'application/pdf' }) type!: string;
  @ApiProperty({ description: 'Length' }) bytes!: number;
}

export class OutboxMessage extends OutboxItem {
  @ApiProperty({ type: String, nullable: true }) html!: string | null;
  @ApiProperty({ type: String, nullable: true }) text!: string | null;
  @ApiProperty({ type: [OutboxAttachment] }) attachments!: OutboxAttachment[];
}

export class OutboxMessages {
  @ApiProperty({ type: [OutboxMessage] }) items!: OutboxMessage[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class CompanyOutbox {
  @ApiProperty() company!: string;
  @ApiProperty() paused!: boolean;
  @ApiProperty() queued!: number;
  @ApiProperty() sending!: number;
  @ApiProperty() sent!: number;
  @ApiProperty() failed!: number;
  @ApiProperty() unknown!: number;
  @ApiProperty() cancelled!: number;
  @ApiProperty({ description: 'Notices of which somebody could not be mailed' }) unreached!: number;
}

export class OutboxSummary {
  @ApiProperty({ type: [CompanyOutbox] }) items!: CompanyOutbox[];
}

export class Unreached {
  @ApiProperty() company!: string;
  @ApiProperty({ description: 'A login, or the recipient of the notice where nobody stands behind it' }) recipient!: string;
  @OneOf(['no_address', 'nobody']) why!: string;
  @ApiProperty() notices!: number;
  @BusinessDate() lastOn!: string;
}

export class UnreachedAnswer {
  @ApiProperty({ type: [Unreached] }) items!: Unreached[];
}

export class MailboxQuery extends IdPage {
  @Login({ optional: true, description: 'Whose; one’s own when nothing is named' }) login?: string;
  @Text({ max: 100, optional: true }) customer?: string;
  @Id({ optional: true }) team?: string;
}

export class MailPreviewForm {
  @OneOf(notices.map(({ kind }) => kind)) notice!: string;
  @Id({ optional: true, description: 'Left out for a notice of scores, which is about none' }) case?: string;
  @OneOf(languages, { optional: true, description: 'One’s own when left out' }) language?: Language;
}

export class MailPreviewAnswer {
  @ApiProperty() subject!: string;
  @ApiProperty() html!: string;
  @ApiProperty() text!: string;
}
