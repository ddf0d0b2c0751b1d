import { Get, Param, Post, Req, Res, StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseReader } from '../../cases/case-reader.js';
import { EvidenceFiles } from '../../evidence/evidence-files.js';
import { EvidenceReading } from '../../evidence/evidence-reading.js';
import { attachment } from '../../evidence/file-name.js';
import { receiveUpload } from '../../evidence/receive-upload.js';
import { ContentStore } from '../../evidence/store/content-store.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { casePath } from '../paths.js';
import { UploadedOnce } from '../uploaded-once.js';
import { CaseScreen } from './case-screen.js';

/** Documents of a case: filed by a plain form, and read again. */
@UseFilters(PageFilter)
@PageController('cases')
export class CaseEvidencePage {
  constructor(
    private readonly cases: CaseReader,
    private readonly files: EvidenceFiles,
    private readonly reading: EvidenceReading,
    private readonly store: ContentStore,
    private readonly screen: CaseScreen,
    private readonly once: UploadedOnce,
  ) {}

  /** A browser keeps no file: when something is wrong it has to be chosen again. */
  @UseInterceptors(HtmlInterceptor)
  @Post(':id/evidence')
  async file(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    if (!/^\d{1,18}$/.test(id)) throw new Problem(404, 'request.not_found');
    await this.cases.companyOf(id, person);
    const typed: Record<string, string> = {};
    try {
      const upload = await receiveUpload(request, this.store, typed);
      try {
        const place = await this.once.upload(person, typed, [id, upload.received.sha256], async () => {
          await this.files.file(id, upload, person);
          return casePath(id);
        });
        return void reply.redirect(place, 303);
      } finally {
        await this.store.drop(upload.received);
      }
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 404) throw error;
      return this.screen.again(request, reply, person, { id, type: 'attachEvidence', typed, error });
    }
  }

  /** As it was filed; saved, never shown. */
  @Get(':id/evidence/:evidence')
  async read(
    @Param('evidence') evidence: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    if (!/^\d{1,18}$/.test(evidence)) throw new Problem(404, 'request.not_found');
    const { sha256, fileName, mediaType, bytes } = await this.files.find(evidence, person);
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store').header('etag', `"${sha256}"`);
    const disposition = attachment(fileName, `evidence-${evidence}`);
    const content = await this.reading.read({ id: evidence, sha256 }, person);
    return new StreamableFile(content, { type: mediaType, disposition, length: Number(bytes) });
  }
}
