import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseReader } from '../cases/case-reader.js';
import { CaseIdParam } from '../cases/cases.controller.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { EvidenceForm, EvidenceIdParam, FiledAnswer, LinkedAnswer, LinkForm } from './evidence.shapes.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceReading } from './evidence-reading.js';
import { attachment } from './file-name.js';
import { receiveUpload } from './receive-upload.js';
import { ContentStore } from './store/content-store.js';

@ApiTags('evidence')
@ApiBearerAuth()
@ApiExtraModels(EvidenceForm)
@Controller('api/v1')
export class EvidenceController {
  constructor(
    private readonly files: EvidenceFiles,
    private readonly store: ContentStore,
    private readonly reading: EvidenceReading,
    private readonly cases: CaseReader,
  ) {}

  /** Files a document for a case, and for further cases of the customer. */
  @Post('cases/:id/evidence')
  @HttpCode(201)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      allOf: [
        { $ref: getSchemaPath(EvidenceForm) },
        { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
      ],
    },
  })
  @ApiCreatedResponse({ type: FiledAnswer })
  async file(
    @Param() { id }: CaseIdParam,
    @Req() request: FastifyRequest,
    @Person() person: CurrentPerson,
    @Headers('idempotency-key') key?: string,
  ): Promise<FiledAnswer> {
    // Out of scope is told before anything is read.
    await this.cases.companyOf(id, person);
    const upload = await receiveUpload(request, this.store);
    try {
      return await this.files.file(id, upload, person, key);
    } finally {
      await this.store.drop(upload.received);
    }
  }

  @Post('evidence/:id/cases')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOkResponse({ type: LinkedAnswer })
  async link(
    @Param() { id }: EvidenceIdParam,
    @Body() { cases }: LinkForm,
    @Person() person: CurrentPerson,
    @Headers('idempotency-key') key?: string,
  ): Promise<LinkedAnswer> {
    return { id, cases: await this.files.link(id, cases, person, key) };
  }

  /**
   * As it was filed; a browser is told to save it, never to show it. Its hash is computed again on the way: what turns out to be altered
   * ends before its last byte.
   */
  @Get('evidence/:id/file')
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async read(
    @Param() { id }: EvidenceIdParam,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { sha256, fileName, mediaType, bytes } = await this.files.find(id, person);
    const content = await this.reading.read({ id, sha256 }, person);
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store').header('etag', `"${sha256}"`);
    const disposition = attachment(fileName, `evidence-${id}`);
    return new StreamableFile(content, { type: mediaType, disposition, length: Number(bytes) });
  }
}
