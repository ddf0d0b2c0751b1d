import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Entry, Json } from '../../../workflows/collection-case/entries.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database } from '../../platform/database/database.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import type { SeenCase } from '../case-view.js';
import { hideEvidence } from '../hidden-evidence.js';
import { hideVotes } from '../hidden-votes.js';
import { entrySentence, type MoneyKind, type Sentence } from './entry-sentence.js';
import { pageMarks } from './marks.js';

/** One line of the journal, told. */
export interface ToldLine {
  readonly seq: number;
  readonly on: BusinessDate;
  /** In the company's time zone, HH:MM. */
  readonly time: string;
  /** A name, or what stands for the night and for imports. */
  readonly actor: string;
  /** By the night or an import. */
  readonly auto: boolean;
  /** Empty where the night found nothing worth telling. */
  readonly sentences: readonly Sentence[];
}

interface Row {
  seq: number;
  on: BusinessDate;
  time: string;
  actor: string;
  command: { type: string; [field: string]: Json | undefined };
  entries: Entry[];
}

/** How the lines are told. */
export interface Wish {
  language: Language;
  document(id: string): string | undefined;
  moneyNumber?(kind: MoneyKind, id: string): string | undefined;
}

/** What happened to a case, as sentences. */
@Injectable()
export class CaseTimeline {
  constructor(
    private readonly database: Database,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  /** Newest first; what is before is asked for with the last page's `next`. @param seen as the person may see it */
  async page(
    seen: SeenCase,
    person: CurrentPerson,
    wish: Wish,
    { before, limit }: { before?: number; limit: number },
  ): Promise<Page<ToldLine>> {
    const rows = await this.database.query<Row>(
      `${lines} and j.seq < $3 and j.entries <> '[]' order by j.seq desc limit $4`,
      [seen.companyId, seen.caseId, before ?? 2_147_483_647, limit + 1],
      'cases.timeline',
    );
    return pageOf(await this.told(rows, seen, person, wish), limit, ({ seq }) => String(seq));
  }

  /** What came after a version that somebody saw, oldest first, up to 20 lines. */
  async since(seen: SeenCase, person: CurrentPerson, wish: Wish, version: number): Promise<ToldLine[]> {
    const rows = await this.database.query<Row>(
      `${lines} and j.seq > $3 order by j.seq limit 20`,
      [seen.companyId, seen.caseId, version],
      'cases.told_since',
    );
    return this.told(rows, seen, person, wish);
  }

  private async told(
    rows: readonly Row[],
    seen: SeenCase,
    person: CurrentPerson,
    { language, document, moneyNumber }: Wish,
  ): Promise<ToldLine[]> {
    const names = await this.names.of(rows.flatMap(({ actor, entries }) => [actor, ...entries.flatMap(mayBeLogins)]));
    const name = (login: string) => names.get(login) ?? login;
    return rows.map((row) => {
      const voted = hideVotes(row, seen.stored.context.round, person.login);
      const { entries } = seen.showsEvidence ? voted : hideEvidence(voted);
      const telling = { texts: this.texts, language, marks: pageMarks, on: row.on, name, document, ...(moneyNumber && { moneyNumber }) };
      const { seq, on, time } = row;
      return { seq, on, time, ...this.author(row.actor, name, language), sentences: entries.map((entry) => entrySentence(entry, telling)) };
    });
  }

  private author(actor: string, name: (login: string) => string, language: Language): { actor: string; auto: boolean } {
    if (actor === 'clock') return { actor: this.texts.say(language, 'timeline:clock'), auto: true };
    if (actor.startsWith('import:')) return { actor: this.texts.say(language, 'timeline:import'), auto: true };
    return { actor: name(actor), auto: false };
  }
}

const lines = `
  select j.seq, j.business_date as "on", to_char(j.at at time zone c.time_zone, 'HH24:MI') as time, j.actor, j.command, j.entries
  from case_journal j join companies c on c.id = j.company_id
  where j.company_id = $1 and j.case_id = $2`;

/** Whatever is short enough: most of it is none, and finds nobody. */
function mayBeLogins(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.length <= 64 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(mayBeLogins) : [];
}
