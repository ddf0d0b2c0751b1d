import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The worklist: its orders, its sums, what it finds of neglect and disputes; and the views that people keep. */
export class Worklist1795366800000 implements MigrationInterface {
  name = 'Worklist1795366800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index cases_open_balance on cases (company_id, balance, id) where not closed;
      create index cases_open_sums on cases (company_id, due_on)
        include (receivable_id, owner, balance, collection, customer_dispute, next_date, docketed_on, evidence_requested, letter_level, named)
        where not closed;
      create index cases_disputed on cases (company_id, due_on, id) where customer_dispute = 'open' and not closed;
      create index cases_undecided on cases (company_id, id) where attribution in ('contested', 'appealed');
      create index cases_evidence_requested on cases (company_id, due_on, id) where evidence_requested and not closed;
      create index cases_last_attempt on cases (company_id, coalesce(snapshot #>> '{context,attempts,lastOn}', ''), opened_on)
        where collection in ('salesFollowUp', 'financeConfirmation');
      create index cases_position_missing on cases (company_id, due_on, id)
        where collection = 'salesFollowUp' and not snapshot -> 'context' ? 'position';
      create index cases_letter_to_release on cases (company_id, due_on, id) where letter_due >= 2;
      create index receipts_entered on receipts (company_id, entered_on, id);
      create index receivables_foreign on receivables (company_id, id) include (currency) where currency <> 'CNY';
    `);
    await runner.query(`
      create table saved_views (
        login text not null references people,
        name text not null,
        query text not null,
        saved_at timestamptz not null default now(),
        primary key (login, name)
      );
      comment on table saved_views is 'worklist filters that somebody keeps, as the part of an address behind the question mark';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saved_views;
      drop index cases_open_balance, cases_open_sums, cases_disputed, cases_undecided, cases_evidence_requested, cases_last_attempt, cases_position_missing,
        cases_letter_to_release, receipts_entered, receivables_foreign;
    `);
  }
}
