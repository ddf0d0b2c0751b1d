import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters to customers, what is printed on them, and what the night has looked through for facts. */
export class Letters1795338000000 implements MigrationInterface {
  name = 'Letters1795338000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table companies add column letterhead jsonb not null default '{}';
      comment on column companies.letterhead is 'what letters and statements print: name, address, phone, bank, account, contact; a name left out is the company''s';
      alter table customers add column language text not null default 'zh-CN' check (language in ('zh-CN', 'en'));
      alter table evidence add column demand_on date;
      comment on column evidence.demand_on is 'when the demand that it proves reached the customer, or the customer acknowledged the debt';

      alter table cases add column letter_due integer;
      comment on column cases.letter_due is 'level of the letter whose day has come and that is not sent yet; null = none, or closed';
      update cases set letter_due = (snapshot -> 'context' -> 'letterDue' ->> 'level')::integer
        where not closed and snapshot -> 'context' -> 'letterDue' is not null;
      create index cases_letter_due on cases (company_id, customer, id) where letter_due is not null;
    `);
    await runner.query(letters);
    await runner.query(`
      create table fact_searches (
        company_id text primary key references companies,
        last_case bigint not null,
        searched_on date not null
      );
      comment on table fact_searches is 'up to which case, and on which night, contracts and credit checks were last compared with the cases';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table fact_searches, letter_items, letters;
      drop index cases_letter_due;
      alter table cases drop column letter_due;
      alter table evidence drop column demand_on;
      alter table customers drop column language;
      alter table companies drop column letterhead;
    `);
  }
}

const letters = `
  create table letters (
    company_id text not null,
    id bigint generated always as identity,
    customer text not null,
    level integer not null check (level between 1 and 4),
    business_date date not null,
    status text not null check (status in ('proposed', 'released', 'sent', 'withdrawn')),
    paused boolean not null default false,
    content jsonb,
    sha256 bytea,
    pdf bytea,
    channel text check (channel in ('email', 'post', 'courier', 'hand')),
    tracking_no text,
    sent_on date,
    released_by text,
    outbox_id bigint,
    withdrawn_by text,
    withdrawn_reason text,
    primary key (company_id, id),
    foreign key (company_id, customer) references customers,
    foreign key (company_id, outbox_id) references outbox,
    check ((content is null) = (status in ('proposed', 'withdrawn'))),
    check ((sent_on is null) = (status in ('proposed', 'withdrawn')))
  );
  comment on column letters.business_date is 'the night that proposed it at its level';
  comment on column letters.status is 'released: handed to the outbox; sent: gone by post, courier or hand. Whether a mail has left, the outbox knows';
  comment on column letters.content is 'all that is printed, frozen when it is released';
  comment on column letters.sha256 is 'of the content; stands in the foot of each page';
  comment on column letters.pdf is 'where it did not go by mail; otherwise it is the mail''s attachment';
  comment on column letters.released_by is 'a login, or clock';
  create unique index letters_proposed on letters (company_id, customer) where status = 'proposed';
  create unique index letters_one_a_day on letters (company_id, customer, sent_on) where sent_on is not null;
  create index letters_status on letters (company_id, status, id);
  create index letters_customer on letters (company_id, customer, id);

  create table letter_items (
    company_id text not null,
    letter_id bigint not null,
    position integer not null,
    receivable_id bigint not null,
    case_id bigint,
    open numeric(18, 2) not null,
    due_level integer,
    due_on date,
    primary key (company_id, letter_id, position),
    foreign key (company_id, letter_id) references letters,
    foreign key (company_id, receivable_id) references receivables
  );
  comment on table letter_items is 'the open items of a letter that was released or withdrawn';
  comment on column letter_items.due_level is 'level of the letter that was due in the item''s case; null where the item is only listed';
  create index letter_items_case on letter_items (company_id, case_id) where due_level is not null;
`;
