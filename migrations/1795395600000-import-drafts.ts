import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file is looked at, and its columns are mapped, before it is imported: meanwhile every replica must find it. */
export class ImportDrafts1795395600000 implements MigrationInterface {
  name = 'ImportDrafts1795395600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_drafts (
        company_id text not null references companies,
        id bigint generated always as identity,
        by text not null references people,
        file_name text not null,
        sha256 bytea not null,
        bytes bigint not null,
        lines bigint not null,
        wish jsonb not null,
        taken_at timestamptz,
        import_id bigint,
        created_at timestamptz not null default now(),
        primary key (company_id, id),
        foreign key (company_id, import_id) references imports
      );
      comment on table import_drafts is 'files that are looked at before they are imported; forgotten after a day';
      comment on column import_drafts.lines is 'line feeds of the file; of a workbook they tell nothing';
      create index import_drafts_of_import on import_drafts (company_id, import_id) where import_id is not null;
      create index import_drafts_forgotten on import_drafts (created_at);

      create table import_draft_files (
        company_id text not null,
        draft_id bigint not null,
        part integer not null,
        bytes bytea not null,
        primary key (company_id, draft_id, part),
        foreign key (company_id, draft_id) references import_drafts on delete cascade
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table import_draft_files; drop table import_drafts');
  }
}
