import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No administrator makes somebody powerful alone, nor knows a password that somebody goes on using. */
export class Access1795431600000 implements MigrationInterface {
  name = 'Access1795431600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(proposals);
    await runner.query(passwords);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table role_grants drop column proposal_id, drop column is_set_up; alter table people drop column must_choose_password',
    );
    await runner.query('drop table role_proposals, account_events');
  }
}

const proposals = `
  create table role_proposals (
    id bigint generated always as identity primary key,
    login text not null references people,
    role text not null,
    company_id text references companies,
    proposed_by text not null references people,
    proposed_at timestamptz not null default now(),
    status text not null default 'waiting' check (status in ('waiting', 'confirmed', 'rejected', 'withdrawn')),
    decided_by text references people,
    decided_at timestamptz,
    reason text,
    check ((status = 'waiting') = (decided_by is null)),
    check ((decided_by is null) = (decided_at is null)),
    check (status <> 'confirmed' or decided_by not in (login, proposed_by)),
    check ((status = 'rejected') = (reason is not null))
  );
  comment on table role_proposals is 'a role that decides: an administrator proposes it, somebody in charge confirms it';
  create unique index role_proposals_waiting on role_proposals (login, role, coalesce(company_id, '')) where status = 'waiting';
  create index role_proposals_login on role_proposals (login, id);

  alter table role_grants add column proposal_id bigint references role_proposals, add column is_set_up boolean not null default false;
  comment on column role_grants.is_set_up is 'there was nobody in charge yet who could have confirmed it'`;

const passwords = `
  alter table people add column must_choose_password boolean not null default false;
  comment on column people.must_choose_password is 'somebody else has set the password: it opens nothing but the choice of another';

  create table account_events (
    id bigint generated always as identity primary key,
    login text not null references people,
    kind text not null check (kind in ('password_set', 'address_changed')),
    done_by text not null,
    at timestamptz not null default now(),
    old_address text,
    mailed boolean not null
  );
  comment on table account_events is 'what somebody else did to a person''s way in';
  create index account_events_login on account_events (login, id);
  create trigger only_added before update or delete on account_events for each row execute function refuse_change();
  create trigger never_emptied before truncate on account_events execute function refuse_change()`;
