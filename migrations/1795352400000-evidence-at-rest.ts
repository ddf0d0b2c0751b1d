import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Evidence is encrypted; what cannot be read as it was filed is on the record; requests to legal are listed. */
export class EvidenceAtRest1795352400000 implements MigrationInterface {
  name = 'EvidenceAtRest1795352400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table evidence_keys (
        id text primary key,
        used_since timestamptz not null default now(),
        retired_at timestamptz
      );
      comment on table evidence_keys is 'master keys that files of evidence are wrapped with; the keys themselves are never in the database';
      comment on column evidence_keys.retired_at is 'while a rotation away from it comes to its end';

      create table evidence_faults (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        sha256 bytea not null references evidence_files,
        login text references people,
        fault text not null
      );
      comment on table evidence_faults is 'readings of a file that was not as it was filed: gone, altered or without its key';
      create index evidence_faults_file on evidence_faults (sha256);
      create trigger only_added before update or delete on evidence_faults for each row execute function refuse_change();

      create index cases_with_requests on cases (company_id, id) where evidence_requested;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index cases_with_requests; drop table evidence_faults; drop table evidence_keys');
  }
}
