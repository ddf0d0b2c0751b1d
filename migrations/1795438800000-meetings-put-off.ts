import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A meeting that is put off says from when. Of those that were put off before, nobody has written it down. */
export class MeetingsPutOff1795438800000 implements MigrationInterface {
  name = 'MeetingsPutOff1795438800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table meetings add column put_off_from date;
      alter table meetings add constraint meetings_put_off check (put_off_from < planned_on);
      comment on column meetings.put_off_from is 'the day that it was called for at first; null = it was not put off';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table meetings drop column put_off_from');
  }
}
