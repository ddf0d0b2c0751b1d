import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the payment schedules of a month came to in the last night: what the page of a company with very many contracts reads. */
export class CountedSchedules1795428180000 implements MigrationInterface {
  name = 'CountedSchedules1795428180000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table counted_schedules (
        company_id text not null references companies,
        month text not null,
        sums jsonb not null,
        counted_on date not null,
        primary key (company_id, month)
      );
      comment on table counted_schedules is 'made anew each night; sums that are asked for by the API are always of now';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table counted_schedules');
  }
}
