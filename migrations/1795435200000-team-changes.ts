import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures of a period are those of the team of its last day: who was in which team until when is kept. */
export class TeamChanges1795435200000 implements MigrationInterface {
  name = 'TeamChanges1795435200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(changes);
    await runner.query(known);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger team_is_kept on team_members');
    await runner.query('drop function keep_team(), team_members_on(date)');
    await runner.query('drop table team_changes');
  }
}

/** Teams sell for every company. Of their dates the latest counts, so that no company's period that is over is changed. */
const changes = `
  create table team_changes (
    id bigint generated always as identity primary key,
    login text not null references people,
    team_id bigint references teams,
    changed_on date not null,
    changed_at timestamptz not null default now()
  );
  comment on table team_changes is 'in which team somebody was until changed_on; in which now stands in team_members';
  comment on column team_changes.team_id is 'null = in none. Who has never been in one before has no row: the first is taken to have been theirs all along';
  create index team_changes_login on team_changes (login, changed_on, id);
  create index team_changes_day on team_changes (changed_on);
  create trigger only_added before update or delete on team_changes for each row execute function refuse_change();
  create trigger never_emptied before truncate on team_changes execute function refuse_change();

  create function keep_team() returns trigger language plpgsql as $$
    declare
      who text := case tg_op when 'DELETE' then old.login else new.login end;
    begin
      if tg_op = 'UPDATE' and old.team_id = new.team_id then return null; end if;
      if tg_op = 'INSERT' and not exists (select from team_changes where login = who) then return null; end if;
      insert into team_changes (login, team_id, changed_on)
      values (who, case tg_op when 'INSERT' then null else old.team_id end,
        coalesce((select max(business_date(id)) from companies), (now() at time zone 'utc')::date));
      return null;
    end
  $$;
  create trigger team_is_kept after insert or update of team_id or delete on team_members
    for each row execute function keep_team();

  create function team_members_on(day date) returns table (login text, team_id bigint) language sql stable as $$
    select m.login, m.team_id from team_members m where not exists (select from team_changes c where c.login = m.login and c.changed_on > day)
    union all
    select c.login, c.team_id from (
      select distinct on (t.login) t.login, t.team_id from team_changes t where t.changed_on > day order by t.login, t.changed_on, t.id) c
    where c.team_id is not null
  $$`;

/** Of those before, what performance officers wrote down with dates for people who are not measured by a team, where it ends in the team of now. */
const known = `
  insert into team_changes (login, team_id, changed_on, changed_at)
  select person, team_id, until_on, set_at from (
    select p.person, p.team_id, p.post,
      lead(p.team_id) over later as next_team, lead(p.from_on) over later as until_on, lead(p.set_at) over later as set_at,
      last_value(p.team_id) over (later rows between unbounded preceding and unbounded following) as last_team
    from (
      select distinct on (person, from_on) person, from_on, team_id, post, id, set_at from assessed_posts a
      where not exists (select from assessed_posts o where o.person = a.person and o.company_id <> a.company_id)
      order by person, from_on, id desc) p
    window later as (partition by p.person order by p.from_on)) known
  where post in ('salesperson', 'customer_success') and team_id is not null and next_team is not null and next_team <> team_id
    and last_team = (select m.team_id from team_members m where m.login = known.person)
  order by person, until_on`;
