import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contracts and orders that the credit policy would not have, what secures them, and who let them pass. */
export class CreditPolicy1795399200000 implements MigrationInterface {
  name = 'CreditPolicy1795399200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(holds);
    await runner.query(securities);
    await runner.query(exceptions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table credit_exception_decisions, credit_exceptions, credit_securities, credit_holds');
  }
}

const holds = `
  create table credit_holds (
    company_id text not null,
    id bigint generated always as identity,
    subject_kind text not null check (subject_kind in ('contract', 'order')),
    subject text not null,
    customer text not null,
    owner text not null,
    placed_on date not null,
    placed_at timestamptz not null default now(),
    import_id bigint,
    placed_reasons jsonb not null,
    reasons jsonb not null,
    judged_on date not null,
    amount numeric(18, 2),
    uncovered numeric(18, 2) not null,
    released_on date,
    released_at timestamptz,
    release text check (release in ('security', 'exposure', 'exception', 'lapsed')),
    primary key (company_id, id),
    foreign key (company_id, customer) references customers,
    check ((released_on is null) = (release is null))
  );
  comment on column credit_holds.subject is 'number of the contract or order, as the ledger has it';
  comment on column credit_holds.placed_reasons is 'what stood against it when it was placed; reasons: on judged_on';
  comment on column credit_holds.amount is 'of the contract or order, in company currency; null without a rate';
  comment on column credit_holds.uncovered is 'in company currency: what an exception would have to bear';
  create unique index credit_holds_open on credit_holds (company_id, subject_kind, subject) where released_on is null;
  create index credit_holds_subject on credit_holds (company_id, subject_kind, subject, id);
  create index credit_holds_customer on credit_holds (company_id, customer, id);
  create index credit_holds_placed on credit_holds (company_id, placed_on);
`;

const securities = `
  create table credit_securities (
    company_id text not null,
    id bigint generated always as identity,
    hold_id bigint not null,
    kind text not null check (kind in ('prepayment', 'guarantee', 'pledge', 'deposit', 'insurance')),
    amount numeric(18, 2) not null check (amount > 0),
    received_on date not null,
    reference text not null,
    note text,
    recorded_by text not null,
    recorded_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id),
    unique (company_id, hold_id, kind, reference),
    foreign key (company_id, hold_id) references credit_holds
  );
  comment on column credit_securities.amount is 'in company currency';
  create trigger only_added before update or delete on credit_securities for each row execute function refuse_change();
  create trigger never_emptied before truncate on credit_securities execute function refuse_change();
`;

const exceptions = `
  create table credit_exceptions (
    company_id text not null,
    id bigint generated always as identity,
    hold_id bigint not null,
    reason text not null,
    ends_on date not null,
    uncovered numeric(18, 2) not null,
    asked_by text not null,
    asked_on date not null,
    asked_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, hold_id) references credit_holds
  );
  comment on column credit_exceptions.ends_on is 'its last day';
  create index credit_exceptions_hold on credit_exceptions (company_id, hold_id);
  create index credit_exceptions_end on credit_exceptions (company_id, ends_on);
  create trigger only_added before update or delete on credit_exceptions for each row execute function refuse_change();
  create trigger never_emptied before truncate on credit_exceptions execute function refuse_change();

  create table credit_exception_decisions (
    company_id text not null,
    exception_id bigint not null,
    outcome text not null check (outcome in ('approved', 'rejected')),
    reason text,
    decided_by text not null,
    decided_on date not null,
    decided_at timestamptz not null default now(),
    primary key (company_id, exception_id),
    foreign key (company_id, exception_id) references credit_exceptions
  );
  create trigger only_added before update or delete on credit_exception_decisions for each row execute function refuse_change();
  create trigger never_emptied before truncate on credit_exception_decisions execute function refuse_change();
`;
