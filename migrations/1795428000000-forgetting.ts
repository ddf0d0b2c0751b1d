import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has served is found by its age, so that it can be deleted. */
export class Forgetting1795428000000 implements MigrationInterface {
  name = 'Forgetting1795428000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index sessions_expires on sessions (expires_at);
      create index sign_in_attempts_at on sign_in_attempts (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index sessions_expires, sign_in_attempts_at');
  }
}
