import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The night that reminds people of a case, beside the night that moves it on. */
export class Reminders1795327200000 implements MigrationInterface {
  name = 'Reminders1795327200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table cases add column remind_on date;
      comment on column cases.remind_on is 'the night that has somebody to remind, a letter to send or neglect to note; null = none';
      update cases set remind_on = opened_on where not closed;
      create index cases_remind_on on cases (company_id, remind_on, id) where remind_on is not null;
      alter table nights add column reminded integer not null default 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table nights drop column reminded; alter table cases drop column remind_on');
  }
}
