import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A notice may be about something of the assessment instead of a case. */
export class ScoreNotices1795424500000 implements MigrationInterface {
  name = 'ScoreNotices1795424500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notices alter column case_id drop not null;
      alter table notices add column about text;
      alter table notices add check (num_nonnulls(case_id, about) = 1);
      comment on column notices.about is 'where it is read, under /score: a scheme, an appeal, a card; null = a case';
      create unique index notices_about on notices (company_id, about, kind, recipient) where about is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from notice_mails m using notices n where n.company_id = m.company_id and n.id = m.notice_id and n.about is not null;
      delete from notices where about is not null;
      drop index notices_about;
      alter table notices drop column about;
      alter table notices alter column case_id set not null;
    `);
  }
}
