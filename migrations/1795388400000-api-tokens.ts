import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Machines sign in with tokens of their own; whoever looks after the installation sees what was refused and whether the record holds. */
export class ApiTokens1795388400000 implements MigrationInterface {
  name = 'ApiTokens1795388400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tokens);
    await runner.query(verifications);
    await runner.query(setupCodes);
    await runner.query(refusals);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index access_refusals_at, control_refusals_at');
    await runner.query('drop table setup_codes, verification_runs, api_tokens');
  }
}

const tokens = `
  create table api_tokens (
    id bigint generated always as identity primary key,
    token_hash bytea not null unique,
    login text not null references people,
    name text not null,
    read_only boolean not null,
    expires_at timestamptz not null,
    created_by text not null references people,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_by text references people,
    revoked_at timestamptz,
    check ((revoked_by is null) = (revoked_at is null))
  );
  create index api_tokens_login on api_tokens (login, id);
  comment on column api_tokens.last_used_at is 'to the minute: not every request writes'`;

const verifications = `
  create table verification_runs (
    id bigint generated always as identity primary key,
    status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed')),
    cases bigint not null default 0,
    done bigint not null default 0,
    result jsonb,
    failure text,
    requested_by text not null references people,
    requested_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz
  );
  create unique index verification_runs_one_at_a_time on verification_runs ((true)) where status in ('waiting', 'running')`;

const setupCodes = `
  create table setup_codes (
    code_hash bytea primary key,
    made_at timestamptz not null default now()
  );
  comment on table setup_codes is 'whoever reads the log of an empty installation may make the first administrator; emptied when that is done'`;

const refusals = `
  create index access_refusals_at on access_refusals (at, id);
  create index control_refusals_at on control_refusals (at, id)`;
