import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The monthly overdue lists: their rows, what is no longer on them, and all that people and the clock did to them. */
export class OverdueLists1795345200000 implements MigrationInterface {
  name = 'OverdueLists1795345200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(lists);
    await runner.query(rows);
    await runner.query(events);
    await runner.query(frozen);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overdue_list_events, overdue_list_gone, overdue_list_rows, overdue_lists');
    await runner.query('drop function refuse_agreed_list(), refuse_agreed_rows()');
  }
}

const lists = `
  create table overdue_lists (
    company_id text not null references companies,
    id bigint generated always as identity,
    month char(7) not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    snapshot_on date not null,
    status text not null default 'draft' check (status in ('draft', 'published', 'agreed')),
    version integer not null default 1,
    last_list bigint,
    publish_by date not null,
    drafted_on date not null,
    drafted_by text not null,
    published_on date,
    published_by text,
    answers_until date,
    agreed_on date,
    fingerprint bytea,
    primary key (company_id, id),
    unique (company_id, month),
    foreign key (company_id, last_list) references overdue_lists,
    check ((published_on is null) = (status = 'draft')),
    check ((fingerprint is null) = (status <> 'agreed'))
  );
  comment on column overdue_lists.snapshot_on is 'its rows are what was open at the end of this day';
  comment on column overdue_lists.version is 'raised by each draft and by what follows: publishing may name the one that was read';
  comment on column overdue_lists.last_list is 'the published list before it, with which it is compared';
  comment on column overdue_lists.drafted_by is 'a login, or clock';
  comment on column overdue_lists.fingerprint is 'SHA-256 over the agreed rows; stands in the foot of each export';
`;

const rows = `
  create table overdue_list_rows (
    company_id text not null,
    list_id bigint not null,
    id bigint generated always as identity,
    case_id bigint not null,
    customer text not null,
    customer_name text not null,
    document text not null,
    instalment integer not null,
    due_on date not null,
    overdue_days integer not null,
    currency char(3) not null,
    amount numeric(18, 2) not null,
    balance numeric(18, 2) not null check (balance > 0),
    owner text not null references people,
    collection text not null,
    difference text not null check (difference in ('new', 'corrected', 'worse', 'better', 'unchanged')),
    last_balance numeric(18, 2),
    last_overdue_days integer,
    last_balance_now numeric(18, 2),
    state text not null default 'waiting'
      check (state in ('waiting', 'confirmed', 'silent', 'objected', 'corrected', 'disagreed', 'settled', 'ledger_stands')),
    objection jsonb,
    agreed_balance numeric(18, 2) check (agreed_balance between 0 and amount),
    agreed_owner text references people,
    corrected boolean not null default false,
    settle_until date,
    proposals jsonb not null default '{}',
    primary key (company_id, id),
    unique (company_id, list_id, case_id),
    foreign key (company_id, list_id) references overdue_lists,
    foreign key (company_id, case_id) references cases
  );
  comment on column overdue_list_rows.balance is 'as drafted, which is never changed; agreed_balance and agreed_owner are what an accepted objection put in its place';
  comment on column overdue_list_rows.collection is 'the state of the case at the end of the list''s day';
  comment on column overdue_list_rows.last_balance_now is 'what the ledger, when this list was drafted, said of the last list''s day';
  comment on column overdue_list_rows.corrected is 'counts against the accuracy of the list';
  create index overdue_list_rows_order on overdue_list_rows (company_id, list_id, id);
  create index overdue_list_rows_owner on overdue_list_rows (company_id, list_id, owner, id);
  create index overdue_list_rows_open on overdue_list_rows (company_id, list_id, state, id) where state in ('waiting', 'objected', 'disagreed');

  create table overdue_list_gone (
    company_id text not null,
    list_id bigint not null,
    case_id bigint not null,
    last_row bigint not null,
    kind text not null check (kind in ('gone', 'corrected')),
    collection text not null,
    last_balance_now numeric(18, 2) not null,
    primary key (company_id, list_id, last_row),
    foreign key (company_id, list_id) references overdue_lists,
    foreign key (company_id, last_row) references overdue_list_rows
  );
  comment on table overdue_list_gone is 'rows of the last list that are not on this one';
  comment on column overdue_list_gone.kind is 'corrected: it should not have stood on the last list with that figure';
`;

const events = `
  create table overdue_list_events (
    company_id text not null,
    list_id bigint not null,
    id bigint generated always as identity,
    row_id bigint,
    kind text not null,
    by text not null,
    business_date date not null,
    at timestamptz not null default now(),
    facts jsonb not null default '{}',
    primary key (company_id, id),
    foreign key (company_id, list_id) references overdue_lists
  );
  comment on column overdue_list_events.row_id is 'null = of the whole list';
  comment on column overdue_list_events.by is 'a login, or clock';
  create index overdue_list_events_row on overdue_list_events (company_id, row_id, id) where row_id is not null;
  create index overdue_list_events_list on overdue_list_events (company_id, list_id, id) where row_id is null;
  create trigger only_added before update or delete on overdue_list_events for each row execute function refuse_change();
  create trigger never_emptied before truncate on overdue_list_events execute function refuse_change();
`;

/** An agreed list is what both sides have signed. One look per statement, because a night writes many rows. */
const frozen = `
  create function refuse_agreed_list() returns trigger language plpgsql as $$
    begin
      raise exception 'an agreed overdue list is not changed: % is refused', tg_op using errcode = 'insufficient_privilege';
    end
  $$;
  create trigger agreed_stays before update or delete on overdue_lists for each row when (old.status = 'agreed') execute function refuse_agreed_list();

  create function refuse_agreed_rows() returns trigger language plpgsql as $$
    begin
      if exists (select from (select distinct company_id, list_id from touched) t
                 join overdue_lists l on l.company_id = t.company_id and l.id = t.list_id and l.status = 'agreed') then
        raise exception 'the rows of an agreed overdue list are not changed: % is refused', tg_op using errcode = 'insufficient_privilege';
      end if;
      return null;
    end
  $$;
  create trigger agreed_stays_added after insert on overdue_list_rows referencing new table as touched for each statement execute function refuse_agreed_rows();
  create trigger agreed_stays_changed after update on overdue_list_rows referencing old table as touched for each statement execute function refuse_agreed_rows();
  create trigger agreed_stays_taken after delete on overdue_list_rows referencing old table as touched for each statement execute function refuse_agreed_rows();
  create trigger figures_stay before update of company_id, list_id, case_id, customer, customer_name, document, instalment, due_on, overdue_days, currency,
    amount, balance, owner, collection, difference, last_balance, last_overdue_days, last_balance_now on overdue_list_rows
    for each row execute function refuse_change();
  create trigger never_emptied before truncate on overdue_list_rows execute function refuse_change();
`;
