import { Injectable } from '@nestjs/common';
import {
  assessmentPeriod,
  type Days,
  daysOfPeriod,
  nameOfPeriod,
  periodBefore,
  periodContaining,
} from '../../../workflows/scorecard/assessment-period.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import { businessDate } from '../../cases/circumstances.js';
import { type CurrentPerson, companiesOf } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { appealsOf } from '../appeals/appeal-rows.js';
import { cardsSeen, requireCard } from '../card-scope.js';
import { closedOn } from '../closed-periods.js';
import { type AssessedPerson, assessedPeople } from './assessed-people.js';
import { answerOf, type ShownCard, summaryOf } from './card-answer.js';
import { cardId, readCardId } from './card-id.js';
import { type MadeCard, MadeCards } from './made-cards.js';
import type { ScorecardAnswer, ScorecardBefore, ScorecardSummary, ScorecardsQuery } from './scorecards.shapes.js';

/** Cards as their readers see them: made now while the period is open, as they were closed afterwards. */
@Injectable()
export class Scorecards {
  constructor(
    private readonly database: Database,
    private readonly made: MadeCards,
  ) {}

  /** By company and login. @throws Problem 404 `company.unknown` */
  async page({ company, period, person, limit, after }: ScorecardsQuery, reader: CurrentPerson): Promise<Page<ScorecardSummary>> {
    const companies = company === undefined ? await this.companiesOf(reader) : [company];
    const [last = '', ...login] = (after ?? '').split('.');
    const rows: ScorecardSummary[] = [];
    for (const one of companies.filter((id) => id >= last)) {
      const past = one === last ? login.join('.') : '';
      rows.push(...(await this.of(one, period, person, reader, past, limit + 1 - rows.length)));
      if (rows.length > limit) break;
    }
    return pageOf(rows, limit, (row) => `${row.company}.${row.person}`);
  }

  /** @throws Problem 404 `scorecard.unknown`, `company.unknown`, `person.unknown` for a card that the reader does not see */
  async read(id: string, reader: CurrentPerson): Promise<ScorecardAnswer> {
    const { company, period, person, days } = readCardId(id);
    await requireCard(this.database, reader, company, person);
    return this.database.transaction(async (tx) => {
      const [shown] = await this.shown(tx, { company, days, persons: [person], after: '', limit: 1 });
      if (!shown) throw new Problem(404, 'scorecard.unknown', { card: id });
      return {
        ...answerOf(shown),
        businessDate: await businessDate(tx, company),
        ...(await beforeOf(tx, company, person, nameOfPeriod(periodBefore(days)))),
        appeals: await appealsOf(tx, company, period, person),
      };
    });
  }

  /** Whole cards of those whom the reader sees, side by side, by login. @throws Problem 404 `company.unknown` */
  async board({ company, period, limit, after = '' }: BoardQuery, reader: CurrentPerson): Promise<Page<BoardCard>> {
    return this.database.transaction(async (tx) => {
      const days = daysOfPeriod(period);
      const persons = await seen(tx, reader, company, undefined);
      const rows = await this.shown(tx, { company, days, persons, after, limit: limit + 1 });
      return pageOf(rows.map(answerOf), limit, ({ person }) => person);
    });
  }

  /** Every card of one company's period, for somebody who may read them all. */
  all(tx: Tx, company: string, days: Days & { kind: PeriodKind }): Promise<ShownCard[]> {
    return this.shown(tx, { company, days, persons: null, after: '' });
  }

  /** Of a closed period, without what they were made of. */
  closedCards(tx: Tx, company: string, period: string, post: string | undefined): Promise<Pick<ShownCard, 'person' | 'post' | 'card'>[]> {
    return tx.query(
      `select person, post, card from scorecards where company_id = $1 and period = $2 and ($3::text is null or post = $3) order by person`,
      [company, period, post ?? null],
      'scorecards.closed',
    );
  }

  private async companiesOf(reader: CurrentPerson): Promise<string[]> {
    const companies = companiesOf(reader);
    if (companies !== 'all') return companies;
    return (await this.database.query<{ id: string }>('select id from companies order by id collate "C"')).map(({ id }) => id);
  }

  private of(
    company: string,
    period: string | undefined,
    person: string | undefined,
    reader: CurrentPerson,
    after: string,
    limit: number,
  ): Promise<ScorecardSummary[]> {
    return this.database.transaction(async (tx) => {
      const days = (period && assessmentPeriod(period)) || periodContaining('quarter', await businessDate(tx, company));
      const persons = await seen(tx, reader, company, person);
      return (await this.shown(tx, { company, days, persons, after, limit })).map(summaryOf);
    });
  }

  private async shown(tx: Tx, asked: Asked): Promise<ShownCard[]> {
    const period = nameOfPeriod(asked.days);
    if ((await closedOn(tx, asked.company, period)) !== undefined) return closedCards(tx, asked, period);
    const { company, days, persons, after, limit } = asked;
    const people = await assessedPeople(tx, { company, period: days, persons, after, limit });
    return (await this.made.of(tx, { company, period: days }, people)).map((made) => shownOpen(made, company, period, days));
  }
}

/** Without what only its own page shows. */
export type BoardCard = ReturnType<typeof answerOf>;

export interface BoardQuery {
  readonly company: string;
  readonly period: string;
  readonly limit: number;
  readonly after?: string;
}

interface Asked {
  company: string;
  days: Days & { kind: PeriodKind };
  /** null = everybody. */
  persons: readonly string[] | null;
  after: string;
  limit?: number;
}

/** Whose cards the reader sees; null = everybody's. */
async function seen(tx: Tx, reader: CurrentPerson, company: string, person: string | undefined): Promise<string[] | null> {
  const values: unknown[] = [company, person ?? null];
  const scope = cardsSeen(reader, company, 'a.person', values);
  if (scope === 'true' && person === undefined) return null;
  const rows = await tx.query<{ person: string }>(
    `select distinct a.person from assessed_posts a where a.company_id = $1 and ($2::text is null or a.person = $2) and ${scope}`,
    values,
  );
  return rows.map(({ person: login }) => login);
}

function shownOpen({ of, inputs, card }: MadeCard, company: string, period: string, days: Days): ShownCard {
  const { person, name, post, channel, team, acknowledgedOn } = of satisfies AssessedPerson;
  return { company, period, days, person, name, post, channel, team, acknowledgedOn, inputs, card, closedOn: null, fingerprint: null };
}

async function closedCards(tx: Tx, { company, days, persons, after, limit }: Asked, period: string): Promise<ShownCard[]> {
  const rows = await tx.query<Omit<ShownCard, 'company' | 'period' | 'days'>>(selectClosed, [
    company,
    period,
    persons,
    after,
    limit ?? null,
  ]);
  return rows.map((row) => ({ ...row, company, period, days }));
}

const selectClosed = `
  select s.person, p.name, s.post, s.channel, s.team_id as team, k.acknowledged_on as "acknowledgedOn", s.inputs, s.card,
    c.closed_on as "closedOn", encode(s.fingerprint, 'hex') as fingerprint
  from scorecards s
  join assessment_closings c on c.company_id = s.company_id and c.period = s.period
  join people p on p.login = s.person
  left join scheme_acknowledgements k on k.company_id = s.company_id and k.scheme_id = s.scheme_id and k.person = s.person
  where s.company_id = $1 and s.period = $2 and ($3::text[] is null or s.person = any ($3)) and s.person > $4
  order by s.person limit $5::integer`;

async function beforeOf(tx: Tx, company: string, person: string, period: string): Promise<{ before?: ScorecardBefore }> {
  const [row] = await tx.query<{ total: string | null; grade: string | null }>(
    'select total::text, grade from scorecards where company_id = $1 and person = $2 and period = $3',
    [company, person, period],
  );
  return row ? { before: { id: cardId({ company, period, person }), ...row } } : {};
}
