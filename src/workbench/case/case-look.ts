import { Injectable } from '@nestjs/common';
import type { Circumstances } from '../../../workflows/collection-case/commands.js';
import { possibilities } from '../../../workflows/collection-case/decide.js';
import { CaseList } from '../../cases/case-list.js';
import { CaseReader } from '../../cases/case-reader.js';
import type { SeenCase } from '../../cases/case-view.js';
import type { CaseRow } from '../../cases/cases.shapes.js';
import { circumstancesOf, type Day } from '../../cases/circumstances.js';
import { CaseCourse, type Course } from '../../cases/timeline/case-course.js';
import { CaseTimeline, type ToldLine } from '../../cases/timeline/case-timeline.js';
import type { MoneyKind, Telling } from '../../cases/timeline/entry-sentence.js';
import { pageMarks } from '../../cases/timeline/marks.js';
import { EvidenceNames, type NamedDocument } from '../../evidence/evidence-names.reader.js';
import { LetterSums } from '../../letters/letter-sums.reader.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { Page } from '../../people/paging.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { type Sale, SaleOfCase } from '../../receivables/ledger/sale-of-case.reader.js';

/** All that the page of a case shows, as it was read for a person. */
export interface CaseLooked {
  readonly found: SeenCase;
  readonly day: Day;
  readonly told: Circumstances;
  readonly possible: ReturnType<typeof possibilities>;
  readonly sale: Sale;
  readonly course: Course;
  readonly lines: Page<ToldLine>;
  readonly documents: ReadonlyMap<string, NamedDocument>;
  /** The customer's other open cases, oldest first, up to 20. */
  readonly others: readonly CaseRow[];
  /** Those that the person may read. */
  readonly papers: readonly { id: string; level: number; sentOn: string }[];
  readonly telling: Telling;
}

const linesAtOnce = 40;
const mostOthers = 20;

/** Reads a case with all that stands beside it: a few statements, whatever its length. */
@Injectable()
export class CaseLook {
  constructor(
    private readonly reader: CaseReader,
    private readonly course: CaseCourse,
    private readonly timeline: CaseTimeline,
    private readonly sales: SaleOfCase,
    private readonly evidence: EvidenceNames,
    private readonly list: CaseList,
    private readonly letters: LetterSums,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  /** @throws Problem 404 `case.unknown`, out of scope included */
  async at(id: string, person: CurrentPerson, language: Language, before?: number): Promise<CaseLooked> {
    const { found, day } = await this.reader.withDay(id, person);
    const { companyId, receivableId, stored } = found;
    const { context } = stored;
    const query = { state: 'open', company: companyId, customer: context.customer, sort: 'due', limit: mostOthers } as const;
    const ids = found.showsEvidence ? context.evidence.map((item) => item.id) : [];
    const [sale, numbers, course, others, documents, papers, names] = await Promise.all([
      this.sales.of(companyId, receivableId),
      this.sales.numbers(companyId, receivableId),
      this.course.of(found),
      this.list.page(query, person),
      this.evidence.of(companyId, ids),
      context.letters.length > 0 ? this.letters.ofCase(person, companyId, id) : [],
      this.names.of(loginsOf(found)),
    ]);
    const wish = {
      language,
      document: (one: string) => documents.get(one)?.fileName,
      moneyNumber: (kind: MoneyKind, one: string) => numbers.get(`${kind} ${one}`),
    };
    const lines = await this.timeline.page(found, person, wish, { limit: linesAtOnce, ...(before !== undefined && { before }) });
    const attempted = await this.names.of(course.attempts.map(({ by }) => by));
    const told = circumstancesOf({ kind: 'person', person }, found, day);
    const name = (login: string) => names.get(login) ?? attempted.get(login) ?? login;
    return {
      found,
      day,
      told,
      possible: possibilities(stored, told, day.rules),
      sale,
      course,
      lines,
      documents,
      papers,
      others: others.items.filter((other) => other.id !== id),
      telling: {
        texts: this.texts,
        language,
        marks: pageMarks,
        on: day.date,
        name,
        document: wish.document,
        moneyNumber: wish.moneyNumber,
      },
    };
  }

  /** What happened since the person looked. */
  since({ found, telling }: CaseLooked, person: CurrentPerson, version: number): Promise<ToldLine[]> {
    return this.timeline.since(found, person, telling, version);
  }
}

function loginsOf({ stored: { context } }: SeenCase): string[] {
  const { owner, position, view, plan, promises, evidence, attribution, corrections, cancellation, dispute, writeOff } = context;
  const all = [
    ...[owner, position?.by, view?.by, plan?.proposedBy, plan?.acceptedBy, cancellation?.askedBy, dispute?.raisedBy, writeOff?.approvedBy],
    ...promises.map(({ recordedBy }) => recordedBy),
    ...evidence.flatMap(({ attachedBy, acceptedBy }) => [attachedBy, acceptedBy]),
    ...corrections.map(({ askedBy }) => askedBy),
    ...(attribution ? [attribution.proposedBy, ...attribution.shares.map(({ person }) => person)] : []),
  ];
  return all.filter((login) => login !== undefined);
}
