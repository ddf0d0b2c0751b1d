import { Body, Get, Param, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { DraftDesk } from '../../receivables/imports/drafts/draft-desk.js';
import type { DraftWish, ImportDraft } from '../../receivables/imports/drafts/import-draft.js';
import { ImportDrafts } from '../../receivables/imports/drafts/import-drafts.js';
import { ImportArchive } from '../../receivables/imports/import-archive.js';
import { ProfileForm } from '../../receivables/imports/profiles/profile.shapes.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { DraftFields, draftFieldNames, mappingTyped, notationTyped } from './draft-fields.js';
import { DraftScreen } from './draft-screen.js';
import { ImportsScreen } from './imports-screen.js';

/** A file that was handed over: how it reads, what its columns are; then it is imported. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('ar_clerk')
@PageController('imports/drafts')
export class DraftPage {
  constructor(
    private readonly screen: DraftScreen,
    private readonly drafts: ImportDrafts,
    private readonly desk: DraftDesk,
    private readonly archive: ImportArchive,
    private readonly names: Names,
    private readonly imports: ImportsScreen,
    private readonly refused: RefusedForm,
  ) {}

  @Get(':draft')
  async show(@Param('draft', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.show(request, person, await this.drafts.read(id, person.login));
  }

  /** Looks again, keeps the mapping, or imports: as the button says. */
  @Post(':draft')
  async change(
    @Param('draft', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const found = await this.read(id, person);
    if (typeof found === 'string') return this.taken(found, request, reply, person);
    let draft = found;
    requireRole(person, draft.companyId, 'ar_clerk');
    try {
      const wish = await this.wished(draft, body);
      await this.desk.remember(draft, wish);
      draft = { ...draft, wish };
      const wanted = body.do;
      if (wanted === 'import' || wanted === 'skip') {
        await readForm(ProfileForm, { ...wish.definition });
        await this.refuseUnseen(draft, body.seen);
        const made = await this.desk.take({ ...draft, wish: { ...wish, onError: wanted === 'skip' ? 'skip' : 'stop' } });
        return void reply.redirect(`/imports/${made.id}`, 303);
      }
      if (wanted === 'keep') {
        await readForm(ProfileForm, { ...wish.definition });
        const kept = await this.desk.keepMapping(wish, person.login);
        if (kept !== undefined) await this.desk.remember(draft, { ...wish, source: `stored:${kept}` });
      }
      return void reply.redirect(`/imports/drafts/${id}`, 303);
    } catch (error) {
      return this.screen.show(request, person, draft, await this.refused.told(error, request, reply, person.language));
    }
  }

  /** After it was rejected: the same again, but for the bad rows. */
  @Post(':draft/again')
  async again(
    @Param('draft', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const draft = await this.read(id, person);
    if (typeof draft === 'string') return this.taken(draft, request, reply, person);
    requireRole(person, draft.companyId, 'ar_clerk');
    try {
      const made = await this.desk.take({ ...draft, wish: { ...draft.wish, onError: 'skip' } });
      return void reply.redirect(`/imports/${made.id}`, 303);
    } catch (error) {
      return this.screen.show(request, person, draft, await this.refused.told(error, request, reply, person.language));
    }
  }

  /** @returns the number of the import that it has become. @throws Problem 404 `draft.unknown` */
  private async read(id: string, { login }: CurrentPerson): Promise<ImportDraft | string> {
    try {
      return await this.drafts.read(id, login);
    } catch (error) {
      const made = await this.drafts.importOf(id, login);
      if (made === undefined) throw error;
      return made;
    }
  }

  /** From another window it was imported meanwhile: what became of it is shown, with what was written here. */
  private async taken(made: string, request: SignedInRequest, reply: FastifyReply, person: CurrentPerson): Promise<string> {
    const { fileName } = await this.archive.read(person, made);
    const told = await this.refused.told(new Problem(409, 'draft.taken', { fileName }), request, reply, person.language);
    return this.imports.one(request, person, made, { told });
  }

  /** Somebody else may have brought the very same file since the page was made. @throws Problem 409 `draft.imported_meanwhile` */
  private async refuseUnseen({ companyId, sha256, fileName }: ImportDraft, seen: unknown): Promise<void> {
    const same = await this.archive.ofFile(companyId, sha256);
    if (!same || same.id === seen) return;
    const name = (await this.names.of([same.by])).get(same.by) ?? same.by;
    throw new Problem(409, 'draft.imported_meanwhile', { fileName, name, import: same.id });
  }

  /** Where another profile, kind or way of writing is chosen, the columns are found anew; else what was mapped is taken. */
  private async wished(draft: ImportDraft, body: Record<string, unknown>): Promise<DraftWish> {
    const fields = await readForm(DraftFields, typedInto(body, ...draftFieldNames));
    const { wish } = draft;
    const before = wish.definition;
    const notation = notationTyped(fields, before);
    const { asOf: _asOf, cases: _cases, ...rest } = wish;
    const asked = {
      ...rest,
      keepAs: fields.keepAs ?? '',
      ...(fields.asOf !== undefined && { asOf: fields.asOf }),
      ...(fields.cases === 'later' && { cases: fields.cases }),
    };
    const isOther = fields.kind !== before.kind || fields.source !== wish.source;
    const isWrittenOtherwise = (['encoding', 'delimiter', 'headerLine'] as const).some((what) => notation[what] !== before[what]);
    if (isOther || isWrittenOtherwise) return this.desk.begun({ ...draft, wish: asked }, fields.kind, fields.source, notation);
    if (wish.source === 'canonical') return asked;
    const { columns, constants, isThere } = mappingTyped(body, wish.header);
    const { groupingMark: _groups, ...without } = before;
    return { ...asked, definition: { ...without, ...notation, ...(isThere && { columns, constants }) } };
  }
}
