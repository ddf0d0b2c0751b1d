import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What letters print, the account that customers pay to above all, is changed by two persons. */
export class Letterheads1795374000000 implements MigrationInterface {
  name = 'Letterheads1795374000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table letterhead_versions (
        company_id text not null references companies,
        version bigint generated always as identity,
        letterhead jsonb not null,
        proposed_by text not null references people,
        proposed_at timestamptz not null default now(),
        confirmed_by text references people,
        confirmed_at timestamptz,
        primary key (company_id, version),
        check ((confirmed_by is null) = (confirmed_at is null)),
        check (confirmed_by <> proposed_by)
      );
      comment on table letterhead_versions is 'who proposed and who confirmed what letters print; companies.letterhead is what is in force'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table letterhead_versions');
  }
}
