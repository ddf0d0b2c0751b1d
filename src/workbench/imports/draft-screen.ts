import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { ProblemFilter } from '../../platform/errors/problem.filter.js';
import type { Language } from '../../platform/i18n/language.js';
import { DraftDesk } from '../../receivables/imports/drafts/draft-desk.js';
import { type DraftLook, DraftLooks } from '../../receivables/imports/drafts/draft-looks.js';
import { numberStyleOf, numberStyles, usualDateFormats } from '../../receivables/imports/drafts/guess-mapping.js';
import type { ImportDraft } from '../../receivables/imports/drafts/import-draft.js';
import { ImportArchive } from '../../receivables/imports/import-archive.js';
import { kinds } from '../../receivables/imports/import-kinds.js';
import { lastHeaderLine, minuses } from '../../receivables/imports/profiles/import-profile.js';
import { encodings } from '../../receivables/imports/reading/file-text.js';
import { Frame } from '../frame.js';
import type { ToldRefusal } from '../refused-form.js';
import { delimiterWord, delimiterWords } from './draft-fields.js';
import { ImportWords } from './import-words.js';
import { previewTable } from './preview-table.js';

const beforeReceipts: readonly string[] = ['receivables', 'credits', 'receipts'];

/** A file before it is imported: its columns, and how it reads. */
@Injectable()
export class DraftScreen {
  constructor(
    private readonly frame: Frame,
    private readonly desk: DraftDesk,
    private readonly looks: DraftLooks,
    private readonly archive: ImportArchive,
    private readonly words: ImportWords,
    private readonly problems: ProblemFilter,
    private readonly names: Names,
  ) {}

  async show(request: SignedInRequest, person: CurrentPerson, draft: ImportDraft, told?: ToldRefusal): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { language } = looking;
    const look = await this.looks.of(draft);
    const { wish } = draft;
    const { definition } = wish;
    const same = await this.archive.ofFile(draft.companyId, draft.sha256);
    const counted = look.check?.counted;
    const problem = look.problem && this.problems.formOf(look.problem, language, request.id);
    const isCanonical = wish.source === 'canonical';
    return this.frame.render('imports/draft', looking, {
      draft,
      wish,
      same: same && { ...same, name: (await this.names.of([same.by])).get(same.by) ?? same.by },
      size: sizeOf(draft.bytes),
      company: [looking.frame.company, ...looking.frame.otherCompanies].find((one) => one?.id === draft.companyId),
      kindWord: this.words.kind(language, definition.kind),
      kinds: this.words.kinds(language, definition.kind),
      sourceWord: this.words.source(language, wish.source),
      sources: this.words.sources(language, await this.desk.known(), wish.source),
      isCanonical,
      isOwn: wish.source === 'own',
      ...this.notation(draft, language),
      columns: look.columns.map((column, place) => ({ ...column, place, choices: this.choices(draft, column.label, language) })),
      mapped: look.columns.filter(({ label }) => Object.values(definition.columns).includes(label)).length,
      constants: isCanonical ? [] : this.constants(draft, language),
      needsDay: definition.kind === 'open_items',
      mayWait: beforeReceipts.includes(definition.kind),
      waits: wish.cases === 'later',
      missing: look.missing.length > 0 ? look.missing.map((name) => this.words.column(language, name)) : undefined,
      mayImport: !problem && look.missing.length === 0,
      problem: problem && { code: problem.code, detail: problem.detail },
      counted: counted && { ...counted, good: counted.rows - counted.bad, more: Math.max(0, counted.faultCount - counted.faults.length) },
      isBeginning: look.check !== undefined && counted === undefined,
      preview: look.check && previewTable(look.check, kinds[definition.kind], (name) => this.words.column(language, name)),
      faults: this.faults(look, language),
      maySkip: definition.kind !== 'open_items',
      told,
      toldFaults: Object.entries(told?.fields ?? {}).map(([field, message]) => ({ field: this.words.fault(language, field), message })),
      keepAsFault: told?.fields.keepAs,
      asOfFault: told?.fields.asOf,
    });
  }

  private notation({ wish: { definition }, fileName }: ImportDraft, language: Language): object {
    const number = numberStyleOf(definition);
    const formats = [...new Set([...usualDateFormats, definition.dateFormat])];
    return {
      isWorkbook: /\.xlsx$/i.test(fileName),
      encodings: encodings.map((value) => ({ value, text: value.toUpperCase(), isHere: value === definition.encoding })),
      delimiters: delimiterWords.map((value) => ({ value, isHere: value === delimiterWord(definition.delimiter) })),
      dateFormats: formats.map((value) => ({ value, isHere: value === definition.dateFormat })),
      numbers: Object.entries(numberStyles).map(([value, { shown }]) => ({ value, text: shown, isHere: value === number })),
      minuses: minuses.map((value) => ({
        value,
        text: { before: '-1.00', behind: '1.00-', parentheses: '(1.00)' }[value],
        isHere: value === definition.minus,
      })),
      headerLine: definition.headerLine ?? 1,
      lastHeaderLine,
      totals: definition.totals?.join(language === 'en' ? ', ' : '、'),
    };
  }

  private choices({ wish: { definition } }: ImportDraft, label: string, language: Language): object[] {
    return kinds[definition.kind].columns.map(({ name, required }) => ({
      value: name,
      text: this.words.column(language, name),
      required,
      isHere: label !== '' && definition.columns[name] === label,
    }));
  }

  /** What every row needs and no column gives may be the same for all of them. */
  private constants({ wish: { definition } }: ImportDraft, language: Language): object[] {
    return kinds[definition.kind].columns
      .filter(({ name, required }) => !(name in definition.columns) && (required || name in definition.constants))
      .map(({ name }) => ({ name, text: this.words.column(language, name), value: definition.constants[name] ?? '' }));
  }

  private faults({ check }: DraftLook, language: Language): object[] {
    if (!check) return [];
    const found = check.counted?.faults ?? check.rows.flatMap(({ line, faults }) => faults.map((fault) => ({ line, ...fault })));
    return found.map(({ line, column, value, code, facts }) => ({
      line,
      column: check.labels[column] ?? this.words.column(language, column),
      value,
      message: this.archive.told(language, code, facts ?? {}),
    }));
  }
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
