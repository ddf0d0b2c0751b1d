import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is assessed by what, against which targets; what customers said; the cards of closed periods, and what was questioned of them. */
export class Assessment1795384800000 implements MigrationInterface {
  name = 'Assessment1795384800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(posts);
    await runner.query(schemes);
    await runner.query(targets);
    await runner.query(voices);
    await runner.query(cards);
    await runner.query(appeals);
    for (const table of onlyAddedTo)
      await runner.query(`
        create trigger only_added before update or delete on ${table} for each row execute function refuse_change();
        create trigger never_emptied before truncate on ${table} execute function refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${[...onlyAddedTo].reverse().join(', ')}; drop function refuse_late_card`);
  }
}

const onlyAddedTo = [
  'assessed_posts',
  'schemes',
  'scheme_decisions',
  'scheme_announcements',
  'scheme_acknowledgements',
  'trainings',
  'training_participants',
  'target_proposals',
  'target_decisions',
  'targets',
  'survey_results',
  'complaints',
  'complaint_decisions',
  'assessment_closings',
  'scorecards',
  'scorecard_appeals',
  'scorecard_appeal_decisions',
];

const postIs = (column: string) => `${column} in ('salesperson', 'sales_lead', 'customer_success', 'finance_ar')`;
const channelIs = `channel in ('direct', 'channel')`;

const posts = `
  create table assessed_posts (
    company_id text not null references companies,
    id bigint generated always as identity,
    person text not null references people,
    post text check (${postIs('post')}),
    channel text check (${channelIs}),
    team_id bigint references teams,
    from_on date not null,
    reason text,
    set_by text not null references people,
    set_on date not null,
    set_at timestamptz not null default now(),
    primary key (company_id, id)
  );
  comment on table assessed_posts is 'what somebody is assessed as, from a day on; of one day the last row holds';
  comment on column assessed_posts.post is 'null = not assessed any more';
  create index assessed_posts_person on assessed_posts (company_id, person, from_on, id);`;

const schemes = `
  create table schemes (
    company_id text not null references companies,
    id bigint generated always as identity,
    post text not null check (${postIs('post')}),
    channel text check (${channelIs}),
    period_kind text not null check (period_kind in ('month', 'quarter', 'year')),
    starts_on date not null,
    ends_on date,
    content jsonb not null,
    band_reason text,
    reason text not null,
    proposed_by text not null references people,
    proposed_on date not null,
    proposed_at timestamptz not null default now(),
    primary key (company_id, id),
    check (ends_on >= starts_on)
  );
  comment on column schemes.channel is 'null = for both';
  comment on column schemes.content is 'stage, creditGradeCoefficient, metrics and reward, as workflows/scorecard has them';
  create index schemes_post on schemes (company_id, post, starts_on, id);

  create table scheme_decisions (
    company_id text not null,
    scheme_id bigint not null,
    outcome text not null check (outcome in ('approved', 'rejected', 'withdrawn')),
    version integer,
    reason text,
    decided_by text not null references people,
    decided_on date not null,
    decided_at timestamptz not null default now(),
    primary key (company_id, scheme_id),
    foreign key (company_id, scheme_id) references schemes,
    check ((outcome = 'approved') = (version is not null))
  );
  comment on column scheme_decisions.version is 'of the schemes of this post, channel and length of period';

  create table scheme_announcements (
    company_id text not null,
    scheme_id bigint not null,
    text text not null,
    announced_by text not null references people,
    announced_on date not null,
    announced_at timestamptz not null default now(),
    primary key (company_id, scheme_id),
    foreign key (company_id, scheme_id) references schemes
  );

  create table scheme_acknowledgements (
    company_id text not null,
    scheme_id bigint not null,
    person text not null references people,
    note text,
    recorded_by text not null references people,
    acknowledged_on date not null,
    acknowledged_at timestamptz not null default now(),
    primary key (company_id, scheme_id, person),
    foreign key (company_id, scheme_id) references scheme_announcements
  );
  comment on column scheme_acknowledgements.note is 'where somebody else recorded it: on what it was signed';

  create table trainings (
    company_id text not null references companies,
    id bigint generated always as identity,
    topic text not null,
    scheme_id bigint,
    held_on date not null,
    held_by text not null,
    recorded_by text not null references people,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, scheme_id) references schemes
  );

  create table training_participants (
    company_id text not null,
    training_id bigint not null,
    person text not null references people,
    primary key (company_id, training_id, person),
    foreign key (company_id, training_id) references trainings
  );`;

const targets = `
  create table target_proposals (
    company_id text not null references companies,
    id bigint generated always as identity,
    period text not null,
    source text not null check (source in ('history', 'benchmark', 'manual')),
    basis jsonb not null,
    reason text not null,
    proposed_by text not null references people,
    proposed_on date not null,
    proposed_at timestamptz not null default now(),
    primary key (company_id, id)
  );
  comment on column target_proposals.basis is 'of history: post, channel, years and growth; of a benchmark: whose';
  create index target_proposals_period on target_proposals (company_id, period, id);

  create table target_decisions (
    company_id text not null,
    proposal_id bigint not null,
    place bigint generated always as identity,
    outcome text not null check (outcome in ('approved', 'rejected', 'withdrawn')),
    reason text,
    decided_by text not null references people,
    decided_on date not null,
    decided_at timestamptz not null default now(),
    primary key (company_id, proposal_id),
    foreign key (company_id, proposal_id) references target_proposals
  );
  comment on column target_decisions.place is 'of two approved proposals for the same person and period the one decided later holds';

  create table targets (
    company_id text not null,
    id bigint generated always as identity,
    proposal_id bigint not null,
    person text references people,
    team_id bigint references teams,
    collection numeric(18, 2) check (collection > 0),
    metrics jsonb not null,
    history jsonb,
    primary key (company_id, id),
    foreign key (company_id, proposal_id) references target_proposals,
    unique nulls not distinct (company_id, proposal_id, person, team_id),
    check (num_nonnulls(person, team_id) = 1)
  );
  comment on column targets.metrics is 'baseline, target and challenge by metric, as decimals';
  comment on column targets.history is 'what they were made from: each earlier period with its value';
  create index targets_person on targets (company_id, person, id) where person is not null;
  create index targets_team on targets (company_id, team_id, id) where team_id is not null;`;

const voices = `
  create table survey_results (
    company_id text not null references companies,
    id bigint generated always as identity,
    period text not null,
    person text not null references people,
    key text not null check (key in ('satisfaction', 'renewal_intent', 'complaint_rate')),
    customer text,
    version integer not null,
    value numeric(9, 6) not null check (value >= 0),
    answers integer,
    surveyed_on date,
    import_id bigint not null,
    recorded_by text not null,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id),
    unique nulls not distinct (company_id, period, person, key, customer, version),
    foreign key (company_id, customer) references customers
  );
  comment on table survey_results is 'what customers said of somebody in a period, all together or one of them; the last version holds';
  comment on column survey_results.value is 'points; of complaint_rate a fraction';

  create table complaints (
    company_id text not null references companies,
    id bigint generated always as identity,
    complaint text not null,
    customer text not null,
    person text not null references people,
    received_on date not null,
    kind text not null check (kind in ('over_dunning', 'withheld_shipment', 'other')),
    note text,
    import_id bigint not null,
    recorded_by text not null,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id),
    unique (company_id, complaint),
    foreign key (company_id, customer) references customers
  );
  create index complaints_person on complaints (company_id, person, received_on);

  create table complaint_decisions (
    company_id text not null,
    complaint_id bigint not null,
    upheld boolean not null,
    reason text not null,
    counts_on date not null,
    decided_by text not null references people,
    decided_on date not null,
    decided_at timestamptz not null default now(),
    primary key (company_id, complaint_id),
    foreign key (company_id, complaint_id) references complaints
  );
  comment on column complaint_decisions.counts_on is 'the day it was received, or the first after the period that was closed meanwhile';
  create index complaint_decisions_day on complaint_decisions (company_id, counts_on);`;

const cards = `
  create table assessment_closings (
    company_id text not null references companies,
    period text not null,
    period_kind text not null check (period_kind in ('month', 'quarter', 'year')),
    from_on date not null,
    to_on date not null,
    cards integer not null,
    fingerprint bytea not null,
    closed_by text not null references people,
    closed_on date not null,
    closed_at timestamptz not null,
    primary key (company_id, period)
  );
  comment on column assessment_closings.fingerprint is 'SHA-256 over the fingerprints of all its cards in the order of persons, each 32 bytes';
  create index assessment_closings_kind on assessment_closings (company_id, period_kind, to_on);

  create table scorecards (
    company_id text not null,
    period text not null,
    person text not null references people,
    post text not null,
    channel text,
    team_id bigint,
    scheme_id bigint not null,
    inputs jsonb not null,
    card jsonb not null,
    total numeric(9, 2),
    grade text,
    fingerprint bytea not null,
    primary key (company_id, period, person),
    foreign key (company_id, period) references assessment_closings,
    foreign key (company_id, scheme_id) references schemes
  );
  comment on column scorecards.inputs is 'all that the card is computed from: anybody can make it again';
  comment on column scorecards.fingerprint is 'SHA-256 over the canonical JSON of company, period, person, inputs and card';
  create index scorecards_person on scorecards (company_id, person, period);

  -- A period has the cards that it was closed with, and never another one.
  create function refuse_late_card() returns trigger language plpgsql as $$
    begin
      if not exists (select from assessment_closings c where c.company_id = new.company_id and c.period = new.period and c.xmin = pg_current_xact_id()::xid) then
        raise exception 'period % is closed: no card is added to it', new.period using errcode = 'insufficient_privilege';
      end if;
      return new;
    end
  $$;
  create trigger with_its_period before insert on scorecards for each row execute function refuse_late_card();`;

const appeals = `
  create table scorecard_appeals (
    company_id text not null references companies,
    id bigint generated always as identity,
    period text not null,
    person text not null references people,
    line text,
    deduction_id bigint,
    reason text not null,
    raised_on date not null,
    raised_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, deduction_id) references deductions,
    check (num_nonnulls(line, deduction_id) = 1)
  );
  create index scorecard_appeals_person on scorecard_appeals (company_id, person, period);
  create index scorecard_appeals_period on scorecard_appeals (company_id, period, id);

  create table scorecard_appeal_decisions (
    company_id text not null,
    appeal_id bigint not null,
    outcome text not null check (outcome in ('accepted', 'rejected', 'withdrawn')),
    points numeric(9, 2) check (points > 0),
    counts_in text,
    reason text,
    decided_by text not null references people,
    decided_on date not null,
    decided_at timestamptz not null default now(),
    primary key (company_id, appeal_id),
    foreign key (company_id, appeal_id) references scorecard_appeals,
    check ((outcome = 'accepted') = (points is not null)),
    check ((outcome = 'accepted') = (counts_in is not null))
  );
  comment on column scorecard_appeal_decisions.counts_in is 'the card''s own period, or the next one where that was closed';
  create index scorecard_appeal_decisions_period on scorecard_appeal_decisions (company_id, counts_in) where counts_in is not null;`;
