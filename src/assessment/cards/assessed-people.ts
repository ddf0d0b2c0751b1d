import type { Days } from '../../../workflows/scorecard/assessment-period.js';
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
export function assessedPeople(
  tx: Pick<Tx, 'query'>,
  { company, period, persons = null, after = '', limit }: PeopleAsked,
): Promise<AssessedPerson[]> {
  const values = [company, period.from, period.to, period.kind, persons, after, limit ?? null];
  return tx.query<AssessedPerson>(statement, values, 'assessment.people');
}

const statement = `
  select a.person, p.name, a.post, a.channel, a.team_id as team, s.id as "schemeId", s.version as "schemeVersion", s.starts_on as "schemeStartsOn",
    s.proposed_by as "schemeProposedBy", k.acknowledged_on as "acknowledgedOn", s.content
  from (
    select distinct on (person) person, post, channel, team_id from assessed_posts
    where company_id = $1 and from_on <= $3::date and ($5::text[] is null or person = any ($5)) and person > $6
    order by person, from_on desc, id desc) a
  join people p on p.login = a.person
  join lateral (
    select s.id, s.starts_on, s.content, s.proposed_by, d.version
    from schemes s
    join scheme_decisions d on d.company_id = s.company_id and d.scheme_id = s.id and d.outcome = 'approved'
    join scheme_announcements n on n.company_id = s.company_id and n.scheme_id = s.id
    where s.company_id = $1 and s.post = a.post and s.period_kind = $4 and (s.channel is null or s.channel = a.channel)
      and s.starts_on <= $2::date and (s.ends_on is null or s.ends_on >= $3::date)
    order by s.channel is null, s.starts_on desc, d.version desc limit 1) s on true
  left join scheme_acknowledgements k on k.company_id = $1 and k.scheme_id = s.id and k.person = a.person
  order by a.person limit $7::integer`;
