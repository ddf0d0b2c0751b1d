import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Policies are proposed by one person and approved by another; what was decided is only ever added to. What-if runs keep their
 * results apart from everything that they read.
 */
export class Policy1795359600000 implements MigrationInterface {
  name = 'Policy1795359600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policy_proposals (
        company_id text not null references companies,
        id bigint generated always as identity,
        effective_from date not null,
        changes jsonb not null,
        reason text not null,
        base_version integer not null,
        proposed_by text not null references people,
        proposed_on date not null,
        proposed_at timestamptz not null default now(),
        primary key (company_id, id)
      );
      comment on column policy_proposals.changes is 'the numbers that are to change, as workflows/policy.ts has them';
      comment on column policy_proposals.base_version is 'the last version when it was proposed; 0 = the defaults';

      create table policy_decisions (
        company_id text not null,
        proposal_id bigint not null,
        outcome text not null check (outcome in ('approved', 'rejected', 'withdrawn')),
        decided_by text not null references people,
        decided_on date not null,
        decided_at timestamptz not null default now(),
        reason text,
        version integer,
        primary key (company_id, proposal_id),
        foreign key (company_id, proposal_id) references policy_proposals,
        foreign key (company_id, version) references policies,
        check ((outcome = 'approved') = (version is not null))
      );
      comment on table policy_decisions is 'a proposal without one is still open';

      create table rules_applied (
        company_id text primary key references companies,
        policy_version integer not null,
        calendar_version bigint not null,
        applied_on date not null
      );
      comment on table rules_applied is 'the versions under which every open case knows its next nights';

      create trigger only_added before update or delete on policies for each row execute function refuse_change();
      create trigger only_added before update or delete on policy_proposals for each row execute function refuse_change();
      create trigger only_added before update or delete on policy_decisions for each row execute function refuse_change();

      alter table calendar_days add column reason text;

      create table what_if_runs (
        company_id text not null references companies,
        id bigint generated always as identity,
        from_on date not null,
        until_on date not null,
        proposal_id bigint,
        changes jsonb not null,
        status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
        cases integer not null default 0,
        done integer not null default 0,
        last_case bigint not null default 0,
        summary jsonb,
        failure text,
        requested_by text not null references people,
        requested_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        check (until_on >= from_on),
        primary key (company_id, id),
        foreign key (company_id, proposal_id) references policy_proposals
      );
      comment on column what_if_runs.last_case is 'up to which the results are there: who takes the run over goes on behind it';
      create unique index what_if_runs_one_at_a_time on what_if_runs (company_id) where status in ('waiting', 'running');

      create table what_if_cases (
        company_id text not null,
        run_id bigint not null,
        case_id bigint not null,
        parting jsonb not null,
        actual jsonb not null,
        other jsonb not null,
        primary key (company_id, run_id, case_id),
        foreign key (company_id, run_id) references what_if_runs,
        foreign key (company_id, case_id) references cases
      );
      comment on table what_if_cases is 'cases that would have gone another way; those of which only notices differ are counted in the summary';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table calendar_days drop column reason;
      drop trigger only_added on policies;
      drop table what_if_cases, what_if_runs, policy_decisions, policy_proposals, rules_applied`);
  }
}
