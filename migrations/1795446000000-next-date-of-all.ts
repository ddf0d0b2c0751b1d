import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases in the order of their next date, those without one last. */
export class NextDateOfAll1795446000000 implements MigrationInterface {
  name = 'NextDateOfAll1795446000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index cases_next_date;
      create index cases_next_date on cases (company_id, next_date, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index cases_next_date;
      create index cases_next_date on cases (company_id, next_date, id) where next_date is not null;
    `);
  }
}
