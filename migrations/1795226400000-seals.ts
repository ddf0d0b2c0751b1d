import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Daily seals over the journals: what has been sealed can no longer be rewritten without its being seen. */
export class Seals1795226400000 implements MigrationInterface {
  name = 'Seals1795226400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table seals (
        company_id text not null references companies,
        number integer not null check (number > 0),
        business_date date not null,
        sealed_at timestamptz not null,
        leaves integer not null,
        root bytea not null,
        prev_hash bytea not null,
        hash bytea not null,
        public_key text not null,
        signature bytea not null,
        primary key (company_id, number)
      );
      create table seal_leaves (
        company_id text not null,
        case_id bigint not null,
        seq integer not null,
        number integer not null,
        hash bytea not null,
        primary key (company_id, case_id, seq),
        foreign key (company_id, number) references seals
      );
      comment on table seal_leaves is 'the last entry of every case that changed since the seal before';
      create index seal_leaves_number on seal_leaves (company_id, number, case_id);
      create trigger only_added before update or delete on seals for each row execute function refuse_change();
      create trigger only_added before update or delete on seal_leaves for each row execute function refuse_change();
      create trigger never_emptied before truncate on seals execute function refuse_change();
      create trigger never_emptied before truncate on seal_leaves execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table seal_leaves; drop table seals');
  }
}
