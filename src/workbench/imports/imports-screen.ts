import { Injectable } from '@nestjs/common';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import type { Language } from '../../platform/i18n/language.js';
import { DraftDesk } from '../../receivables/imports/drafts/draft-desk.js';
import { ImportDrafts } from '../../receivables/imports/drafts/import-drafts.js';
import { ImportQuery } from '../../receivables/imports/import.shapes.js';
import { ImportArchive } from '../../receivables/imports/import-archive.js';
import { type ImportRow, importStatuses } from '../../receivables/imports/import-record.js';
import { type CompanyChoice, Frame } from '../frame.js';
import { readForm, type ToldRefusal } from '../refused-form.js';
import { ImportWords } from './import-words.js';

interface SentFile {
  typed: Record<string, string>;
  told: ToldRefusal;
}

const rowsOnPage = 30;
const errorsOnPage = 100;
const releasers: readonly string[] = ['ar_clerk', 'finance_director'];
const tones: Readonly<Record<string, string>> = { running: 'soon', held: 'confirm', done: '', rejected: 'late', interrupted: 'late' };

/** Imports on the screen: the form that begins one, those there have been, and one of them. */
@Injectable()
export class ImportsScreen {
  constructor(
    private readonly frame: Frame,
    private readonly archive: ImportArchive,
    private readonly desk: DraftDesk,
    private readonly drafts: ImportDrafts,
    private readonly words: ImportWords,
    private readonly names: Names,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>, sent?: SentFile): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('imports/imports', looking, {});
    const { language } = looking;
    const wished = Object.fromEntries(['kind', 'status', 'after'].flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
    const query = await readForm(ImportQuery, { company: company.id, ...wished, limit: rowsOnPage });
    const { items, next } = pageOf(await this.archive.list(person, { ...query, limit: rowsOnPage + 1 }), rowsOnPage, ({ id }) => id);
    const held = await this.archive.list(person, { company: company.id, status: 'held', limit: rowsOnPage });
    const names = await this.names.of([...items, ...held].flatMap(({ by, confirmedBy }) => [by, confirmedBy ?? '']));
    const isClerk = rolesIn(person, company.id).includes('ar_clerk');
    return this.frame.render('imports/imports', looking, {
      company,
      form: isClerk ? await this.beginForm(language, person, company, looking.frame.otherCompanies, sent) : undefined,
      held: held.map((one) => this.listed(one, language, names)),
      items: items.map((one) => this.listed(one, language, names)),
      tabs: importStatuses.map((status) => ({ status, isHere: query.status === status })),
      kinds: this.words.kinds(language, query.kind),
      query: wished,
      isUnfiltered: query.kind === undefined && query.status === undefined,
      next,
    });
  }

  /** @throws Problem 404 `import.unknown` */
  async one(
    request: SignedInRequest,
    person: CurrentPerson,
    id: string,
    { after, told }: { after?: string | undefined; told?: ToldRefusal },
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { language } = looking;
    const made = await this.archive.read(person, id);
    const options = { limit: errorsOnPage + 1, ...(after !== undefined && { after }) };
    const errors = pageOf(await this.archive.errors(made, language, options), errorsOnPage, ({ seq }) => seq);
    const names = await this.names.of([made.by, made.confirmedBy ?? '']);
    const draft = await this.drafts.ofImport(made.companyId, id);
    const isReleaser = rolesIn(person, made.companyId).some((role) => releasers.includes(role));
    return this.frame.render('imports/import', looking, {
      made: this.listed(made, language, names),
      isRunning: made.status === 'running',
      isHeld: made.status === 'held',
      // What held it stands in its report, at no column of its own.
      held: made.status === 'held' ? errors.items[0]?.message : undefined,
      mayRelease: made.status === 'held' && isReleaser && made.by !== person.login,
      isOwn: made.by === person.login,
      errors: made.status === 'held' ? [] : errors.items.map((error) => ({ ...error, isWhole: error.column === '' })),
      next: errors.next,
      of: draft && draft.lines > 1 ? draft.lines - 1 : undefined,
      draft: draft?.isThere && draft.by === person.login ? draft.id : undefined,
      mayBring: rolesIn(person, made.companyId).includes('ar_clerk'),
      told,
    });
  }

  private listed(made: ImportRow, language: Language, names: ReadonlyMap<string, string>): object {
    return {
      ...made,
      kindWord: this.words.kind(language, made.kind),
      tone: tones[made.status],
      byName: names.get(made.by) ?? made.by,
      confirmedByName: made.confirmedBy === null ? undefined : (names.get(made.confirmedBy) ?? made.confirmedBy),
    };
  }

  private async beginForm(
    language: Language,
    person: CurrentPerson,
    here: CompanyChoice,
    others: readonly CompanyChoice[],
    sent: SentFile | undefined,
  ): Promise<object> {
    const { kind = 'receivables', source, company = here.id, asOf } = sent?.typed ?? {};
    return {
      kinds: this.words.kinds(language, kind),
      sources: this.words.sources(language, await this.desk.known(), source),
      isCanonical: source === 'canonical',
      isOwn: source === 'own',
      companies: [here, ...others]
        .filter(({ id }) => rolesIn(person, id).includes('ar_clerk'))
        .map(({ id, name }) => ({ value: id, text: name, isHere: id === company })),
      asOf,
      told: sent?.told,
      faults: Object.entries(sent?.told.fields ?? {}).map(([field, message]) => ({ field: this.words.fault(language, field), message })),
    };
  }
}
