import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { Person } from '../people/signed-in-request.js';
import { pdfAnswer, pdfFile } from '../platform/print/pdf-answer.js';
import { LetterRelease } from './letter-release.js';
import { letterReaders } from './letter-scope.js';
import { Letters } from './letters.js';
import { LetterDetail, LetterPath, LettersPage, LettersQuery, RecordForm, WithdrawForm } from './letters.shapes.js';

const releasers = ['ar_clerk', 'legal_officer', 'legal_manager'] as const;

@ApiTags('letters')
@ApiBearerAuth()
@AllowRoles(...letterReaders)
@Controller('api/v1/letters')
export class LettersController {
  constructor(
    private readonly letters: Letters,
    private readonly releases: LetterRelease,
  ) {}

  /** The newest first. */
  @Get()
  @ApiOkResponse({ type: LettersPage })
  async list(@Person() person: CurrentPerson, @Query() query: LettersQuery): Promise<LettersPage> {
    return pageOf(await this.letters.list(person, query), query.limit, ({ id }) => id);
  }

  @Get(':id')
  @ApiOkResponse({ type: LetterDetail })
  read(@Person() person: CurrentPerson, @Param() { id }: LetterPath): Promise<LetterDetail> {
    return this.letters.read(person, id);
  }

  /** As it went out; of one that has not, as it would be now, marked as a draft. */
  @Get(':id/letter.pdf')
  @ApiOkResponse(pdfFile)
  async pdf(
    @Person() person: CurrentPerson,
    @Param() { id }: LetterPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { bytes, number } = await this.letters.pdf(person, id);
    return pdfAnswer(reply, bytes, `letter-${number}`);
  }

  /** Levels 1 to 3 by an AR clerk, 4 by legal: the mail goes to the outbox, and the letter on the record of its cases. */
  @Post(':id/release')
  @HttpCode(200)
  @AllowRoles(...releasers)
  @ApiOkResponse({ type: LetterDetail })
  async release(@Person() person: CurrentPerson, @Param() { id }: LetterPath): Promise<LetterDetail> {
    await this.releases.release(person, id);
    return this.letters.read(person, id);
  }

  /** It is not sent, nor proposed again until a higher level comes due. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @AllowRoles(...releasers)
  @ApiOkResponse({ type: LetterDetail })
  async withdraw(@Person() person: CurrentPerson, @Param() { id }: LetterPath, @Body() { reason }: WithdrawForm): Promise<LetterDetail> {
    await this.releases.withdraw(person, id, reason);
    return this.letters.read(person, id);
  }

  /** It went by post, courier or hand instead of by mail, or after its mail did not arrive. */
  @Post(':id/record')
  @HttpCode(200)
  @AllowRoles(...releasers)
  @ApiOkResponse({ type: LetterDetail })
  async record(@Person() person: CurrentPerson, @Param() { id }: LetterPath, @Body() form: RecordForm): Promise<LetterDetail> {
    await this.releases.record(person, id, form);
    return this.letters.read(person, id);
  }
}
