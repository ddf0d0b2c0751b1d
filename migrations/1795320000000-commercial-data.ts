import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contracts with their payment schedules, credit checks, orders, rates; credits that lower several receivables; when a held file was released. */
export class CommercialData1795320000000 implements MigrationInterface {
  name = 'CommercialData1795320000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(contracts);
    await runner.query(checksAndOrders);
    await runner.query(rates);
    await runner.query(creditAllocations);
    await runner.query(`
      alter table imports add column confirmed_at timestamptz;
      comment on column imports.confirmed_by is 'the second person who released a held file; while it is being taken it is running, and held again where its process dies';
    `);
    await runner.query(`
      create index receivables_contract on receivables (company_id, contract) where contract is not null;
      create index receivables_owner on receivables (company_id, owner, customer);
      create index customers_owner on customers (company_id, owner);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table credits add column receivable_id bigint;
      alter table credits add foreign key (company_id, receivable_id) references receivables;
      update credits k set receivable_id = (
        select a.receivable_id from credit_allocations a where a.company_id = k.company_id and a.credit_id = k.id and a.reversed_on is null);
      alter table credits add check (receivable_id is not null or applied = 0);
      create index credits_receivable on credits (company_id, receivable_id) where receivable_id is not null;
    `);
    await runner.query(`
      drop table credit_allocations, rate_versions, orders, credit_checks;
      drop view schedules;
      drop table schedule_versions, contract_versions, contracts;
      drop index receivables_contract, receivables_owner, customers_owner;
      alter table imports drop column confirmed_at;
    `);
  }
}

const contracts = `
  create table contracts (
    company_id text not null,
    id bigint generated always as identity,
    contract text not null,
    customer text not null,
    signed_on date not null,
    signed_by text not null references people,
    currency char(3) not null,
    amount numeric(18, 2) not null check (amount > 0),
    term_days integer not null,
    renewal_of text,
    ends_on date,
    primary key (company_id, id),
    unique (company_id, contract),
    foreign key (company_id, customer) references customers
  );
  comment on table contracts is 'as they stand now; receivables name them by text, because files come in any order';
  comment on column contracts.renewal_of is 'number of the contract that this one renews; a renewal contract is one that has it';
  create index contracts_customer on contracts (company_id, customer, signed_on, id);
  create index contracts_signed_by on contracts (company_id, signed_by, customer);

  create table contract_versions (
    company_id text not null,
    contract_id bigint not null,
    version integer not null,
    customer text not null,
    signed_on date not null,
    signed_by text not null,
    currency char(3) not null,
    amount numeric(18, 2) not null,
    term_days integer not null,
    renewal_of text,
    ends_on date,
    import_id bigint not null,
    recorded_by text not null,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, contract_id, version),
    foreign key (company_id, contract_id) references contracts
  );
  comment on table contract_versions is 'everything a contract has been, the last one included';

  create table schedule_versions (
    company_id text not null,
    contract text not null,
    instalment integer not null check (instalment > 0),
    version integer not null,
    due_on date not null,
    currency char(3) not null,
    amount numeric(18, 2) not null check (amount >= 0),
    import_id bigint not null,
    recorded_by text not null,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, contract, instalment, version),
    foreign key (company_id, contract) references contracts (company_id, contract)
  );
  comment on column schedule_versions.amount is '0 takes the instalment out of the schedule';
  create view schedules as
    select * from (
      select distinct on (company_id, contract, instalment) * from schedule_versions order by company_id, contract, instalment, version desc) last
    where amount > 0;
  comment on view schedules is 'payment schedules as they stand now';

  create trigger only_added before update or delete on contract_versions for each row execute function refuse_change();
  create trigger never_emptied before truncate on contract_versions execute function refuse_change();
  create trigger only_added before update or delete on schedule_versions for each row execute function refuse_change();
  create trigger never_emptied before truncate on schedule_versions execute function refuse_change();
`;

const checksAndOrders = `
  create table credit_checks (
    company_id text not null,
    id bigint generated always as identity,
    customer text not null,
    checked_on date not null,
    checked_by text not null references people,
    result text not null check (result in ('passed', 'passed_with_security', 'failed')),
    credit_limit numeric(18, 2),
    term_days integer,
    note text,
    import_id bigint not null,
    recorded_by text not null,
    recorded_on date not null,
    primary key (company_id, id),
    unique (company_id, customer, checked_on, checked_by),
    foreign key (company_id, customer) references customers
  );
  create index credit_checks_customer on credit_checks (company_id, customer, checked_on, id);
  create trigger only_added before update or delete on credit_checks for each row execute function refuse_change();
  create trigger never_emptied before truncate on credit_checks execute function refuse_change();

  create table orders (
    company_id text not null,
    id bigint generated always as identity,
    "order" text not null,
    customer text not null,
    ordered_on date not null,
    currency char(3) not null,
    amount numeric(18, 2) not null check (amount > 0),
    open_amount numeric(18, 2) not null,
    shipped_on date,
    invoiced_on date,
    status text check (status in ('open', 'shipped', 'invoiced', 'cancelled')),
    owner text not null references people,
    primary key (company_id, id),
    unique (company_id, "order"),
    foreign key (company_id, customer) references customers,
    check (open_amount between 0 and amount)
  );
  comment on column orders.open_amount is 'not yet invoiced';
  create index orders_customer on orders (company_id, customer, ordered_on, id);
  create index orders_owner on orders (company_id, owner, customer);
`;

const rates = `
  create table rate_versions (
    company_id text not null references companies,
    currency char(3) not null,
    rate_on date not null,
    version integer not null,
    rate numeric(18, 8) not null check (rate > 0),
    correction text,
    import_id bigint not null,
    recorded_by text not null,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, currency, rate_on, version),
    check (version = 1 or correction is not null)
  );
  comment on table rate_versions is 'units of the company''s currency for one of the other; of a day the last version holds';
  create trigger only_added before update or delete on rate_versions for each row execute function refuse_change();
  create trigger never_emptied before truncate on rate_versions execute function refuse_change();
`;

const creditAllocations = `
  create table credit_allocations (
    company_id text not null,
    id bigint generated always as identity,
    credit_id bigint not null,
    receivable_id bigint not null,
    amount numeric(18, 2) not null check (amount > 0),
    allocated_on date not null,
    allocated_by text not null,
    reversed_on date,
    primary key (company_id, id),
    foreign key (company_id, credit_id) references credits,
    foreign key (company_id, receivable_id) references receivables
  );
  comment on table credit_allocations is 'what of a credit lowers which receivable; the rest of the credit is on account of the customer';
  create index credit_allocations_credit on credit_allocations (company_id, credit_id);
  create index credit_allocations_receivable on credit_allocations (company_id, receivable_id);
  insert into credit_allocations (company_id, credit_id, receivable_id, amount, allocated_on, allocated_by)
    select k.company_id, k.id, k.receivable_id, k.applied, k.entered_on, format('import:%s %s', i.id, i.by)
    from credits k join imports i on i.company_id = k.company_id and i.id = k.import_id
    where k.applied > 0;
  alter table credits drop column receivable_id;
  comment on column credits.applied is 'sum of its live allocations; the rest is on account of the customer';
`;
