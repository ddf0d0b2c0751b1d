import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the reconciliation of a company with very many receivables came to in the last night: what its page reads. */
export class CountedMoney1795449600000 implements MigrationInterface {
  name = 'CountedMoney1795449600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table counted_money (
        company_id text primary key references companies,
        items jsonb not null,
        counted_on date not null,
        counted_at timestamptz not null
      );
      comment on table counted_money is 'made anew each night and when somebody asks; the API always adds up anew';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table counted_money');
  }
}
