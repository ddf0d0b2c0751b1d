import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forms of pages that were sent, so that one sent twice is done once; how far a moved training date is; and what a refusal's sentence was filled with. */
export class FormsAndWaiting1795410000000 implements MigrationInterface {
  name = 'FormsAndWaiting1795410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sent_forms (
        login text not null references people,
        key bytea not null,
        content bytea not null,
        route text not null,
        subjects text[] not null,
        begun_at timestamptz not null default now(),
        done_at timestamptz,
        location text,
        primary key (login, key, content)
      );
      comment on column sent_forms.key is 'hash of the form''s hidden key';
      comment on column sent_forms.content is 'hash of what was typed, with the hidden key: of a password among it nothing can be guessed';
      comment on column sent_forms.location is 'where the result is seen; null while it is worked on';
      comment on column sent_forms.subjects is 'paths of what it changes: whoever had looked before is told';
      create index sent_forms_begun on sent_forms (begun_at);
      create index sent_forms_subjects on sent_forms using gin (subjects);
    `);
    await runner.query(`
      alter table training_clock add column moving_from date, add column moving_to date, add column move_failure text;
      comment on column training_clock.moving_to is 'where it is on its way to; also after the way was broken off';
    `);
    for (const table of ['access_refusals', 'control_refusals'])
      await runner.query(`
        alter table ${table} add column facts jsonb;
        comment on column ${table}.facts is 'what its sentence was filled with; null: not known';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sent_forms');
    await runner.query('alter table training_clock drop column moving_from, drop column moving_to, drop column move_failure');
    await runner.query('alter table access_refusals drop column facts');
    await runner.query('alter table control_refusals drop column facts');
  }
}
