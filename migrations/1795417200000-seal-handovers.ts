import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Another key may sign seals from one on, if the key before vouches for it. */
export class SealHandovers1795417200000 implements MigrationInterface {
  name = 'SealHandovers1795417200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table seal_handovers (
        company_id text not null,
        number integer not null,
        signature bytea not null,
        primary key (company_id, number),
        foreign key (company_id, number) references seals
      );
      comment on table seal_handovers is 'of the first seal under another key: the signature of the key before over its hash';
      create trigger only_added before update or delete on seal_handovers for each row execute function refuse_change();
      create trigger never_emptied before truncate on seal_handovers execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table seal_handovers');
  }
}
