import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A notice may be about a role that waits for its confirmation. */
export class NoticesOfRoles1795442400000 implements MigrationInterface {
  name = 'NoticesOfRoles1795442400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `comment on column notices.about is 'where it is read: a scheme, an appeal or a card under /score, a role under /admin; null = a case'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from notice_mails m using notices n where n.company_id = m.company_id and n.id = m.notice_id and n.kind = 'role_to_confirm';
      delete from notices where kind = 'role_to_confirm';
      comment on column notices.about is 'where it is read, under /score: a scheme, an appeal, a card; null = a case';
    `);
  }
}
