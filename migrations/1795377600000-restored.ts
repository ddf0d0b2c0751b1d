import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A restored database is known as such, and its mail waits for a person. */
export class Restored1795377600000 implements MigrationInterface {
  name = 'Restored1795377600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table installation add column seen_as text;
      comment on column installation.seen_as is 'server and database in which it was last used; another one means that it was restored from a copy';
      alter table mail_pauses alter column paused_by drop not null;
      comment on column mail_pauses.paused_by is 'null = by itself, after a restore'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from mail_pauses where paused_by is null;
      alter table mail_pauses alter column paused_by set not null;
      alter table installation drop column seen_as`);
  }
}
