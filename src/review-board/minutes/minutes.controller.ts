import { Controller, Get, Headers, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { MeetingIdParam, MinutesQuery } from '../meetings.shapes.js';
import { Minutes } from './minutes.js';

const pdfFile = { content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } } as const;
const jsonFile = { content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } } } as const;

/** Read by the board and by who sees all of the company's cases, once the meeting has closed. */
@ApiTags('review board')
@ApiBearerAuth()
@Controller('api/v1/meetings')
export class MinutesController {
  constructor(private readonly minutes: Minutes) {}

  /** The very bytes whose SHA-256 stands in the foot of each page. */
  @Get(':id/minutes.json')
  @ApiOkResponse(jsonFile)
  async json(
    @Param() { id }: MeetingIdParam,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const bytes = Buffer.from(await this.minutes.json(id, person));
    reply.header('cache-control', 'private, no-store');
    return new StreamableFile(bytes, { type: 'application/json; charset=utf-8', length: bytes.length });
  }

  @Get(':id/minutes.pdf')
  @ApiOkResponse(pdfFile)
  async pdf(
    @Param() { id }: MeetingIdParam,
    @Query() { lang }: MinutesQuery,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const bytes = await this.minutes.pdf(id, person, lang ?? languageOf(accepted));
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      disposition: `inline; filename="minutes-${id}.pdf"`,
      length: bytes.length,
    });
  }
}
