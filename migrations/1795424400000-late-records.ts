import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What comes into the ledger with a day that lies in a closed assessment period. The ledger notes it itself, so that no way in can forget it;
 * and it is few rows, so that a close knows at once whether a closed card has to be looked at again.
 */
export class LateRecords1795424400000 implements MigrationInterface {
  name = 'LateRecords1795424400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    await runner.query(money);
    await runner.query(items);
    await runner.query(beforeThis);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger late_is_noted on allocations;
      drop trigger late_is_noted on credit_allocations;
      drop trigger late_is_noted on receivables;
      drop trigger late_is_noted on rate_versions;
      drop trigger late_change_is_noted on receipts;
      drop trigger late_change_is_noted on credits;
      drop trigger late_change_is_noted on receivables;
      drop trigger late_change_is_noted on cases;
      drop function note_late_allocations, note_late_credits, note_late_receivables, note_late_rates, note_late_receipt_change,
        note_late_credit_change, note_late_receivable_change, note_late_cancellation, closed_companies;
      drop index scorecards_carried;
      drop table late_records;
    `);
  }
}

const table = `
  create table late_records (
    company_id text not null references companies,
    id bigint generated always as identity,
    kind text not null check (kind in ('receipt', 'receipt_reversed', 'receipt_cleared', 'receipt_classified', 'credit', 'credit_reversed',
      'receivable', 'receivable_changed', 'cancelled', 'rate')),
    number text not null,
    receivable_id bigint,
    counts_from date not null,
    currency char(3) not null,
    amount numeric(18, 2),
    recorded_on date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (company_id, id),
    foreign key (company_id, receivable_id) references receivables
  );
  comment on table late_records is 'what was written after an assessment period had been closed that it belongs to';
  comment on column late_records.number is 'of the receipt, the credit or the document';
  comment on column late_records.receivable_id is 'null = a rate, which all amounts of its currency are reckoned with';
  comment on column late_records.counts_from is 'its own day: periods that end before it know nothing of it';
  create index late_records_recorded on late_records (company_id, recorded_at);
  create trigger only_added before update or delete on late_records for each row execute function refuse_change();
  create trigger never_emptied before truncate on late_records execute function refuse_change();

  -- Which cards have brought something over from a closed period.
  create index scorecards_carried on scorecards (company_id, person) where inputs ? 'carried';

  -- A close that is under way is waited for, as whatever changes a case does: what is written comes into it or after it, and nowhere between.
  create function closed_companies() returns table (company_id text, until date) language plpgsql as $$
    begin
      lock table cases in row share mode;
      return query select c.company_id, max(c.to_on) from assessment_closings c group by c.company_id;
    end
  $$;
`;

/** A receipt counts through its allocations, by its own day. */
const money = `
  create function note_late_allocations() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select a.company_id, 'receipt', p.receipt, a.receivable_id, p.value_date, p.currency, a.amount, business_date(a.company_id)
      from closed_companies() c
      join added a on a.company_id = c.company_id
      join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
      where p.value_date <= c.until order by a.id;
      return null;
    end
  $$;
  create trigger late_is_noted after insert on allocations referencing new table as added
    for each statement execute function note_late_allocations();

  create function note_late_credits() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select a.company_id, 'credit', k.credit, a.receivable_id, k.credited_on, k.currency, a.amount, business_date(a.company_id)
      from closed_companies() c
      join added a on a.company_id = c.company_id
      join credits k on k.company_id = a.company_id and k.id = a.credit_id
      where k.credited_on <= c.until order by a.id;
      return null;
    end
  $$;
  create trigger late_is_noted after insert on credit_allocations referencing new table as added
    for each statement execute function note_late_credits();

  create function note_late_receipt_change() returns trigger language plpgsql as $$
    declare
      what text := case when old.reversed_on is distinct from new.reversed_on then 'receipt_reversed'
        when old.cleared_on is distinct from new.cleared_on then 'receipt_cleared' else 'receipt_classified' end;
      since date := case what when 'receipt_reversed' then least(old.reversed_on, new.reversed_on)
        when 'receipt_cleared' then least(old.cleared_on, new.cleared_on) else new.value_date end;
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select a.company_id, what, new.receipt, a.receivable_id, since, new.currency, a.amount, business_date(a.company_id)
      from closed_companies() c
      join allocations a on a.company_id = c.company_id
      where c.company_id = new.company_id and a.receipt_id = new.id and since <= c.until order by a.id;
      return null;
    end
  $$;
  create trigger late_change_is_noted after update of reversed_on, cleared_on, classified_as on receipts
    for each row when ((old.reversed_on, old.cleared_on, old.classified_as) is distinct from (new.reversed_on, new.cleared_on, new.classified_as))
    execute function note_late_receipt_change();

  create function note_late_credit_change() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select a.company_id, 'credit_reversed', new.credit, a.receivable_id, least(old.reversed_on, new.reversed_on), new.currency, a.amount,
        business_date(a.company_id)
      from closed_companies() c
      join credit_allocations a on a.company_id = c.company_id
      where c.company_id = new.company_id and a.credit_id = new.id and least(old.reversed_on, new.reversed_on) <= c.until order by a.id;
      return null;
    end
  $$;
  create trigger late_change_is_noted after update of reversed_on on credits
    for each row when (old.reversed_on is distinct from new.reversed_on) execute function note_late_credit_change();
`;

const items = `
  create function note_late_receivables() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select a.company_id, 'receivable', a.document, a.id, a.issued_on, a.currency, a.amount, business_date(a.company_id)
      from closed_companies() c join added a on a.company_id = c.company_id
      where a.issued_on <= c.until order by a.id;
      return null;
    end
  $$;
  create trigger late_is_noted after insert on receivables referencing new table as added
    for each statement execute function note_late_receivables();

  create function note_late_receivable_change() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select new.company_id, 'receivable_changed', new.document, new.id, least(old.issued_on, new.issued_on), new.currency, new.amount,
        business_date(new.company_id)
      from closed_companies() c where c.company_id = new.company_id and least(old.issued_on, new.issued_on) <= c.until;
      return null;
    end
  $$;
  create trigger late_change_is_noted after update of issued_on, due_on, amount on receivables
    for each row when ((old.issued_on, old.due_on, old.amount) is distinct from (new.issued_on, new.due_on, new.amount))
    execute function note_late_receivable_change();

  -- One that was opened in error is in no sum any more, of whatever day.
  create function note_late_cancellation() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
      select r.company_id, 'cancelled', r.document, r.id, r.issued_on, r.currency, r.amount, business_date(r.company_id)
      from closed_companies() c join receivables r on r.company_id = c.company_id
      where r.company_id = new.company_id and r.id = new.receivable_id and r.issued_on <= c.until;
      return null;
    end
  $$;
  create trigger late_change_is_noted after update of collection on cases
    for each row when (new.balance > 0 and (old.collection = 'cancelled') <> (new.collection = 'cancelled'))
    execute function note_late_cancellation();

  create function note_late_rates() returns trigger language plpgsql as $$
    begin
      insert into late_records (company_id, kind, number, counts_from, currency, recorded_on)
      select a.company_id, 'rate', a.currency, a.rate_on, a.currency, business_date(a.company_id)
      from closed_companies() c join added a on a.company_id = c.company_id
      where a.rate_on <= c.until order by a.rate_on;
      return null;
    end
  $$;
  create trigger late_is_noted after insert on rate_versions referencing new table as added
    for each statement execute function note_late_rates();
`;

/** What has come late before anything noted it: it is known by its day of entry. */
const beforeThis = `
  insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
  select a.company_id, 'receipt', p.receipt, a.receivable_id, p.value_date, p.currency, a.amount, a.allocated_on
  from allocations a
  join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
  where exists (
    select from assessment_closings c where c.company_id = a.company_id and c.to_on >= p.value_date and c.closed_on < a.allocated_on)
  order by a.id;

  insert into late_records (company_id, kind, number, receivable_id, counts_from, currency, amount, recorded_on)
  select a.company_id, 'credit', k.credit, a.receivable_id, k.credited_on, k.currency, a.amount, a.allocated_on
  from credit_allocations a
  join credits k on k.company_id = a.company_id and k.id = a.credit_id
  where exists (
    select from assessment_closings c where c.company_id = a.company_id and c.to_on >= k.credited_on and c.closed_on < a.allocated_on)
  order by a.id;
`;
