import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What follows a write-off: vouchers proposed to the ERP and the batches they went out in; and until when assessment periods are closed. */
export class AfterWriteOff1795363200000 implements MigrationInterface {
  name = 'AfterWriteOff1795363200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(journalIndex);
    await runner.query(vouchers);
    await runner.query(closings);
    await runner.query(controls);
    await runner.query(attributions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table control_refusals, period_closings, voucher_batches, vouchers; drop index case_journal_forgiven, cases_attribution',
    );
  }
}

/** Of all entries those that say what was written off and what came back: few, and looked for among very many. */
const journalIndex = `
  create index case_journal_forgiven on case_journal (company_id, business_date, case_id, seq)
    where entries @> '[{"type": "writeOffPosted"}]' or entries @> '[{"type": "writeOffReversed"}]'
      or entries @> '[{"type": "recoveryReceived"}]' or entries @> '[{"type": "recoveryReversed"}]'`;

/** Beside access_refusals, which has who may not; here is who may, but not like this. */
const controls = `
  create table control_refusals (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    login text,
    method text not null,
    path text not null,
    case_id bigint,
    status integer not null,
    code text not null,
    request_id text
  );
  comment on table control_refusals is 'attempts at what takes two people, at slipping under a limit, at hiding a debt or moving the blame';
  create index control_refusals_login on control_refusals (login, at);
  create trigger only_added before update or delete on control_refusals for each row execute function refuse_change();
  create trigger never_emptied before truncate on control_refusals execute function refuse_change();`;

const attributions = `create index cases_attribution on cases (company_id, id) where attribution <> 'none'`;

const vouchers = `
  create table vouchers (
    company_id text not null references companies,
    number bigint not null check (number > 0),
    id bigint generated always as identity unique,
    kind text not null,
    case_id bigint not null,
    seq integer not null,
    place integer not null,
    dated date not null,
    debit text not null,
    credit text not null,
    currency char(3) not null,
    amount numeric(18, 2) not null check (amount > 0),
    customer text not null,
    document text not null,
    instalment integer not null,
    erp_no text,
    primary key (company_id, number),
    unique (company_id, case_id, seq, place, kind),
    foreign key (company_id, case_id, seq) references case_journal
  );
  comment on table vouchers is 'proposed to the ERP, numbered without gaps; entry (case, seq), its part (place), is the source';
  comment on column vouchers.erp_no is 'the voucher that was named with the posting or its reversal';
  create index vouchers_dated on vouchers (company_id, dated);
  create index vouchers_customer on vouchers (company_id, customer, id);

  create table voucher_batches (
    company_id text not null references companies,
    batch integer not null check (batch > 0),
    first_number bigint not null,
    last_number bigint not null,
    made_by text not null references people,
    made_on date not null,
    made_at timestamptz not null default now(),
    primary key (company_id, batch),
    unique (company_id, last_number),
    check (last_number >= first_number)
  );
  comment on table voucher_batches is 'vouchers handed to the ERP together, by their numbers; a batch may be fetched again';

  create trigger only_added before update or delete on vouchers for each row execute function refuse_change();
  create trigger never_emptied before truncate on vouchers execute function refuse_change();
  create trigger only_added before update or delete on voucher_batches for each row execute function refuse_change();
  create trigger never_emptied before truncate on voucher_batches execute function refuse_change();`;

const closings = `
  create table period_closings (
    company_id text not null references companies,
    closed_until date not null,
    closed_by text not null references people,
    closed_at timestamptz not null default now(),
    primary key (company_id, closed_until)
  );
  comment on table period_closings is 'last days of assessment periods that were closed; what is written later counts in the next one';
  create trigger only_added before update or delete on period_closings for each row execute function refuse_change();
  create trigger never_emptied before truncate on period_closings execute function refuse_change();`;
