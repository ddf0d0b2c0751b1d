import { Get, Param, Res, StreamableFile, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseReader } from '../../cases/case-reader.js';
import { Dossier } from '../../evidence/dossier/dossier.js';
import { dossierReaders } from '../../evidence/dossier/dossier-reader.js';
import { EvidenceFiles } from '../../evidence/evidence-files.js';
import { EvidenceReading } from '../../evidence/evidence-reading.js';
import { attachment } from '../../evidence/file-name.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';

/** Documents and dossiers as files; a browser is told to save them, never to show them. */
@UseFilters(PageFilter)
@AllowRoles(...dossierReaders)
@PageController('legal/:case')
export class LegalFilesPage {
  constructor(
    private readonly cases: CaseReader,
    private readonly files: EvidenceFiles,
    private readonly reading: EvidenceReading,
    private readonly dossier: Dossier,
  ) {}

  @Get('evidence/:evidence')
  async document(
    @Param('case', PageId) caseId: string,
    @Param('evidence', PageId) evidence: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.cases.companyOf(caseId, person);
    const { sha256, fileName, mediaType, bytes } = await this.files.find(evidence, person);
    const content = await this.reading.read({ id: evidence, sha256 }, person);
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    const disposition = attachment(fileName, `evidence-${evidence}`);
    return new StreamableFile(content, { type: mediaType, disposition, length: Number(bytes) });
  }

  @Get('dossier.zip')
  async zip(
    @Param('case', PageId) caseId: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, stream } = await this.dossier.zip(caseId, person.language, person);
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    return new StreamableFile(stream, { type: 'application/zip', disposition: attachment(`${name}.zip`, `dossier-${caseId}.zip`) });
  }
}
