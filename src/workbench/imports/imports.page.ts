import { Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Config } from '../../platform/config.js';
import { PageController } from '../../platform/pages/page-route.js';
import { DraftDesk } from '../../receivables/imports/drafts/draft-desk.js';
import { ImportArchive } from '../../receivables/imports/import-archive.js';
import { Releases } from '../../receivables/imports/releases.js';
import { withUpload } from '../../receivables/imports/upload.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { importReaders } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { UploadedOnce } from '../uploaded-once.js';
import { BeginForm } from './begin-form.js';
import { ImportsScreen } from './imports-screen.js';

/** Files that are brought, and those that were. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...importReaders)
@PageController('imports')
export class ImportsPage {
  constructor(
    private readonly config: Config,
    private readonly screen: ImportsScreen,
    private readonly desk: DraftDesk,
    private readonly archive: ImportArchive,
    private readonly releases: Releases,
    private readonly refused: RefusedForm,
    private readonly once: UploadedOnce,
  ) {}

  @Get()
  all(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  /** The file is kept to be looked at; nothing of it is taken yet. */
  @Post()
  @AllowRoles('ar_clerk')
  async begin(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    let typed: Record<string, string> = {};
    try {
      const place = await withUpload(request, this.config.home, async (upload) => {
        typed = typedInto(upload.fields, 'kind', 'company', 'source', 'asOf');
        const { kind, company, source = '', asOf } = await readForm(BeginForm, typed);
        requireRole(person, company, 'ar_clerk');
        return this.once.upload(person, upload.fields, upload.file.sha256.toString('hex'), async () => {
          const draft = await this.desk.begin(upload, { kind, company, source, onError: 'stop', ...(asOf && { asOf }) }, person.login);
          return `/imports/drafts/${draft.id}`;
        });
      });
      return void reply.redirect(place, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.all(request, person, {}, { typed, told });
    }
  }

  @Get(':id')
  one(
    @Param('id', PageId) id: string,
    @Query() { after }: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.one(request, person, id, { after: typeof after === 'string' && /^\d{1,18}$/.test(after) ? after : undefined });
  }

  /** A held file is released by a second person. */
  @Post(':id/confirm')
  @AllowRoles('ar_clerk', 'finance_director')
  async confirm(
    @Param('id', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    try {
      const found = await this.archive.read(person, id);
      requireRole(person, found.companyId, 'ar_clerk', 'finance_director');
      await this.releases.release(found, person.login, '');
      return void reply.redirect(`/imports/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, { told });
    }
  }
}
