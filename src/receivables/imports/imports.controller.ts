import { Controller, Get, Headers, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { IdPage, pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { Config } from '../../platform/config.js';
import { validationPipe } from '../../platform/errors/validation.js';
import { languageOf } from '../../platform/i18n/language.js';
import {
  ImportAnswer,
  ImportDetail,
  ImportErrorPage,
  ImportForm,
  ImportPage,
  ImportPath,
  ImportQuery,
  ImportUpload,
} from './import.shapes.js';
import { ImportArchive } from './import-archive.js';
import type { ImportRow } from './import-record.js';
import { Importer } from './importer.js';
import { withUpload } from './upload.js';

const errorsShown = 100;

@ApiTags('imports')
@ApiBearerAuth()
@AllowRoles('ar_clerk', 'finance_director', 'general_manager', 'auditor')
@Controller('api/v1/imports')
export class ImportsController {
  private readonly form = validationPipe();

  constructor(
    private readonly config: Config,
    private readonly importer: Importer,
    private readonly archive: ImportArchive,
  ) {}

  /** All of the file or nothing of it, unless bad rows are to be skipped; the same file again changes nothing. */
  @Post()
  @AllowRoles('ar_clerk')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportUpload })
  @ApiCreatedResponse({ type: ImportAnswer })
  post(@Person() person: CurrentPerson, @Req() request: FastifyRequest): Promise<ImportAnswer> {
    return withUpload(request, this.config.home, async ({ file, fields }) => {
      const form = (await this.form.transform(withoutEmpty(fields), { type: 'body', metatype: ImportForm })) as ImportForm;
      requireRole(person, form.company, 'ar_clerk');
      const { company: companyId, ...wishes } = form;
      const made = await this.importer.run({ ...wishes, companyId, file, by: person.login });
      const { id, status, rows, accepted, rejected, unchanged } = made;
      return { id, status, rows, accepted, rejected, unchanged, errors: await this.firstErrors(made, request.headers['accept-language']) };
    });
  }

  @Get()
  @ApiOkResponse({ type: ImportPage })
  async list(@Person() person: CurrentPerson, @Query() query: ImportQuery): Promise<ImportPage> {
    const rows = await this.archive.list(person, { ...query, limit: query.limit + 1 });
    const { items, next } = pageOf(rows, query.limit, ({ id }) => id);
    return { items: items.map(listed), next };
  }

  @Get(':id')
  @ApiOkResponse({ type: ImportDetail })
  async read(
    @Person() person: CurrentPerson,
    @Param() { id }: ImportPath,
    @Headers('accept-language') wishes?: string,
  ): Promise<ImportDetail> {
    const found = await this.archive.read(person, id);
    return { ...listed(found), errors: await this.firstErrors(found, wishes) };
  }

  @Get(':id/errors')
  @ApiOkResponse({ type: ImportErrorPage })
  async errors(
    @Person() person: CurrentPerson,
    @Param() { id }: ImportPath,
    @Query() { limit, after }: IdPage,
    @Headers('accept-language') wishes?: string,
  ): Promise<ImportErrorPage> {
    const errors = await this.archive.errors(await this.archive.read(person, id), languageOf(wishes), { limit: limit + 1, after });
    const { items, next } = pageOf(errors, limit, ({ seq }) => seq);
    return { items: items.map(({ seq, ...error }) => error), next };
  }

  private async firstErrors(made: ImportRow, wishes: string | undefined) {
    const errors = await this.archive.errors(made, languageOf(wishes), { limit: errorsShown });
    return errors.map(({ seq, ...error }) => error);
  }
}

/** A form that was not filled in everywhere sends empty fields. */
function withoutEmpty(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function listed({ companyId: company, ...row }: ImportRow) {
  return { ...row, company };
}
