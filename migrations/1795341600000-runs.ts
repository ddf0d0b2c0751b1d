import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A night that failed is kept, with its reason, until it is done. */
export class Runs1795341600000 implements MigrationInterface {
  name = 'Runs1795341600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table nights
        add failures integer not null default 0,
        add failed_at timestamptz,
        add failure text;
      comment on column nights.failures is 'attempts that failed';
      comment on column nights.failed_at is 'of the last attempt; emptied by the next one';
      comment on column nights.failure is 'why the last one failed, without anything of a person or customer';
      create index nights_newest on nights (business_date desc, company_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index nights_newest; alter table nights drop failures, drop failed_at, drop failure');
  }
}
