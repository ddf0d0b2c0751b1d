import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages on their way out: written with what causes them, sent afterwards. */
export class Outbox1795330800000 implements MigrationInterface {
  name = 'Outbox1795330800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        company_id text not null references companies,
        id bigint generated always as identity,
        key text not null,
        kind text not null,
        audience text not null check (audience in ('own', 'customer', 'chat')),
        recipient text not null,
        address text not null,
        language text not null check (language in ('zh-CN', 'en')),
        subject text not null,
        html text,
        body text not null,
        message_id text not null unique default '<' || gen_random_uuid() || '@recoup>',
        business_date date not null,
        created_at timestamptz not null default now(),
        status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
        attempts integer not null default 0,
        next_try_at timestamptz not null default now(),
        leased_until timestamptz,
        lease bigint,
        last_reply text,
        handed_at timestamptz,
        sent_at timestamptz,
        primary key (company_id, id),
        unique (company_id, key)
      );
      comment on column outbox.key is 'what makes it one message: written twice, it is sent once';
      comment on column outbox.recipient is 'a login, a customer, or a team';
      comment on column outbox.address is 'of the mail, or of the chat robot';
      comment on column outbox.lease is 'of the worker that is sending it; one whose lease was taken over writes nothing';
      comment on column outbox.handed_at is 'when the message had left and its receipt was not confirmed yet';
      create index outbox_due on outbox (next_try_at, company_id, id) where status in ('queued', 'sending');
      create index outbox_recipient on outbox (company_id, audience, recipient, id);

      create table outbox_attachments (
        company_id text not null,
        outbox_id bigint not null,
        part integer not null,
        name text not null,
        type text not null,
        bytes bytea not null,
        primary key (company_id, outbox_id, part),
        foreign key (company_id, outbox_id) references outbox
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox_attachments; drop table outbox');
  }
}
