import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { ScoreNoticeKind } from '../../workflows/scorecard/notices.js';
import type { Tx } from '../platform/database/database.js';

interface Told {
  readonly kind: ScoreNoticeKind;
  /** Where it is read, under /score. With the kind and who is told it is one event, which nobody is told of twice. */
  readonly about: string;
  readonly on: BusinessDate;
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** Its mail goes out with the person's others. @param recipients logins, or `role:<key>` */
export async function tellOfScore(tx: Pick<Tx, 'query'>, company: string, recipients: readonly string[], told: Told): Promise<void> {
  const { kind, about, on, facts } = told;
  await tx.query(
    `insert into notices (company_id, about, kind, due_on, recipient, facts)
     select $1, $2, $3, $4, recipient, $6::jsonb from unnest($5::text[]) recipient on conflict do nothing`,
    [company, about, kind, on, recipients, JSON.stringify(facts)],
    'assessment.tell',
  );
}

/** Each person's own card, once it is closed. */
export async function tellOfCards(tx: Pick<Tx, 'query'>, company: string, period: string, on: BusinessDate): Promise<void> {
  await tx.query(
    `insert into notices (company_id, about, kind, due_on, recipient, facts)
     select company_id, 'cards/' || company_id || '.' || period || '.' || person, 'scorecard_ready', $3, person, jsonb_build_object('period', period)
     from scorecards where company_id = $1 and period = $2 order by person on conflict do nothing`,
    [company, period, on],
    'assessment.tell_of_cards',
  );
}

/**
 * Who has to acknowledge a scheme that is announced: whom it concerns when it starts, or now.
 * @param scheme null = all that are announced and not over @param person null = everybody
 */
export async function tellOfSchemes(
  tx: Pick<Tx, 'query'>,
  company: string,
  { scheme, person, on }: { scheme: string | null; person: string | null; on: BusinessDate },
): Promise<void> {
  await tx.query(toAcknowledge, [company, scheme, person, on], 'assessment.tell_of_schemes');
}

const toAcknowledge = `
  insert into notices (company_id, about, kind, due_on, recipient, facts)
  select $1, 'schemes/' || s.id, 'scheme_to_acknowledge', $4::date, a.person, jsonb_build_object('version', d.version, 'startsOn', s.starts_on)
  from schemes s
  join scheme_announcements n on n.company_id = $1 and n.scheme_id = s.id
  join scheme_decisions d on d.company_id = $1 and d.scheme_id = s.id
  cross join lateral (
    select distinct on (person) person, post, channel from assessed_posts
    where company_id = $1 and from_on <= greatest(s.starts_on, $4::date) and ($3::text is null or person = $3)
    order by person, from_on desc, id desc) a
  where s.company_id = $1 and ($2::bigint is null or s.id = $2) and (s.ends_on is null or s.ends_on >= $4::date)
    and a.post = s.post and (s.channel is null or a.channel = s.channel)
    and not exists (select from scheme_acknowledgements k where k.company_id = $1 and k.scheme_id = s.id and k.person = a.person)
    and not exists (
      select from schemes o join scheme_announcements m on m.company_id = $1 and m.scheme_id = o.id
      where o.company_id = $1 and o.post = s.post and o.channel is not distinct from s.channel and o.period_kind = s.period_kind
        and o.starts_on > s.starts_on and o.starts_on <= $4::date)
  order by s.id, a.person on conflict do nothing`;

/** What was asked for is done: a mail that has not been written yet would ask for nothing. @param recipient null = everybody who was told */
export async function endScoreNotices(
  tx: Pick<Tx, 'query'>,
  company: string,
  { kind, about, recipient }: { kind: ScoreNoticeKind; about: string; recipient: string | null },
): Promise<void> {
  await tx.query(
    `update notices set facts = facts || '{"done": true}'
     where company_id = $1 and about = $2 and kind = $3 and ($4::text is null or recipient = $4) and composed_on is null`,
    [company, about, kind, recipient],
    'assessment.end_notices',
  );
}
