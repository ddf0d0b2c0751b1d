import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sums of the monthly lists, so that no page adds up hundreds of thousands of rows, and indexes for what pages ask of long lists. */
export class PagesAtSize1795413600000 implements MigrationInterface {
  name = 'PagesAtSize1795413600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sums);
    await runner.query(keeping);
    await runner.query(indexes);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger sums_of_added on overdue_list_rows;
      drop trigger sums_of_changed on overdue_list_rows;
      drop trigger sums_of_taken on overdue_list_rows;
      drop function keep_list_sums();
      drop table overdue_list_sums;
      drop index outbox_newest, receivables_searched, overdue_list_rows_customer, overdue_list_rows_difference, overdue_list_rows_state;
      drop index receivables_contract;
      create index receivables_contract on receivables (company_id, contract) where contract is not null;
      create index overdue_list_rows_open on overdue_list_rows (company_id, list_id, state, id) where state in ('waiting', 'objected', 'disagreed');
    `);
  }
}

const sums = `
  create table overdue_list_sums (
    company_id text not null,
    list_id bigint not null,
    owner text not null,
    currency char(3) not null,
    state text not null,
    difference text not null,
    corrected boolean not null,
    rows integer not null,
    balance numeric(20, 2) not null,
    agreed_balance numeric(20, 2) not null,
    last_balance numeric(20, 2) not null,
    primary key (company_id, list_id, owner, currency, state, difference, corrected),
    foreign key (company_id, list_id) references overdue_lists on delete cascade
  );
  comment on table overdue_list_sums is 'what the rows of a list come to, kept by the database with each change of them';
  comment on column overdue_list_sums.agreed_balance is 'with the balance as drafted where no other one was agreed';
  insert into overdue_list_sums
    select company_id, list_id, owner, currency, state, difference, corrected, count(*), sum(balance), sum(coalesce(agreed_balance, balance)),
      sum(coalesce(last_balance, 0))
    from overdue_list_rows group by 1, 2, 3, 4, 5, 6, 7;
`;

/** The sums' statement, over rows that came (1) or went (-1). */
const add = (sign: '1' | '-1', rows: string) => `
      insert into overdue_list_sums as s
        select company_id, list_id, owner, currency, state, difference, corrected, ${sign} * count(*), ${sign} * sum(balance),
          ${sign} * sum(coalesce(agreed_balance, balance)), ${sign} * sum(coalesce(last_balance, 0))
        from ${rows} group by 1, 2, 3, 4, 5, 6, 7
        on conflict (company_id, list_id, owner, currency, state, difference, corrected) do update
          set rows = s.rows + excluded.rows, balance = s.balance + excluded.balance, agreed_balance = s.agreed_balance + excluded.agreed_balance,
            last_balance = s.last_balance + excluded.last_balance`;

/** Once for a statement, as a night changes many rows. Whoever changes rows holds their list, so that nobody waits for a sum. */
const keeping = `
  create function keep_list_sums() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then ${add('-1', 'taken')}; end if;
      if tg_op <> 'DELETE' then ${add('1', 'added')}; end if;
      return null;
    end
  $$;
  create trigger sums_of_added after insert on overdue_list_rows referencing new table as added for each statement execute function keep_list_sums();
  create trigger sums_of_changed after update on overdue_list_rows referencing old table as taken new table as added
    for each statement execute function keep_list_sums();
  create trigger sums_of_taken after delete on overdue_list_rows referencing old table as taken for each statement execute function keep_list_sums();
`;

const indexes = `
  create index overdue_list_rows_customer on overdue_list_rows (company_id, list_id, customer, id);
  create index overdue_list_rows_difference on overdue_list_rows (company_id, list_id, difference, id);
  create index overdue_list_rows_state on overdue_list_rows (company_id, list_id, state, id);
  drop index overdue_list_rows_open;

  -- For the search by a part of a document: with the document itself, or the index alone would not do.
  create index receivables_searched on receivables (company_id, lower(document)) include (document, id) where has_case;

  -- Of all companies the newest first, or by where a page ended.
  create index outbox_newest on outbox (id);

  -- Whose a contract is, its last receivable says: the first row of the index, read backwards.
  drop index receivables_contract;
  create index receivables_contract on receivables (company_id, contract, issued_on, id) include (owner) where contract is not null;
`;
