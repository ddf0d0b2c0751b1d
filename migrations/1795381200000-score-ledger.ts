import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What scores need to know of earlier days: how a customer was graded, and whose a receivable was. What holds now stands where it always
 * stood; only what it was until a change is kept here, so that loading a ledger costs nothing more.
 */
export class ScoreLedger1795381200000 implements MigrationInterface {
  name = 'ScoreLedger1795381200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(customers);
    await runner.query(owners);
    await runner.query(journalIndex);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index case_journal_disputes;
      drop trigger owner_is_kept on receivables;
      drop trigger version_is_kept on customers;
      drop function keep_receivable_owner, keep_customer_version;
      drop table receivable_owners, customer_versions;
    `);
  }
}

const customers = `
  create table customer_versions (
    company_id text not null,
    id bigint generated always as identity,
    customer text not null,
    grade text,
    strategic boolean not null,
    channel text,
    credit_limit numeric(18, 2),
    term_days integer,
    first_signed_on date,
    changed_on date not null,
    changed_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, customer) references customers
  );
  comment on table customer_versions is 'what a customer was until changed_on; what it is now stands in customers';
  create index customer_versions_customer on customer_versions (company_id, customer, changed_on, id);
  create index customer_versions_day on customer_versions (company_id, changed_on);
  create trigger only_added before update or delete on customer_versions for each row execute function refuse_change();
  create trigger never_emptied before truncate on customer_versions execute function refuse_change();

  create function keep_customer_version() returns trigger language plpgsql as $$
    begin
      insert into customer_versions (company_id, customer, grade, strategic, channel, credit_limit, term_days, first_signed_on, changed_on)
      values (old.company_id, old.customer, old.grade, old.strategic, old.channel, old.credit_limit, old.term_days, old.first_signed_on,
        business_date(old.company_id));
      return null;
    end
  $$;
  -- One that only a receivable has named so far is not known yet: it was not without a grade.
  create trigger version_is_kept after update of grade, strategic, channel, credit_limit, term_days, first_signed_on on customers
    for each row when (
      (old.grade, old.strategic, old.channel, old.credit_limit, old.term_days, old.first_signed_on)
        is distinct from (new.grade, new.strategic, new.channel, new.credit_limit, new.term_days, new.first_signed_on)
      and (old.strategic or coalesce(old.grade, old.channel, old.credit_limit::text, old.term_days::text, old.first_signed_on::text) is not null))
    execute function keep_customer_version();
`;

const owners = `
  create table receivable_owners (
    company_id text not null,
    id bigint generated always as identity,
    receivable_id bigint not null,
    owner text not null,
    changed_on date not null,
    changed_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, receivable_id) references receivables
  );
  comment on table receivable_owners is 'whose a receivable was until changed_on; whose it is now stands in receivables';
  create index receivable_owners_receivable on receivable_owners (company_id, receivable_id, changed_on, id);
  create index receivable_owners_day on receivable_owners (company_id, changed_on);
  create trigger only_added before update or delete on receivable_owners for each row execute function refuse_change();
  create trigger never_emptied before truncate on receivable_owners execute function refuse_change();

  create function keep_receivable_owner() returns trigger language plpgsql as $$
    begin
      insert into receivable_owners (company_id, receivable_id, owner, changed_on)
      values (old.company_id, old.id, old.owner, business_date(old.company_id));
      return null;
    end
  $$;
  create trigger owner_is_kept after update of owner on receivables
    for each row when (old.owner is distinct from new.owner) execute function keep_receivable_owner();
`;

const journalIndex = `
  create index case_journal_disputes on case_journal (company_id, business_date, case_id, seq) where entries @> '[{"type": "disputeResolved"}]'`;
