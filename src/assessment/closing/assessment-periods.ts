import { Injectable } from '@nestjs/common';
import {
  type Days,
  daysOfPeriod,
  nameOfPeriod,
  periodAfter,
  periodBefore,
  periodContaining,
} from '../../../workflows/scorecard/assessment-period.js';
import { type Closing, refuseClosing } from '../../../workflows/scorecard/closing.js';
import { type PeriodKind, periodKinds } from '../../../workflows/scorecard/scheme.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { bePatient } from '../../platform/database/patient.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { cardReaders } from '../card-scope.js';
import { type AssessedPerson, assessedCounts, assessedPeople } from '../cards/assessed-people.js';
import { cardFingerprint, closingFingerprint } from '../cards/kept-card.js';
import { type MadeCard, MadeCards } from '../cards/made-cards.js';
import { closedOn } from '../closed-periods.js';
import { type LateBefore, lateBefore, saidOfLate } from '../late/late-before.js';
import { closeAlone } from '../one-after-another.js';
import { tellOfCards } from '../score-notices.js';
import { checklist, type OpenItem } from './checklist.js';
import type { PeriodAnswer, PeriodChecklist } from './periods.shapes.js';

interface Judged extends Closing {
  readonly days: Days & { readonly kind: PeriodKind };
  readonly people: readonly AssessedPerson[];
  readonly open: readonly OpenItem[];
}

/** Periods are closed once and never opened again: what comes later counts in the next one. */
@Injectable()
export class AssessmentPeriods {
  constructor(
    private readonly database: Database,
    private readonly made: MadeCards,
    private readonly known: Known,
    private readonly texts: Texts,
  ) {}

  /** Those of a year in which anybody has a card, or that were closed. @throws Problem 403, 404 `company.unknown` */
  async list(company: string, year: number | undefined, reader: CurrentPerson): Promise<PeriodAnswer[]> {
    requireRole(reader, company, ...cardReaders);
    await this.known.company(company);
    return this.database.transaction(async (tx) => {
      const asked = String(year ?? (await businessDate(tx, company)).slice(0, 4)).padStart(4, '0');
      const closed = await tx.query<PeriodAnswer>(
        `select company_id as company, period, period_kind as kind, from_on as "from", to_on as "to", 'closed' as status, cards, closed_by as "closedBy",
           closed_on as "closedOn", encode(fingerprint, 'hex') as fingerprint
         from assessment_closings where company_id = $1 and extract(year from from_on) = $2::integer`,
        [company, asked],
      );
      const days = periodKinds
        .flatMap((kind) => ofYear(kind, asked))
        .filter((one) => closed.every(({ period }) => period !== nameOfPeriod(one)));
      const counts = await assessedCounts(tx, company, days);
      const open = days.flatMap(({ kind, from, to }): PeriodAnswer[] => {
        const period = nameOfPeriod({ kind, from });
        const cards = counts.get(period) ?? 0;
        if (cards === 0) return [];
        return [{ company, period, kind, from, to, status: 'open', cards, closedBy: null, closedOn: null, fingerprint: null }];
      });
      return [...closed, ...open].sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
    });
  }

  /** @throws Problem 403, 404 `company.unknown` */
  async checklist(company: string, period: string, reader: CurrentPerson, language: Language): Promise<PeriodChecklist> {
    requireRole(reader, company, ...cardReaders);
    await this.known.company(company);
    return this.database.transaction(async (tx) => {
      const judged = await judge(tx, company, period);
      const late = judged.closedOn === undefined ? await lateBefore(tx, company, judged.days, judged.people, this.made.anew) : [];
      return this.answer(company, judged, late, language);
    });
  }

  /** @throws Problem 403, 404 `company.unknown`; 409 `period.closed`, `period.not_over`, `period.later_closed`, `period.earlier_open`, `period.no_cards`, `period.unfinished` */
  async close(company: string, period: string, by: CurrentPerson, language: Language): Promise<PeriodChecklist> {
    requireRole(by, company, 'hr');
    await this.known.company(company);
    const closed = await this.database.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await closeAlone(tx);
      // Only the wait for others is bounded: summing a large ledger takes as long as it takes.
      await bePatient(tx);
      const judged = await judge(tx, company, period);
      const refused = refuseClosing(judged);
      if (refused) throw this.problem(refused.key, refused.facts, judged.open, language);
      await freeze(tx, company, judged, await this.made.of(tx, { company, period: judged.days }, judged.people), by.login);
      return { ...judged, closedOn: judged.today };
    });
    return this.answer(company, closed, [], language);
  }

  private problem(key: string, facts: object, open: readonly OpenItem[], language: Language): Problem {
    const errors =
      key === 'period.unfinished' ? open.map((item) => ({ field: item.key, code: item.key, message: this.detail(item, language) })) : [];
    return new Problem(409, key, { ...facts }, errors);
  }

  private answer(
    company: string,
    { period, days, today, closedOn: on, people, open, ...rest }: Judged,
    late: readonly LateBefore[],
    language: Language,
  ): PeriodChecklist {
    const refused = refuseClosing({ period, today, closedOn: on, open, ...rest });
    return {
      company,
      period,
      from: days.from,
      to: days.to,
      cards: people.length,
      closedOn: on ?? null,
      mayClose: refused === undefined,
      why: refused ? this.texts.say(language, `refusals:${refused.key}`, { ...refused.facts }) : null,
      items: on === undefined ? open.map((item) => ({ ...item, which: [...item.which], detail: this.detail(item, language) })) : [],
      late: late.map((one) => ({
        ...one,
        sums: [...one.sums],
        withoutCard: [...one.withoutCard],
        detail: saidOfLate(one, this.texts, language),
      })),
    };
  }

  private detail({ key, count }: OpenItem, language: Language): string {
    return this.texts.say(language, `assessment:checklist.${key}`, { many: count });
  }
}

async function judge(tx: Tx, company: string, period: string): Promise<Judged> {
  const days = daysOfPeriod(period);
  const people = await assessedPeople(tx, { company, period: days });
  return {
    period,
    days,
    to: days.to,
    today: await businessDate(tx, company),
    closedOn: await closedOn(tx, company, period),
    laterClosed: await laterClosed(tx, company, days),
    earlierOpen: await earlierOpen(tx, company, days),
    cards: people.length,
    people,
    open: await checklist(tx, company, days, people),
  };
}

async function laterClosed(tx: Tx, company: string, { kind, to }: Days & { kind: PeriodKind }): Promise<string | undefined> {
  const [later] = await tx.query<{ period: string }>(
    'select period from assessment_closings where company_id = $1 and period_kind = $2 and to_on > $3::date order by to_on limit 1',
    [company, kind, to],
  );
  return later?.period;
}

/** The one before has cards, which would be closed after those that follow on them. */
async function earlierOpen(tx: Tx, company: string, days: Days & { kind: PeriodKind }): Promise<string | undefined> {
  const before = periodBefore(days);
  const period = nameOfPeriod(before);
  if ((await closedOn(tx, company, period)) !== undefined) return undefined;
  return (await assessedPeople(tx, { company, period: before, limit: 1 })).length > 0 ? period : undefined;
}

function ofYear(kind: PeriodKind, year: string): (Days & { kind: PeriodKind })[] {
  const all: (Days & { kind: PeriodKind })[] = [];
  for (let one = periodContaining(kind, `${year}-01-01`); one.from.startsWith(year); one = periodAfter(one)) all.push(one);
  return all;
}

/** The closing first: only in its own transaction does it take cards. */
async function freeze(tx: Tx, company: string, { period, days, today }: Judged, made: readonly MadeCard[], by: string): Promise<void> {
  const cards = made
    .map((one) => ({
      ...one,
      fingerprint: cardFingerprint({ company, period, person: one.of.person, inputs: one.inputs, card: one.card }),
    }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.of.person), Buffer.from(b.of.person)));
  await tx.query(
    `insert into assessment_closings (company_id, period, period_kind, from_on, to_on, cards, fingerprint, closed_by, closed_on, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())`,
    [
      company,
      period,
      days.kind,
      days.from,
      days.to,
      cards.length,
      closingFingerprint(cards.map(({ fingerprint }) => fingerprint)),
      by,
      today,
    ],
  );
  for (let at = 0; at < cards.length; at += cardsAtOnce)
    await tx.query(insertCards, [company, period, JSON.stringify(cards.slice(at, at + cardsAtOnce).map(row))]);
  // Of two periods that end on one day the first one closes it: what is decided later counts after both.
  await tx.query(
    `insert into period_closings (company_id, closed_until, closed_by, closed_at) values ($1, $2, $3, clock_timestamp()) on conflict do nothing`,
    [company, days.to, by],
  );
  await tellOfCards(tx, company, period, today);
}

const cardsAtOnce = 500;

function row({ of, inputs, card, fingerprint }: MadeCard & { fingerprint: Buffer }): object {
  const { person, post, channel, team, schemeId } = of;
  return { person, post, channel, team, scheme: schemeId, inputs, card, fingerprint: fingerprint.toString('hex') };
}

const insertCards = `
  insert into scorecards (company_id, period, person, post, channel, team_id, scheme_id, inputs, card, total, grade, fingerprint)
  select $1, $2, person, post, channel, team, scheme, inputs, card, (card ->> 'totalHundredths')::numeric / 100, card ->> 'grade', decode(fingerprint, 'hex')
  from jsonb_to_recordset($3::jsonb) as c (person text, post text, channel text, team bigint, scheme bigint, inputs jsonb, card jsonb, fingerprint text)`;
