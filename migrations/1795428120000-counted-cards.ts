import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cards of periods that are open, as the last night has made them: what a review of thousands of people reads. */
export class CountedCards1795428120000 implements MigrationInterface {
  name = 'CountedCards1795428120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table counted_cards (
        company_id text not null references companies,
        period text not null,
        person text not null references people,
        post text not null,
        card jsonb not null,
        counted_on date not null,
        primary key (company_id, period, person)
      );
      comment on table counted_cards is 'made anew each night; a card itself is always made when it is asked for';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table counted_cards');
  }
}
