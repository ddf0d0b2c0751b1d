import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All cases by their balance, and what somebody's cases come to from an index alone. */
export class ListsInAnyOrder1795428060000 implements MigrationInterface {
  name = 'ListsInAnyOrder1795428060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index cases_balance on cases (company_id, balance, id);
      drop index cases_owner;
      create index cases_owner on cases (company_id, owner, due_on, id) include (balance, customer_dispute, receivable_id, closed, docketed_on);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index cases_balance, cases_owner;
      create index cases_owner on cases (company_id, owner, due_on, id);
    `);
  }
}
