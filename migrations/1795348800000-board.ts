import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Circular votes, the frozen roll, minutes, precedents, and two persons for a change of the board. */
export class Board1795348800000 implements MigrationInterface {
  name = 'Board1795348800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(meetings);
    await runner.query(minutes);
    await runner.query(precedents);
    await runner.query(seatProposals);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table seat_proposals, board_decisions, meeting_minutes_prints, meeting_minutes, meeting_left_out, meeting_new_facts, meeting_roll;
      drop index agenda_items_open, meetings_open, meetings_one_at_a_time;
      alter table meetings drop column deadline, drop column kind;
      create unique index meetings_one_at_a_time on meetings (company_id) where status <> 'closed';
    `);
  }
}

const meetings = `
  alter table meetings add column kind text not null default 'monthly' check (kind in ('monthly', 'circular'));
  alter table meetings add column deadline date;
  alter table meetings add check ((deadline is not null) = (kind = 'circular'));
  comment on column meetings.deadline is 'last day of a circular vote';
  drop index meetings_one_at_a_time;
  create unique index meetings_one_at_a_time on meetings (company_id) where status <> 'closed' and kind = 'monthly';
  create index meetings_open on meetings (company_id, id) where status = 'open';
  create index agenda_items_open on agenda_items (company_id, meeting_id, case_id) where outcome = 'open';

  create table meeting_roll (
    company_id text not null,
    meeting_id bigint not null,
    seat text not null check (seat in ('sales_director', 'finance_director', 'legal_manager')),
    member text not null references people,
    deputy text references people,
    primary key (company_id, meeting_id, seat),
    foreign key (company_id, meeting_id) references meetings
  );
  comment on table meeting_roll is 'who held the seats at the opening: a later change of the board is for the next meeting';
  create index meeting_roll_member on meeting_roll (member);
  create index meeting_roll_deputy on meeting_roll (deputy);
  insert into meeting_roll (company_id, meeting_id, seat, member, deputy)
    select m.company_id, m.id, b.seat, b.member, b.deputy from meetings m join board_seats b on b.company_id = m.company_id where m.status = 'open';
  create trigger only_added before update or delete on meeting_roll for each row execute function refuse_change();
  create trigger never_emptied before truncate on meeting_roll execute function refuse_change();

  create table meeting_new_facts (
    company_id text not null,
    meeting_id bigint not null,
    case_id bigint not null,
    fact jsonb not null,
    named_by text not null references people,
    primary key (company_id, meeting_id, case_id),
    foreign key (company_id, meeting_id) references meetings,
    foreign key (company_id, case_id) references cases
  );
  comment on table meeting_new_facts is 'what the chair says is new about a case that was decided this month; judged again at the opening';

  create table meeting_left_out (
    company_id text not null,
    meeting_id bigint not null,
    case_id bigint not null,
    code text not null,
    facts jsonb not null,
    primary key (company_id, meeting_id, case_id),
    foreign key (company_id, meeting_id) references meetings,
    foreign key (company_id, case_id) references cases
  );
  comment on table meeting_left_out is 'docketed cases that a rule kept off the agenda';
`;

const minutes = `
  create table meeting_minutes (
    company_id text not null,
    meeting_id bigint not null,
    content text not null,
    sha256 bytea not null,
    made_at timestamptz not null default now(),
    primary key (company_id, meeting_id),
    foreign key (company_id, meeting_id) references meetings
  );
  comment on column meeting_minutes.content is 'canonical JSON, written when the meeting closes; sha256 is of these very bytes';

  create table meeting_minutes_prints (
    company_id text not null,
    meeting_id bigint not null,
    language text not null check (language in ('zh-CN', 'en')),
    pdf bytea not null,
    printed_at timestamptz not null default now(),
    primary key (company_id, meeting_id, language),
    foreign key (company_id, meeting_id) references meeting_minutes
  );
  create trigger only_added before update or delete on meeting_minutes for each row execute function refuse_change();
  create trigger never_emptied before truncate on meeting_minutes execute function refuse_change();
  create trigger only_added before update or delete on meeting_minutes_prints for each row execute function refuse_change();
  create trigger never_emptied before truncate on meeting_minutes_prints execute function refuse_change();
`;

const precedents = `
  create table board_decisions (
    company_id text not null,
    meeting_id bigint not null,
    case_id bigint not null,
    decided_on date not null,
    outcome text not null check (outcome in ('grace', 'bad_debt', 'legal_action', 'continue')),
    grade text,
    band integer not null,
    planned boolean not null,
    currency text not null,
    balance numeric(18, 2) not null,
    received numeric(18, 2) not null,
    primary key (company_id, meeting_id, case_id),
    foreign key (company_id, meeting_id) references meetings,
    foreign key (company_id, case_id) references cases
  );
  comment on table board_decisions is 'what was resolved, with what makes cases alike: grade, size and plan at that time';
  comment on column board_decisions.band is 'of the balance, 0 the smallest';
  comment on column board_decisions.received is 'receipts up to the decision; what came later is what it brought in';
  create index board_decisions_alike on board_decisions (company_id, currency, band, planned, grade, decided_on desc, case_id desc);
  create trigger only_added before update or delete on board_decisions for each row execute function refuse_change();
  create trigger never_emptied before truncate on board_decisions execute function refuse_change();
`;

const seatProposals = `
  create table seat_proposals (
    company_id text not null references companies,
    id bigint generated always as identity,
    seat text not null check (seat in ('sales_director', 'finance_director', 'legal_manager')),
    member text not null references people,
    deputy text references people,
    proposed_by text not null references people,
    proposed_at timestamptz not null default now(),
    status text not null default 'waiting' check (status in ('waiting', 'confirmed', 'replaced')),
    confirmed_by text references people,
    confirmed_at timestamptz,
    check (member <> deputy),
    check ((status = 'confirmed') = (confirmed_by is not null)),
    primary key (company_id, id)
  );
  comment on table seat_proposals is 'a change of a seat that somebody holds: an administrator proposes, a second person confirms';
  create unique index seat_proposals_waiting on seat_proposals (company_id, seat) where status = 'waiting';
  create unique index seat_proposals_member on seat_proposals (company_id, member) where status = 'waiting';
`;
