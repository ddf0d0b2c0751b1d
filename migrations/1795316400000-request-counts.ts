import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often each person and each address has asked within the running minute, told by every process. Nothing is lost with it. */
export class RequestCounts1795316400000 implements MigrationInterface {
  name = 'RequestCounts1795316400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table request_counts (
        minute bigint not null,
        subject text not null,
        requests integer not null,
        primary key (minute, subject)
      ) with (fillfactor = 50);
      comment on column request_counts.minute is 'since 1970';
      comment on column request_counts.subject is '"of <login>" or "from <address>"';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table request_counts');
  }
}
