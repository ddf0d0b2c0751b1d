import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Problem } from '../../../platform/errors/problem.js';
import { languages } from '../../../platform/i18n/language.js';
import { Texts } from '../../../platform/i18n/texts.js';
import { BackgroundImports } from '../background-imports.js';
import { type ImportKind, kinds } from '../import-kinds.js';
import type { ImportRow } from '../import-record.js';
import { Importer } from '../importer.js';
import { isLargeUpload } from '../large-files.js';
import { exampleProfiles } from '../profiles/example-profiles.js';
import { canonical, type ImportProfile } from '../profiles/import-profile.js';
import { ImportProfiles } from '../profiles/import-profiles.js';
import { shownIn } from '../reading/file-row.js';
import type { TextForm } from '../reading/file-rows.js';
import { Slots } from '../slots.js';
import type { Upload } from '../upload.js';
import { beginningOf } from './file-beginning.js';
import { canonicalProfile, emptyProfile, guessColumns, guessNotation, type KnownLabels } from './guess-mapping.js';
import type { DraftWish, ImportDraft } from './import-draft.js';
import { ImportDrafts } from './import-drafts.js';
import { isCanonical, type KnownProfile, recognise } from './recognise.js';
import { firstRows, sniff } from './sniff.js';

/** What a file's sender says of it. */
export interface DraftForm {
  kind: ImportKind;
  company: string;
  /** '' = whatever fits. */
  source: string;
  asOf?: string;
  onError: 'stop' | 'skip';
}

const rowsGuessedFrom = 21;
const looksAtOnce = 2;

/** Files are looked at and mapped before they are imported. */
@Injectable()
export class DraftDesk {
  private readonly slots = new Slots(looksAtOnce);

  constructor(
    private readonly database: Database,
    private readonly drafts: ImportDrafts,
    private readonly profiles: ImportProfiles,
    private readonly importer: Importer,
    private readonly background: BackgroundImports,
    private readonly texts: Texts,
  ) {}

  /** The profiles that are kept, then the examples. */
  async known(): Promise<KnownProfile[]> {
    const stored = await this.profiles.list();
    return [
      ...stored.map(({ name, definition }) => ({ source: `stored:${name}`, name, definition })),
      ...(await exampleProfiles()).map(({ name, definition }) => ({ source: `example:${name}`, name, definition })),
    ];
  }

  /** @throws Problem 4xx for a file that is none as expected, however it is mapped */
  begin(upload: Upload, form: DraftForm, by: string): Promise<ImportDraft> {
    return this.slots.use(async () => {
      const { path } = upload.file;
      const known = await this.known();
      const text = await sniff(path);
      const chosen = found(known, form.source, text);
      const rows = await firstRows(path, chosen?.definition ?? text, 1);
      if (rows.length === 0) throw new Problem(400, 'file.empty');
      const header = rows[0]?.cells.map((cell) => shownIn(cell).trim()) ?? [];
      const kind = chosen?.definition.kind ?? form.kind;
      const fitting = chosen ?? (form.source === '' && !isCanonical(kind, header) ? recognise(kind, header, known) : undefined);
      const fitted = fitting && placed(fitting, text);
      const isPlain = form.source === 'canonical' || (form.source === '' && !fitted && isPlainText(text) && isCanonical(kind, header));
      const base = { header, keepAs: '', onError: form.onError, ...(form.asOf !== undefined && { asOf: form.asOf }) };
      const wish: DraftWish = fitted
        ? { ...base, ...beginningWith(fitted) }
        : isPlain
          ? { ...base, source: 'canonical', definition: canonicalProfile(kind, header) }
          : {
              ...base,
              source: 'own',
              keepAs: nameFor(upload.file.name),
              definition: await this.guess(form.company, kind, path, text, known),
            };
      return this.drafts.keep(upload, form.company, by, wish);
    });
  }

  /** Another profile, kind or way of writing is chosen: the columns are found anew. */
  async begun(draft: ImportDraft, kind: ImportKind, source: string, text: TextForm): Promise<DraftWish> {
    const known = await this.known();
    const chosen = found(known, source, text);
    const form = chosen?.definition ?? (source === 'canonical' ? canonical : text);
    return this.drafts.withFile(
      draft,
      async (path) => {
        const rows = await firstRows(path, form, 1).catch(ignoreProblem);
        const header = rows?.[0]?.cells.map((cell) => shownIn(cell).trim()) ?? draft.wish.header;
        if (chosen) return { ...draft.wish, header, ...beginningWith(chosen) };
        if (source === 'canonical') return { ...draft.wish, header, source, definition: canonicalProfile(kind, header) };
        const definition = await this.guess(draft.companyId, kind, path, form, known);
        const keepAs = draft.wish.keepAs || nameFor(draft.fileName);
        return { ...draft.wish, header, source: 'own', keepAs, definition };
      },
      beginningOf(draft),
    );
  }

  remember(draft: ImportDraft, wish: DraftWish): Promise<void> {
    return this.drafts.remember(draft, wish);
  }

  /**
   * Keeps the mapping under the name that the wish gives it.
   * @returns its name; undefined for a file that needs none
   * @throws Problem 400 `request.invalid` for a mapping that cannot be, or without a name; 400 `profile.kind_differs`
   */
  async keepMapping({ definition, header, source, keepAs }: DraftWish, by: string): Promise<string | undefined> {
    if (source === 'canonical' && isCanonical(definition.kind, header)) return undefined;
    const name = keepAs.trim();
    if (name === '') throw new Problem(400, 'request.invalid', {}, [{ field: 'keepAs', code: 'required' }]);
    const before = await this.profiles.read(name).catch(ignoreProblem);
    const { kind } = definition;
    if (before && before.definition.kind !== kind) throw new Problem(400, 'profile.kind_differs', { name, kind: before.definition.kind });
    await this.profiles.put(name, definition, by);
    return name;
  }

  /**
   * Imports the file as its wish stands; a large one in the background.
   * @throws Problem 409 `draft.taken`, and as `keepMapping` and `Importer.run`
   */
  async take(draft: ImportDraft): Promise<ImportRow> {
    const { companyId, by, wish, fileName: name, sha256, bytes, lines } = draft;
    const profile = await this.keepMapping(wish, by);
    const { onError, asOf, cases } = wish;
    const { kind } = wish.definition;
    const wished = { kind, companyId, onError, by, ...(profile && { profile }), ...(asOf && { asOf }), ...(cases && { cases }) };
    await this.drafts.take(draft);
    try {
      const made = await this.drafts.withFile(draft, async (path) => {
        const file = { path, name, sha256: Buffer.from(sha256, 'hex'), bytes };
        const later = await isLargeUpload({ file, lines, fields: {} });
        return later ? this.background.start({ ...wished, file }) : this.importer.run({ ...wished, file });
      });
      if (made.status === 'rejected') await this.drafts.giveBack(draft, made.id);
      else await this.drafts.settle(draft, made.id);
      return made;
    } catch (error) {
      await this.drafts.giveBack(draft);
      throw error;
    }
  }

  private async guess(
    company: string,
    kind: ImportKind,
    path: string,
    text: TextForm,
    known: readonly KnownProfile[],
  ): Promise<ImportProfile> {
    const empty = emptyProfile(kind, text);
    const rows = await firstRows(path, text, rowsGuessedFrom).catch(ignoreProblem);
    if (!rows) return empty;
    const header = rows[0]?.cells.map((cell) => shownIn(cell).trim()) ?? [];
    const profile = { ...empty, columns: guessColumns(kind, header, this.labels(kind, known)) };
    const notation = await guessNotation(profile, rows, await this.around(company)).catch(ignoreProblem);
    return { ...profile, ...notation };
  }

  /** What the columns are called on our pages and in the profiles that are known. */
  private labels(kind: ImportKind, known: readonly KnownProfile[]): KnownLabels {
    const words = kinds[kind].columns.flatMap(({ name }) =>
      languages.flatMap((language): [string, string][] => {
        const key = `imports:column.${name}`;
        return this.texts.has(language, key) ? [[this.texts.say(language, key).toLowerCase(), name]] : [];
      }),
    );
    const used = known
      .filter(({ definition }) => definition.kind === kind)
      .flatMap(({ definition }) =>
        Object.entries(definition.columns).map(([name, label]): [string, string] => [label.toLowerCase(), name]),
      );
    return new Map([...used, ...words]);
  }

  private async around(companyId: string): Promise<{ companyId: string; businessDate: string }> {
    const [company] = await this.database.query<{ date: string }>('select business_date(id) as date from companies where id = $1', [
      companyId,
    ]);
    if (!company) throw new Problem(404, 'company.unknown', { company: companyId });
    return { companyId, businessDate: company.date };
  }
}

function found(known: readonly KnownProfile[], source: string, text: TextForm): KnownProfile | undefined {
  const profile = known.find((one) => one.source === source);
  return profile && placed(profile, text);
}

/** How many titles stand above the table is the file's own matter, where a profile says nothing of it. */
function placed({ definition, ...profile }: KnownProfile, { headerLine }: TextForm): KnownProfile {
  return { ...profile, definition: { ...(headerLine !== undefined && { headerLine }), ...definition } };
}

function beginningWith({ source, name, definition }: KnownProfile): Pick<DraftWish, 'source' | 'definition' | 'keepAs'> {
  return { source, definition, keepAs: name };
}

function isPlainText({ encoding, delimiter, headerLine }: TextForm): boolean {
  return encoding === canonical.encoding && delimiter === canonical.delimiter && headerLine === undefined;
}

/** 应收明细_20260917.csv → 应收明细 */
function nameFor(fileName: string): string {
  return fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[\d\s_.()（）-]+$/u, '')
    .slice(0, 64);
}

function ignoreProblem(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
  return undefined;
}
