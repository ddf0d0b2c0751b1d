import { Controller, Get, Headers, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CaseIdParam } from '../../cases/cases.controller.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { type Language, languageOf, languages } from '../../platform/i18n/language.js';
import { OneOf } from '../../platform/shapes.js';
import { attachment } from '../file-name.js';
import { Dossier } from './dossier.js';
import { dossierReaders } from './dossier-reader.js';

class DossierQuery {
  @OneOf(languages, { optional: true, description: 'Of index and journal; as the request asks for when left out' }) lang?: Language;
}

@ApiTags('evidence')
@ApiBearerAuth()
@AllowRoles(...dossierReaders)
@Controller('api/v1/cases')
export class DossierController {
  constructor(private readonly dossier: Dossier) {}

  /** The dossier of a bad debt 坏账核销资料: index, documents, journal, voucher proposal and the SHA-256 of each (`sha256sum -c SHA256SUMS`). */
  @Get(':id/dossier.zip')
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  async read(
    @Param() { id }: CaseIdParam,
    @Query() { lang }: DossierQuery,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const { name, stream } = await this.dossier.zip(id, lang ?? languageOf(accepted), person);
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    return new StreamableFile(stream, { type: 'application/zip', disposition: attachment(`${name}.zip`, `dossier-${id}.zip`) });
  }
}
