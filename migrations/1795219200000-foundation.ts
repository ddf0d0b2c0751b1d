import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. `company_id` leads every business table's key, so that the schema can be distributed by company.
 * Money is numeric(18,2); a person is named by login; what is history is only ever added (see the triggers at the end).
 */
export class Foundation1795219200000 implements MigrationInterface {
  name = 'Foundation1795219200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(companiesAndTime);
    await runner.query(people);
    await runner.query(policyAndCalendar);
    await runner.query(ledger);
    await runner.query(imports);
    await runner.query(cases);
    await runner.query(board);
    await runner.query(evidence);
    await runner.query(appendOnly);
  }

  async down(): Promise<void> {
    throw new Error('The first migration is not undone: drop the database instead.');
  }
}

const companiesAndTime = `
  create table companies (
    id text primary key check (id ~ '^[A-Za-z0-9_-]{1,20}$'),
    name text not null,
    currency char(3) not null default 'CNY',
    time_zone text not null default 'Asia/Shanghai',
    opening_on date
  );
  comment on column companies.opening_on is 'business date of the first ledger file: duties and facts count from here';

  create table installation (
    only_row boolean primary key default true check (only_row),
    mode text not null check (mode in ('training', 'production'))
  );
  comment on table installation is 'the mode this database was first started in; it is never used in the other';

  create table training_clock (
    only_row boolean primary key default true check (only_row),
    business_date date not null
  );

  create function business_date(company text) returns date language sql stable as $$
    select coalesce(
      (select t.business_date from training_clock t),
      (select (now() at time zone c.time_zone)::date from companies c where c.id = company))
  $$;

  create table nights (
    company_id text not null references companies,
    business_date date not null,
    opened integer not null default 0,
    advanced integer not null default 0,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (company_id, business_date)
  );
`;

const people = `
  create table people (
    login text primary key check (login ~ '^[^[:cntrl:][:space:]]{1,64}$'),
    name text not null,
    email text,
    language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
    password_hash text,
    active boolean not null default true,
    created_at timestamptz not null default now()
  );
  comment on column people.password_hash is 'argon2id; null = cannot sign in (for instance an owner code met in a file)';

  create table role_grants (
    id bigint generated always as identity primary key,
    login text not null references people,
    role text not null check (role in ('salesperson', 'sales_manager', 'sales_director', 'ar_clerk', 'finance_director',
      'general_manager', 'legal_officer', 'legal_manager', 'hr', 'auditor', 'admin')),
    company_id text references companies,
    granted_by text,
    granted_at timestamptz not null default now(),
    revoked_by text,
    revoked_at timestamptz
  );
  comment on column role_grants.company_id is 'null = every company';
  create unique index role_grants_live on role_grants (login, role, coalesce(company_id, '')) where revoked_at is null;

  create table teams (
    id bigint generated always as identity primary key,
    name text not null,
    manager text not null references people
  );
  create index teams_manager on teams (manager);

  create table team_members (
    login text primary key references people,
    team_id bigint not null references teams
  );
  create index team_members_team on team_members (team_id);

  create table board_seats (
    company_id text not null references companies,
    seat text not null check (seat in ('sales_director', 'finance_director', 'legal_manager')),
    member text not null references people,
    deputy text references people,
    check (member <> deputy),
    primary key (company_id, seat)
  );
  create unique index board_seats_member on board_seats (company_id, member);

  create table stand_ins (
    id bigint generated always as identity primary key,
    absent text not null references people,
    stand_in text not null references people,
    from_on date not null,
    until_on date not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    check (absent <> stand_in),
    check (until_on >= from_on)
  );
  create index stand_ins_stand_in on stand_ins (stand_in, until_on) where ended_at is null;
  create index stand_ins_absent on stand_ins (absent, until_on) where ended_at is null;

  create table sessions (
    token_hash bytea primary key,
    id bigint generated always as identity unique,
    login text not null references people,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    address text,
    client text
  );
  create index sessions_login on sessions (login) where revoked_at is null;

  create table sign_in_attempts (
    id bigint generated always as identity primary key,
    login text not null,
    address text not null,
    at timestamptz not null default now(),
    succeeded boolean
  );
  comment on column sign_in_attempts.succeeded is 'null while the password is being compared: such an attempt counts against the limits already';
  create index sign_in_attempts_login on sign_in_attempts (login, at);
  create index sign_in_attempts_address on sign_in_attempts (address, at);

  create table access_refusals (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    login text,
    method text not null,
    path text not null,
    case_id bigint,
    status integer not null,
    code text not null,
    request_id text
  );
  create index access_refusals_login on access_refusals (login, at);
`;

const policyAndCalendar = `
  create table policies (
    company_id text not null references companies,
    version integer not null,
    effective_from date not null,
    numbers jsonb not null,
    proposed_by text,
    approved_by text,
    created_at timestamptz not null default now(),
    primary key (company_id, version)
  );
  comment on column policies.numbers is 'only what differs from the defaults of workflows/policy.ts';

  create table calendar_days (
    version bigint generated always as identity primary key,
    day date not null,
    working boolean not null,
    name text not null,
    source text not null check (source in ('published', 'override')),
    set_by text,
    set_at timestamptz not null default now()
  );
  comment on table calendar_days is 'days that differ from Monday-Friday; the last row of a day holds; a journal entry names the version it saw';

  create table calendar_years (
    year integer primary key,
    published boolean not null
  );
`;

const ledger = `
  create table customers (
    company_id text not null references companies,
    customer text not null,
    name text not null,
    grade text check (grade in ('AAA', 'AA', 'A', 'B', 'C', 'D')),
    credit_limit numeric(18, 2),
    term_days integer,
    channel text check (channel in ('direct', 'channel')),
    strategic boolean not null default false,
    email text,
    first_signed_on date,
    owner text references people,
    primary key (company_id, customer)
  );

  create table receivables (
    company_id text not null,
    id bigint generated always as identity,
    customer text not null,
    document text not null,
    instalment integer not null default 1 check (instalment > 0),
    issued_on date not null,
    due_on date not null,
    currency char(3) not null,
    amount numeric(18, 2) not null check (amount > 0),
    received numeric(18, 2) not null default 0,
    credited numeric(18, 2) not null default 0,
    written_off numeric(18, 2) not null default 0,
    recovered numeric(18, 2) not null default 0,
    balance numeric(18, 2) not null generated always as (amount - received - credited - written_off) stored,
    owner text not null references people,
    contract text,
    channel text check (channel in ('direct', 'channel')),
    import_id bigint,
    has_case boolean not null default false,
    primary key (company_id, id),
    unique (company_id, document, instalment),
    -- A customer belongs to a company: a second reference to companies would cost a large import another quarter of its time.
    foreign key (company_id, customer) references customers,
    check (balance >= 0),
    check (recovered between 0 and written_off)
  );
  create index receivables_without_case on receivables (company_id, due_on, id) where balance > 0 and not has_case;
  create index receivables_customer on receivables (company_id, customer, due_on, id);

  create table receipts (
    company_id text not null,
    id bigint generated always as identity,
    receipt text not null,
    customer text not null,
    document text,
    instalment integer,
    value_date date not null,
    currency char(3) not null,
    amount numeric(18, 2) not null check (amount > 0),
    allocated numeric(18, 2) not null default 0,
    instrument text not null check (instrument in ('bank_transfer', 'cash', 'acceptance_bill')),
    cleared_on date,
    reversed_on date,
    on_account numeric(18, 2) not null generated always as (case when reversed_on is null then amount - allocated else 0 end) stored,
    import_id bigint,
    entered_on date not null,
    primary key (company_id, id),
    unique nulls not distinct (company_id, receipt, document, instalment),
    foreign key (company_id, customer) references customers,
    check (allocated between 0 and amount),
    check ((document is null) = (instalment is null))
  );
  comment on column receipts.allocated is 'sum of its live allocations; whoever writes one of those changes it too';
  create index receipts_customer on receipts (company_id, customer, value_date, id);
  create index receipts_on_account on receipts (company_id, customer, value_date, id) where on_account > 0;

  create table allocations (
    company_id text not null,
    id bigint generated always as identity,
    receipt_id bigint not null,
    receivable_id bigint not null,
    amount numeric(18, 2) not null check (amount > 0),
    recovery boolean not null default false,
    allocated_on date not null,
    allocated_by text not null,
    reversed_on date,
    primary key (company_id, id),
    foreign key (company_id, receipt_id) references receipts,
    foreign key (company_id, receivable_id) references receivables
  );
  comment on table allocations is 'what of a receipt is applied to which receivable; the rest of the receipt is on account of the customer';
  create index allocations_receipt on allocations (company_id, receipt_id);
  create index allocations_receivable on allocations (company_id, receivable_id);
`;

const imports = `
  create table import_profiles (
    name text not null,
    version integer not null,
    kind text not null,
    definition jsonb not null,
    created_by text not null references people,
    created_at timestamptz not null default now(),
    ended_by text references people,
    ended_at timestamptz,
    primary key (name, version)
  );
  comment on table import_profiles is 'a change is a new version; imports name the one they were read with';
  create unique index import_profiles_in_use on import_profiles (name) where ended_at is null;

  create table imports (
    company_id text not null references companies,
    id bigint generated always as identity,
    kind text not null,
    file_name text not null,
    sha256 bytea not null,
    bytes bigint not null,
    as_of date,
    profile text,
    profile_version integer,
    on_error text not null check (on_error in ('stop', 'skip')),
    status text not null check (status in ('running', 'done', 'rejected')),
    rows integer not null default 0,
    accepted integer not null default 0,
    rejected integer not null default 0,
    unchanged integer not null default 0,
    by text not null references people,
    business_date date not null,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (company_id, id)
  );
  create index imports_file on imports (company_id, sha256);

  create table import_errors (
    company_id text not null,
    import_id bigint not null,
    seq bigint not null,
    line bigint not null,
    "column" text not null,
    value text not null,
    code text not null,
    facts jsonb not null default '{}',
    primary key (company_id, import_id, seq),
    foreign key (company_id, import_id) references imports
  );
`;

const cases = `
  create table cases (
    company_id text not null references companies,
    id bigint generated always as identity,
    receivable_id bigint not null,
    customer text not null,
    owner text not null references people,
    due_on date not null,
    opened_on date not null,
    collection text not null,
    customer_dispute text not null,
    attribution text not null,
    balance numeric(18, 2) not null,
    closed boolean not null,
    docketed_on date,
    evidence_requested boolean not null default false,
    letter_level integer not null default 0,
    named text[] not null default '{}',
    next_date date,
    version integer not null,
    snapshot jsonb not null,
    last_hash bytea not null,
    primary key (company_id, id),
    unique (company_id, receivable_id),
    foreign key (company_id, receivable_id) references receivables
  );
  comment on column cases.docketed_on is 'first docketing; from then on hr and legal officers see the case';
  comment on column cases.named is 'who is named in an attribution: they see the case, whoever owns it now';
  comment on column cases.next_date is 'the night that has something to do here; null = none';
  create index cases_next_date on cases (company_id, next_date, id) where next_date is not null;
  create index cases_open on cases (company_id, due_on, id) where not closed;
  create index cases_all on cases (company_id, due_on, id);
  create index cases_owner on cases (company_id, owner, due_on, id);
  create index cases_customer on cases (company_id, customer, due_on, id);
  create index cases_docketed on cases (company_id, due_on, id) where docketed_on is not null;
  create index cases_named on cases using gin (named) where cardinality(named) > 0;
  create index cases_collection on cases (company_id, collection, due_on, id);

  create table case_journal (
    company_id text not null,
    case_id bigint not null,
    seq integer not null,
    at timestamptz not null,
    business_date date not null,
    actor text not null,
    command jsonb not null,
    entries jsonb not null,
    state jsonb not null,
    machine_version integer not null,
    policy_version integer not null,
    calendar_version bigint not null,
    prev_hash bytea not null,
    hash bytea not null,
    primary key (company_id, case_id, seq),
    foreign key (company_id, case_id) references cases
  );
  create index case_journal_date on case_journal (company_id, business_date);

  create table idempotency_keys (
    login text not null references people,
    key text not null,
    request_hash bytea not null,
    status integer not null,
    answer jsonb not null,
    at timestamptz not null default now(),
    primary key (login, key)
  );
  create index idempotency_keys_at on idempotency_keys (at);

  create table notices (
    company_id text not null,
    id bigint generated always as identity,
    case_id bigint not null,
    kind text not null,
    due_on date not null,
    recipient text not null,
    facts jsonb not null default '{}',
    created_at timestamptz not null default now(),
    primary key (company_id, id),
    unique (company_id, case_id, kind, due_on, recipient),
    foreign key (company_id, case_id) references cases
  );
  comment on column notices.recipient is 'a login, or a role of the company as role:<key>';
  create index notices_recipient on notices (recipient, due_on);

  create table deductions (
    company_id text not null,
    id bigint generated always as identity,
    case_id bigint not null,
    seq integer not null,
    kind text not null check (kind in ('deduction', 'give_back', 'reversal')),
    person text not null references people,
    cause text not null,
    share numeric(5, 2) not null,
    points numeric(9, 2) not null,
    basis jsonb not null,
    effective_on date not null,
    primary key (company_id, id),
    foreign key (company_id, case_id, seq) references case_journal
  );
  comment on column deductions.points is 'points taken (deduction) or given back (give_back, reversal), always positive; the journal entry (case, seq) is the source';
  create index deductions_person on deductions (person, effective_on);
  create index deductions_case on deductions (company_id, case_id);
`;

const board = `
  create table meetings (
    company_id text not null references companies,
    id bigint generated always as identity,
    planned_on date not null,
    status text not null check (status in ('called', 'open', 'closed')),
    called_on date not null,
    called_by text not null,
    opened_on date,
    opened_by text,
    closed_on date,
    closed_by text,
    primary key (company_id, id)
  );
  create unique index meetings_one_at_a_time on meetings (company_id) where status <> 'closed';

  create table meeting_seats (
    company_id text not null,
    meeting_id bigint not null,
    seat text not null,
    person text not null references people,
    named_by text not null,
    named_at timestamptz not null default now(),
    primary key (company_id, meeting_id, seat),
    foreign key (company_id, meeting_id) references meetings
  );

  create table agenda_items (
    company_id text not null,
    meeting_id bigint not null,
    case_id bigint not null,
    balance numeric(18, 2) not null,
    outcome text not null default 'open',
    tally jsonb,
    primary key (company_id, meeting_id, case_id),
    foreign key (company_id, meeting_id) references meetings,
    foreign key (company_id, case_id) references cases
  );
  comment on column agenda_items.outcome is 'open, a choice, deferred, void or lapsed';
`;

const evidence = `
  create table evidence_files (
    sha256 bytea primary key,
    bytes bigint not null,
    media_type text not null,
    stored_at timestamptz not null default now()
  );

  create table evidence (
    company_id text not null references companies,
    id bigint generated always as identity,
    customer text not null,
    sha256 bytea not null references evidence_files,
    file_name text not null,
    kind text not null,
    ground text not null,
    issuer text,
    document_date date,
    note text,
    attached_by text not null references people,
    attached_on date not null,
    attached_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, customer) references customers
  );
  comment on table evidence is 'what was filed; to which cases it is linked, who accepted or withdrew it, is in the cases'' journals';
  create index evidence_customer on evidence (company_id, customer);
`;

const appendOnly = `
  create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is only ever added to: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
    end
  $$;
  create trigger only_added before update or delete on case_journal for each row execute function refuse_change();
  create trigger never_emptied before truncate on case_journal execute function refuse_change();
  create trigger only_added before update or delete on access_refusals for each row execute function refuse_change();
  create trigger only_added before update or delete on evidence for each row execute function refuse_change();
  create trigger only_added before update or delete on calendar_days for each row execute function refuse_change();
`;
