import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists that people read a page of at a time come in their order from an index, also across companies. */
export class OrderedLists1795323600000 implements MigrationInterface {
  name = 'OrderedLists1795323600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index cases_open_by_due on cases (due_on, id) where not closed;
      create index cases_by_due on cases (due_on, id);
      create index notices_of_recipient on notices (recipient, id);
      drop index notices_recipient;
      create index deductions_newest on deductions (id);
      create index imports_newest on imports (id);
      create index receipts_to_classify on receipts (company_id, customer, value_date, id)
        where derived and classified_as is null and reversed_on is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index cases_open_by_due, cases_by_due, notices_of_recipient, deductions_newest, imports_newest, receipts_to_classify;
      create index notices_recipient on notices (recipient, due_on);
    `);
  }
}
