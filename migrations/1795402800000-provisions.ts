import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Provisions with what they were reckoned from, their vouchers in the same book, and the ERP's numbers of vouchers that nobody named. */
export class Provisions1795402800000 implements MigrationInterface {
  name = 'Provisions1795402800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(provisions);
    await runner.query(vouchers);
    await runner.query(erpNumbers);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table voucher_erp_numbers;
      alter table vouchers drop column provision_id cascade,
        alter column case_id set not null, alter column seq set not null, alter column place set not null,
        alter column customer set not null, alter column document set not null, alter column instalment set not null;
      drop table provision_decisions, provisions`);
  }
}

const provisions = `
  create table provisions (
    company_id text not null references companies,
    id bigint generated always as identity unique,
    month_end date not null,
    currency char(3) not null,
    policy_version integer not null,
    basis jsonb not null,
    last_id bigint,
    opening numeric(18, 2),
    seen_number bigint not null,
    required numeric(18, 2) not null check (required >= 0),
    held numeric(18, 2) not null,
    change numeric(18, 2) not null check (change = required - held),
    proposed_by text not null references people,
    proposed_on date not null,
    proposed_at timestamptz not null default now(),
    primary key (company_id, id),
    unique (company_id, id, month_end),
    foreign key (company_id, last_id) references provisions,
    check (last_id is null or opening is null)
  );
  comment on column provisions.basis is 'agings of the months, cases apart, sums of vouchers: everything that the amounts follow from';
  comment on column provisions.last_id is 'the approved one before it, whose required amount the allowance was left with';
  comment on column provisions.opening is 'what the allowance held before the first voucher; said with the first provision only';
  comment on column provisions.seen_number is 'the last voucher there was: one with a higher number and an earlier date is counted by the next provision';
  comment on column provisions.required is 'in company currency, as are held and change';

  create table provision_decisions (
    company_id text not null,
    provision_id bigint not null,
    month_end date not null,
    outcome text not null check (outcome in ('approved', 'rejected')),
    reason text,
    decided_by text not null references people,
    decided_on date not null,
    decided_at timestamptz not null default now(),
    primary key (company_id, provision_id),
    foreign key (company_id, provision_id, month_end) references provisions (company_id, id, month_end)
  );
  create unique index provision_decisions_month on provision_decisions (company_id, month_end) where outcome = 'approved';

  create trigger only_added before update or delete on provisions for each row execute function refuse_change();
  create trigger never_emptied before truncate on provisions execute function refuse_change();
  create trigger only_added before update or delete on provision_decisions for each row execute function refuse_change();
  create trigger never_emptied before truncate on provision_decisions execute function refuse_change();`;

/** A voucher comes from a journal entry, or from a provision, which is of no one customer. */
const vouchers = `
  alter table vouchers
    alter column case_id drop not null, alter column seq drop not null, alter column place drop not null,
    alter column customer drop not null, alter column document drop not null, alter column instalment drop not null,
    add column provision_id bigint,
    add foreign key (company_id, provision_id) references provisions,
    add constraint vouchers_source check (
      num_nonnulls(case_id, seq, place, customer, document, instalment) = case when provision_id is null then 6 else 0 end);
  comment on table vouchers is 'proposed to the ERP, numbered without gaps; the source is an entry (case, seq) and its part (place), or a provision';
  create unique index vouchers_provision on vouchers (company_id, provision_id) where provision_id is not null;`;

const erpNumbers = `
  create table voucher_erp_numbers (
    company_id text not null,
    number bigint not null,
    entry integer not null check (entry > 0),
    erp_no text not null,
    reason text,
    entered_by text not null references people,
    entered_on date not null,
    entered_at timestamptz not null default now(),
    primary key (company_id, number, entry),
    foreign key (company_id, number) references vouchers,
    check (entry = 1 or reason is not null)
  );
  comment on table voucher_erp_numbers is 'the ERP''s numbers of vouchers that nobody named at posting; the last entry stands, each correction has its reason';
  create trigger only_added before update or delete on voucher_erp_numbers for each row execute function refuse_change();
  create trigger never_emptied before truncate on voucher_erp_numbers execute function refuse_change();`;
