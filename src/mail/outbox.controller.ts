import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { pdfAnswer, pdfFile } from '../platform/print/pdf-answer.js';
import {
  AttachmentPath,
  OutboxMessage,
  OutboxPage,
  OutboxPath,
  OutboxQuery,
  OutboxSummary,
  PauseForm,
  UnreachedAnswer,
} from './outbox.shapes.js';
import { OutboxDesk } from './outbox-desk.js';

/** Messages on their way out, the newest first. */
@ApiTags('mail')
@ApiBearerAuth()
@AllowRoles('ar_clerk', 'admin', 'auditor')
@Controller('api/v1/outbox')
export class OutboxController {
  constructor(private readonly desk: OutboxDesk) {}

  @Get()
  @ApiOkResponse({ type: OutboxPage })
  page(@Person() person: CurrentPerson, @Query() query: OutboxQuery): Promise<OutboxPage> {
    return this.desk.page(person, query);
  }

  @Get('summary')
  @ApiOkResponse({ type: OutboxSummary })
  async summary(@Person() person: CurrentPerson): Promise<OutboxSummary> {
    return { items: await this.desk.summary(person) };
  }

  /** Who could not be mailed about what. */
  @Get('unreached')
  @ApiOkResponse({ type: UnreachedAnswer })
  async unreached(@Person() person: CurrentPerson): Promise<UnreachedAnswer> {
    return { items: await this.desk.unreached(person) };
  }

  /** From now on messages stay queued. */
  @Post('pause')
  @AllowRoles('admin')
  @HttpCode(200)
  @ApiOkResponse({ type: OutboxSummary })
  async pause(@Person() person: CurrentPerson, @Body() { company }: PauseForm): Promise<OutboxSummary> {
    return { items: await this.desk.pause(person, company) };
  }

  @Post('resume')
  @AllowRoles('admin')
  @HttpCode(200)
  @ApiOkResponse({ type: OutboxSummary })
  async resume(@Person() person: CurrentPerson, @Body() { company }: PauseForm): Promise<OutboxSummary> {
    return { items: await this.desk.resume(person, company) };
  }

  @Get(':id')
  @ApiOkResponse({ type: OutboxMessage })
  read(@Person() person: CurrentPerson, @Param() { id }: OutboxPath): Promise<OutboxMessage> {
    return this.desk.read(person, id);
  }

  /** For those who read the message: the letter that a customer got. */
  @Get(':id/attachments/:part')
  @ApiOkResponse(pdfFile)
  async attachment(
    @Person() person: CurrentPerson,
    @Param() { id, part }: AttachmentPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, bytes } = await this.desk.attachment(person, id, part);
    return pdfAnswer(reply, bytes, name.replace(/\.pdf$/, ''));
  }

  /** Of what failed, was cancelled, or of which nobody knows whether it arrived. */
  @Post(':id/resend')
  @AllowRoles('ar_clerk', 'admin')
  @HttpCode(200)
  @ApiOkResponse({ type: OutboxMessage })
  resend(@Person() person: CurrentPerson, @Param() { id }: OutboxPath): Promise<OutboxMessage> {
    return this.desk.resend(person, id);
  }

  /** Only while it is queued. */
  @Post(':id/cancel')
  @AllowRoles('ar_clerk', 'admin')
  @HttpCode(200)
  @ApiOkResponse({ type: OutboxMessage })
  cancel(@Person() person: CurrentPerson, @Param() { id }: OutboxPath): Promise<OutboxMessage> {
    return this.desk.cancel(person, id);
  }
}
