import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { IdPage, pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { Config } from '../../platform/config.js';
import { validationPipe } from '../../platform/errors/validation.js';
import { languageOf } from '../../platform/i18n/language.js';
import { BackgroundImports } from './background-imports.js';
import { ErrorReport } from './error-report.js';
import {
  ImportAnswer,
  ImportDetail,
  ImportErrorPage,
  ImportForm,
  ImportPage,
  ImportPath,
  ImportQuery,
  ImportUpload,
  PreviewAnswer,
} from './import.shapes.js';
import { ImportArchive } from './import-archive.js';
import { importersOf } from './import-kinds.js';
import type { ImportRow } from './import-record.js';
import { Importer } from './importer.js';
import { isForLater, isLargeUpload } from './large-files.js';
import { Preview } from './preview.js';
import { Releases } from './releases.js';
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
    private readonly background: BackgroundImports,
    private readonly archive: ImportArchive,
    private readonly report: ErrorReport,
    private readonly releases: Releases,
    private readonly previews: Preview,
  ) {}

  /** All of the file or nothing of it, unless bad rows are to be skipped; the same file again changes nothing. */
  @Post()
  @AllowRoles('ar_clerk', 'hr')
  @ApiConsumes('multipart/form-data')
  @ApiHeader({ name: 'Prefer', required: false, description: '`wait` for the result of a large file, or `respond-async` for a small one' })
  @ApiBody({ type: ImportUpload })
  @ApiCreatedResponse({ type: ImportAnswer })
  @ApiAcceptedResponse({
    type: ImportAnswer,
    description: 'A file of over 20,000 rows or 5 MB (a workbook: 10 MB unpacked): it is being taken, see GET /imports/:id',
  })
  post(
    @Person() person: CurrentPerson,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    return withUpload(request, this.config.home, async (upload) => {
      const form = (await this.form.transform(withoutEmpty(upload.fields), { type: 'body', metatype: ImportForm })) as ImportForm;
      requireRole(person, form.company, ...importersOf(form.kind));
      const { company: companyId, ...wishes } = form;
      const wish = { ...wishes, companyId, file: upload.file, by: person.login };
      const later = isForLater(await isLargeUpload(upload), String(request.headers.prefer ?? ''));
      const made = later ? await this.background.start(wish) : await this.importer.run(wish);
      if (later) reply.status(202).header('location', `/api/v1/imports/${made.id}`);
      const { id, status, rows, accepted, rejected, unchanged } = made;
      return { id, status, rows, accepted, rejected, unchanged, errors: await this.firstErrors(made, request.headers['accept-language']) };
    });
  }

  /** How the first rows of a file would be read; nothing is taken. What only shows beside the ledger is not looked at. */
  @Post('preview')
  @HttpCode(200)
  @AllowRoles('ar_clerk', 'hr')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportUpload })
  @ApiOkResponse({ type: PreviewAnswer })
  preview(@Person() person: CurrentPerson, @Req() request: FastifyRequest): Promise<PreviewAnswer> {
    return withUpload(request, this.config.home, async ({ fields, file }) => {
      const form = (await this.form.transform(withoutEmpty(fields), { type: 'body', metatype: ImportForm })) as ImportForm;
      requireRole(person, form.company, ...importersOf(form.kind));
      const { kind, profile, company: companyId } = form;
      return this.previews.of({ kind, profile, companyId, file }, languageOf(request.headers['accept-language']));
    });
  }

  /** Releases a list from which much has vanished; by somebody else than who brought it. */
  @Post(':id/confirm')
  @HttpCode(200)
  @AllowRoles('ar_clerk', 'finance_director')
  @ApiHeader({ name: 'Prefer', required: false, description: 'As for sending a file' })
  @ApiOkResponse({ type: ImportAnswer })
  @ApiAcceptedResponse({ type: ImportAnswer, description: 'Of over 20,000 rows or 5 MB: it is being taken, see GET /imports/:id' })
  async confirm(
    @Person() person: CurrentPerson,
    @Param() { id }: ImportPath,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') wishes?: string,
    @Headers('prefer') prefer = '',
  ): Promise<ImportAnswer> {
    const found = await this.archive.read(person, id);
    requireRole(person, found.companyId, 'ar_clerk', 'finance_director');
    const made = await this.releases.release(found, person.login, prefer);
    if (made.status === 'running') reply.status(202).header('location', `/api/v1/imports/${id}`);
    const { status, rows, accepted, rejected, unchanged } = made;
    return { id, status, rows, accepted, rejected, unchanged, errors: await this.firstErrors(made, wishes) };
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

  /** All of them, for a spreadsheet. */
  @Get(':id/errors.csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async errorsFile(
    @Person() person: CurrentPerson,
    @Param() { id }: ImportPath,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    const found = await this.archive.read(person, id);
    const disposition = `attachment; filename="import-${id}-errors.csv"`;
    return new StreamableFile(this.report.csv(found, languageOf(wishes)), { type: 'text/csv; charset=utf-8', disposition });
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
