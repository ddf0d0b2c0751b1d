import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the overview tells of a company, counted by the night: sums over all that is open cannot be read afresh by every page. */
export class DayFigures1795392000000 implements MigrationInterface {
  name = 'DayFigures1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(counted);
    await runner.query(indexes);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table day_flows, day_money, day_moves, day_figures, day_counts; drop index cases_of_legal, cases_docketed_balance, imports_held, cases_promised',
    );
  }
}

const counted = `
  create table day_counts (
    company_id text not null references companies,
    business_date date not null,
    counted_at timestamptz not null,
    primary key (company_id, business_date)
  );
  comment on table day_counts is 'days whose figures were counted, and when; the figures of most days are dropped after two months';

  create table day_figures (
    company_id text not null,
    business_date date not null,
    owner text not null,
    currency char(3) not null,
    state text not null,
    docketed boolean not null,
    bucket smallint not null check (bucket between -3 and 7),
    items integer not null,
    amount numeric(18, 2) not null,
    primary key (company_id, business_date, owner, currency, state, docketed, bucket),
    foreign key (company_id, business_date) references day_counts on delete cascade
  );
  comment on column day_figures.state is 'of the case, without its inner state; notDue for what has none';
  comment on column day_figures.bucket is '1 for 1-30 overdue days, 2 for 31-60 and so on, 7 for over 180; 0 due within 30 days, -1 within 60, -2 within 90, -3 later';

  create table day_moves (
    company_id text not null,
    business_date date not null,
    case_id bigint not null,
    owner text not null,
    currency char(3) not null,
    docketed boolean not null,
    from_state text not null,
    to_state text not null,
    received numeric(18, 2) not null,
    recovered numeric(18, 2) not null,
    primary key (company_id, business_date, case_id),
    foreign key (company_id, case_id) references cases
  );
  comment on table day_moves is 'cases that a day led from one state to another or brought money, derived from their journals';
  comment on column day_moves.from_state is 'before the day; new for a case that it opened';

  create table day_money (
    company_id text not null,
    business_date date not null,
    owner text not null,
    currency char(3) not null,
    docketed boolean not null,
    cases integer not null,
    received numeric(18, 2) not null,
    recovered numeric(18, 2) not null,
    primary key (company_id, business_date, owner, currency, docketed)
  );
  create table day_flows (
    company_id text not null references companies,
    since date not null,
    until date not null,
    owner text not null,
    currency char(3) not null,
    docketed boolean not null,
    from_state text not null,
    to_state text not null,
    cases integer not null,
    primary key (company_id, since, until, owner, currency, docketed, from_state, to_state)
  );
  comment on table day_flows is 'the usual spans of day_moves, summed up for the last counted day';

  comment on table day_money is 'the money of day_moves by day and owner';`;

const indexes = `
  create index cases_promised on cases (company_id, id) where not closed and snapshot #> '{context,promises}' @> '[{"state": "live"}]';
  create index cases_docketed_balance on cases (company_id, balance, id) where docketed_on is not null and not closed;
  drop index receivables_without_case;
  create index receivables_without_case on receivables (company_id, due_on, id) include (owner, currency, balance) where balance > 0 and not has_case;
  drop index cases_letter_to_release;
  create index cases_letter_of_finance on cases (company_id, due_on, id) where letter_due >= 2 and letter_due <= 3;
  create index cases_letter_of_legal on cases (company_id, due_on, id) where letter_due = 4;
  create index cases_of_legal on cases (company_id, due_on, id) where docketed_on is not null or evidence_requested or letter_level >= 4;
  create index imports_held on imports (company_id, id) where status = 'held';`;
