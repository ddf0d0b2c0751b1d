/**
 * $1 is the SHA-256 of a token. One row of CurrentPerson's shape and `live`, or none for a token that never was.
 * An absence is looked up company by company, since each has its own business date; it passes on what the absent person holds
 * themselves, not what they gain by standing in, and nothing once they are inactive. That no business date is more than a day from
 * UTC's keeps old absences from asking for every company's.
 */
export const personOfSession = personBehind('s.id', 'null::jsonb', 'sessions');

/** The same for the token of a machine, which is no session: none has the id 0. */
export const personOfToken = personBehind(
  '0::bigint',
  `jsonb_build_object('id', s.id::text, 'readOnly', s.read_only, 'madeBy', s.created_by)`,
  'api_tokens',
);

function personBehind(sessionId: string, token: string, table: 'sessions' | 'api_tokens'): string {
  return `
  select p.login, p.name, p.language, ${sessionId} as "sessionId", ${token} as token, p.must_choose_password as "mustChoosePassword",
    p.active and s.revoked_at is null and s.expires_at > now() as live,
    coalesce((
      select jsonb_agg(jsonb_build_object('role', g.role, 'companyId', g.company_id) order by g.id)
      from role_grants g where g.login = p.login and g.revoked_at is null), '[]') as grants,
    coalesce((
      select jsonb_agg(jsonb_build_object('login', away.login, 'grants', away.grants) order by away.login)
      from (
        select a.login, jsonb_agg(distinct jsonb_build_object('role', g.role, 'companyId', c.id)) as grants
        from (select coalesce((select business_date from training_clock), (now() at time zone 'UTC')::date) as day) about
        join stand_ins si on si.until_on >= about.day - 1 and si.from_on <= about.day + 1
        join people a on a.login = si.absent and a.active
        join role_grants g on g.login = a.login and g.revoked_at is null
        join companies c on c.id = coalesce(g.company_id, c.id)
        where si.stand_in = p.login and si.ended_at is null and business_date(c.id) between si.from_on and si.until_on
        group by a.login) away), '[]') as "standsInFor",
    coalesce((
      select jsonb_agg(jsonb_build_object('companyId', seat.company_id, 'seat', seat.seat) order by seat.company_id, seat.seat)
      from (
        select b.company_id, b.seat from board_seats b where p.login in (b.member, b.deputy)
        union
        select ms.company_id, ms.seat from meetings m
        join meeting_seats ms on ms.company_id = m.company_id and ms.meeting_id = m.id
        where m.status <> 'closed' and ms.person = p.login
        union
        select r.company_id, r.seat from meeting_roll r
        join meetings m on m.company_id = r.company_id and m.id = r.meeting_id
        where m.status = 'open' and p.login in (r.member, r.deputy)) seat), '[]') as seats
  from ${table} s join people p on p.login = s.login
  where s.token_hash = $1`;
}
