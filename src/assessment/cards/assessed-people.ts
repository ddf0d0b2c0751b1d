import { type Days, nameOfPeriod } from '../../../workflows/scorecard/assessment-period.js';
import type { Reward } from '../../../workflows/scorecard/reward.js';
import type { PeriodKind, Post, SchemeMetric, Stage } from '../../../workflows/scorecard/scheme.js';
import type { Tx } from '../../platform/database/database.js';

/** What a scheme says, beside whom it is for. */
export interface SchemeContent {
  readonly stage: Stage;
  readonly creditGradeCoefficient: boolean;
  readonly metrics: readonly SchemeMetric[];
  readonly reward?: Reward;
}

/** Somebody who has a card in a period, and the scheme that it is made by. */
export interface AssessedPerson {
  readonly person: string;
  readonly name: string;
  readonly post: Post;
  readonly channel: 'direct' | 'channel' | null;
  readonly team: string | null;
  readonly schemeId: string;
  readonly schemeVersion: number;
  readonly schemeStartsOn: string;
  readonly schemeProposedBy: string;
  readonly acknowledgedOn: string | null;
  readonly content: SchemeContent;
}

export interface PeopleAsked {
  readonly company: string;
  readonly period: Days & { readonly kind: PeriodKind };
  /** Only these; null = everybody. */
  readonly persons?: readonly string[] | null;
  readonly after?: string;
  readonly limit?: number;
}

/**
 * Who holds a post on the period's last day for which a scheme of this length is in force: approved, announced, begun by the first day. One
 * for the person's channel goes before one for both. In the order of logins.
 */
export async function assessedPeople(
  tx: Pick<Tx, 'query'>,
  { company, period, persons = null, after = '', limit }: PeopleAsked,
): Promise<AssessedPerson[]> {
  const values = [company, period.from, period.to, period.kind, persons, after, limit ?? null];
  const rows = await tx.query<Omit<AssessedPerson, 'content'>>(statement, values, 'assessment.people');
  const contents = await contentsOf(tx, company, [...new Set(rows.map(({ schemeId }) => schemeId))]);
  return rows.map((row) => ({ ...row, content: contentOf(contents, row.schemeId) }));
}

/** How many have a card in each of these periods, by its name; none = left out. */
export async function assessedCounts(
  tx: Pick<Tx, 'query'>,
  company: string,
  periods: readonly PeopleAsked['period'][],
): Promise<Map<string, number>> {
  const asked = periods.map(({ from, to, kind }) => ({ period: nameOfPeriod({ from, kind }), from, to, kind }));
  const rows = await tx.query<{ period: string; people: number }>(counts, [company, JSON.stringify(asked)], 'assessment.counts');
  return new Map(rows.map(({ period, people }) => [period, people]));
}

/** Each scheme's once: thousands of people share a few. */
async function contentsOf(tx: Pick<Tx, 'query'>, company: string, ids: readonly string[]): Promise<Map<string, SchemeContent>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; content: SchemeContent }>(
    'select id, content from schemes where company_id = $1 and id = any ($2::bigint[])',
    [company, ids],
    'assessment.contents',
  );
  return new Map(rows.map(({ id, content }) => [id, content]));
}

function contentOf(contents: ReadonlyMap<string, SchemeContent>, id: string): SchemeContent {
  const content = contents.get(id);
  if (!content) throw new Error(`scheme ${id} is not there`);
  return content;
}

const inForce = (kind: string, from: string, to: string) => `
    select s.id, s.starts_on, s.proposed_by, d.version
    from schemes s
    join scheme_decisions d on d.company_id = s.company_id and d.scheme_id = s.id and d.outcome = 'approved'
    join scheme_announcements n on n.company_id = s.company_id and n.scheme_id = s.id
    where s.company_id = $1 and s.post = h.post and s.period_kind = ${kind} and (s.channel is null or s.channel = h.channel)
      and s.starts_on <= ${from} and (s.ends_on is null or s.ends_on >= ${to})
    order by s.channel is null, s.starts_on desc, d.version desc limit 1`;

/** Schemes are looked up once for each post and channel, not for each person. */
const statement = `
  with chosen as materialized (
    select h.post, h.channel, s.*
    from (
      select p.post, c.channel from (select distinct post from schemes where company_id = $1) p
      cross join (values (null), ('direct'), ('channel')) c (channel)) h
    join lateral (${inForce('$4', '$2::date', '$3::date')}) s on true)
  select a.person, p.name, a.post, a.channel, a.team_id as team, s.id as "schemeId", s.version as "schemeVersion", s.starts_on as "schemeStartsOn",
    s.proposed_by as "schemeProposedBy", k.acknowledged_on as "acknowledgedOn"
  from (
    select distinct on (person) person, post, channel, team_id from assessed_posts
    where company_id = $1 and from_on <= $3::date and ($5::text[] is null or person = any ($5)) and person > $6
    order by person, from_on desc, id desc) a
  join people p on p.login = a.person
  join chosen s on s.post = a.post and coalesce(s.channel, '') = coalesce(a.channel, '')
  left join scheme_acknowledgements k on k.company_id = $1 and k.scheme_id = s.id and k.person = a.person
  order by a.person limit $7::integer`;

/** Nobody is counted for a period of a length for which the company never announced a scheme. */
const counts = `
  select p.period, sum(h.people)::integer as people
  from jsonb_to_recordset($2::jsonb) as p (period text, "from" date, "to" date, kind text)
  cross join lateral (
    select post, channel, count(*) as people
    from (
      select distinct on (person) post, channel from assessed_posts
      where company_id = $1 and from_on <= p."to" order by person, from_on desc, id desc) a
    group by post, channel) h
  where exists (
      select from schemes s join scheme_announcements n on n.company_id = s.company_id and n.scheme_id = s.id
      where s.company_id = $1 and s.period_kind = p.kind and s.starts_on <= p."from" and (s.ends_on is null or s.ends_on >= p."to"))
    and exists (${inForce('p.kind', 'p."from"', 'p."to"')})
  group by p.period`;
