import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices become mail: who was told of which, on which day a company's mail was put together, where it is paused. */
export class Mail1795334400000 implements MigrationInterface {
  name = 'Mail1795334400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notices add column composed_on date;
      comment on column notices.composed_on is 'when it was decided who is mailed about it; null = still to do';
      -- What was told before there was mail stays where it was read.
      update notices set composed_on = due_on;
      create index notices_composed on notices (company_id, composed_on, id);

      create table notice_mails (
        company_id text not null,
        notice_id bigint not null,
        login text not null,
        absent text references people,
        outcome text not null check (outcome in ('due', 'mailed', 'stale', 'no_address', 'nobody')),
        composed_on date not null,
        outbox_id bigint,
        primary key (company_id, notice_id, login),
        foreign key (company_id, notice_id) references notices,
        foreign key (company_id, outbox_id) references outbox,
        check ((outcome = 'mailed') = (outbox_id is not null))
      );
      comment on table notice_mails is 'each person is mailed once about a notice';
      comment on column notice_mails.login is 'a person; the notice''s recipient where there is nobody';
      comment on column notice_mails.absent is 'for whom the person stands in';
      create index notice_mails_due on notice_mails (company_id, login) where outcome = 'due';
      create index notice_mails_unreached on notice_mails (company_id, login, outcome) where outcome in ('no_address', 'nobody');

      create table mail_days (
        company_id text not null references companies,
        business_date date not null,
        composed_at timestamptz not null default now(),
        primary key (company_id, business_date)
      );

      create table mail_pauses (
        company_id text primary key references companies,
        paused_by text not null references people,
        paused_at timestamptz not null default now()
      );

      alter table teams add column chat_webhook text;
      comment on column teams.chat_webhook is 'of the team''s chat robot; whoever knows it can write there, so it is never shown';

      create sequence outbox_leases;
      drop index outbox_due;
      create index outbox_due on outbox (next_try_at, company_id, id) where status in ('queued', 'sending', 'unknown');
      create index outbox_status on outbox (company_id, status, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index outbox_status;
      drop index outbox_due;
      create index outbox_due on outbox (next_try_at, company_id, id) where status in ('queued', 'sending');
      drop sequence outbox_leases;
      alter table teams drop column chat_webhook;
      drop table mail_pauses, mail_days, notice_mails;
      alter table notices drop column composed_on;
    `);
  }
}
