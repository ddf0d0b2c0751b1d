import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Credit notes, credit on account, lists of open items with the receipts derived from them, and imports that go on after their sender has been answered. */
export class LedgerIn1795230000000 implements MigrationInterface {
  name = 'LedgerIn1795230000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table credits (
        company_id text not null,
        id bigint generated always as identity,
        credit text not null,
        customer text not null,
        document text,
        instalment integer,
        credited_on date not null,
        currency char(3) not null,
        amount numeric(18, 2) not null check (amount > 0),
        receivable_id bigint,
        applied numeric(18, 2) not null default 0,
        reversed_on date,
        on_account numeric(18, 2) not null generated always as (case when reversed_on is null then amount - applied else 0 end) stored,
        import_id bigint,
        entered_on date not null,
        listed boolean not null default false,
        primary key (company_id, id),
        unique nulls not distinct (company_id, credit, document, instalment),
        foreign key (company_id, customer) references customers,
        foreign key (company_id, receivable_id) references receivables,
        check (applied between 0 and amount),
        check (reversed_on is null or applied = 0),
        check (receivable_id is not null or applied = 0)
      );
      comment on column credits.instalment is 'of the document; of the credit note itself where it names none';
      comment on column credits.applied is 'what of it has lowered the receivable; the rest is on account of the customer';
      comment on column credits.listed is 'comes from lists of open items, which show what is left of it';
      create index credits_customer on credits (company_id, customer, credited_on, id);
      create index credits_receivable on credits (company_id, receivable_id) where receivable_id is not null;
    `);
    await runner.query(`
      alter table imports add column alive_at timestamptz;
      comment on column imports.alive_at is 'when the process that takes it in the background was last heard of';
      alter table imports drop constraint imports_status_check;
      alter table imports add constraint imports_status_check check (status in ('running', 'held', 'done', 'rejected', 'interrupted'));
      alter table imports add column confirmed_by text references people;
      comment on column imports.confirmed_by is 'the second person who released a held file';
      create index imports_lists on imports (company_id, id) where kind = 'open_items' and status = 'done';

      create table held_files (
        company_id text not null,
        import_id bigint not null,
        part integer not null,
        bytes bytea not null,
        primary key (company_id, import_id, part),
        foreign key (company_id, import_id) references imports
      );

      alter table receivables add column listed boolean not null default false;
      comment on column receivables.listed is 'has stood on a list of open items: where it is missing on the next, it was paid';
      alter table receipts add column derived boolean not null default false;
      alter table receipts add column classified_as text check (classified_as in ('paid', 'credited', 'netted'));
      alter table receipts add column classified_by text references people;
      alter table receipts add column classified_on date;
      alter table receipts add constraint receipts_classified check (derived or classified_as is null);
      comment on column receipts.derived is 'worked out from a list of open items; counts in scores once an AR clerk has classified it';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table credits; drop table held_files');
    await runner.query(`
      alter table receivables drop column listed;
      alter table receipts drop column derived, drop column classified_as, drop column classified_by, drop column classified_on;
      drop index imports_lists;
      alter table imports drop column confirmed_by;
      alter table imports drop column alive_at;
      alter table imports drop constraint imports_status_check;
      alter table imports add constraint imports_status_check check (status in ('running', 'done', 'rejected'));
    `);
  }
}
