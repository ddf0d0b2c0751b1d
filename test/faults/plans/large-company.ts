import type pg from 'pg';
import { readyScheme } from '../../../workflows/scorecard/scheme-defaults.js';
import { openStraight } from '../../bench/straight-night.js';

/** The business date that the large company has come to. */
export const today = '2026-09-30';

/** 50,000 cases of two companies, of all ages and in all states, with what collects around them in a few years. */
export async function fillLargeCompany(client: pg.Client): Promise<void> {
  // What the database would look at row by row is right by itself.
  await client.query(`set session_replication_role = 'replica'`);
  await client.query(people);

  await client.query(ledger);

  for (const company of ['C01', 'C02']) await openStraight(client, today, company);
  await client.query(states);

  await client.query(histories);

  await client.query(board);

  await client.query(doors);

  await client.query(post);

  const { periodKind, stage, metrics, reward, creditGradeCoefficient } = readyScheme('salesperson', 'growth');
  await client.query(
    `insert into schemes (company_id, post, period_kind, starts_on, content, reason, proposed_by, proposed_on)
     values ('C01', 'salesperson', $1, '2026-01-01', $2, 'of the year', 'hr', '2025-12-01')`,
    [periodKind, JSON.stringify({ stage, creditGradeCoefficient, metrics, reward })],
  );
  await client.query(scores);

  await client.query(`set session_replication_role = 'origin'`);
  // The sums of a list are the database's own work.
  await client.query(lists);
  await client.query('vacuum analyze');
}

/** 200 salespeople in 20 teams, with the training people's password; and people of one company alone. */
const people = `
  insert into people (login, name, password_hash)
  select login, login, (select password_hash from people where login = 'admin')
  from (select 'seller' || n from generate_series(1, 200) n union all select 'manager' || n from generate_series(1, 20) n
        union all values ('clerk_c01'), ('legal_c01'), ('hr_c01')) t (login);
  insert into role_grants (login, role, company_id)
  select 'seller' || n, 'salesperson', null from generate_series(1, 200) n union all
  select 'manager' || n, 'sales_manager', null from generate_series(1, 20) n union all
  values ('clerk_c01', 'ar_clerk', 'C01'), ('legal_c01', 'legal_officer', 'C01'), ('hr_c01', 'hr', 'C01');
  insert into teams (name, manager) select 'team ' || n, 'manager' || n from generate_series(1, 20) n;
  insert into team_members (login, team_id) select 'seller' || n, t.id from generate_series(1, 200) n join teams t on t.manager = 'manager' || (n % 20 + 1);
  insert into stand_ins (absent, stand_in, from_on, until_on, created_by)
  select 'seller' || n, 'seller' || (n % 200 + 1), date '2025-01-01' + n, date '2025-01-10' + n, 'admin' from generate_series(1, 199) n;`;

/** Four fifths belong to one company. One receivable in six is not due yet; half of the receipts say nothing of a document. */
const ledger = `
  insert into customers (company_id, customer, name)
  select c, 'K' || n, '客户' || md5(n::text) || '有限公司' from generate_series(1, 2500) n cross join unnest(array['C01', 'C02']) c;
  insert into receivables (company_id, customer, document, instalment, issued_on, due_on, currency, amount, owner, contract, channel)
  select case when n % 5 = 0 then 'C02' else 'C01' end, 'K' || n * 7919 % 2500 + 1, 'INV' || lpad(n::text, 8, '0'), 1, d.due_on - 60, d.due_on, 'CNY',
    100 + n * 10007 % 500000, 'seller' || n * 7919 % 200 + 1, 'HT' || n % 900, 'direct'
  from generate_series(1, 60000) n cross join lateral (select date '2026-09-30' - n * 31 % 720 + 120 as due_on) d;
  insert into receipts (company_id, receipt, customer, document, instalment, value_date, currency, amount, allocated, instrument, entered_on)
  select company_id, 'R' || id, customer, case when id % 2 = 0 then document end, case when id % 2 = 0 then 1 end, due_on + 5, 'CNY', 50,
    case when id % 2 = 0 then 50 else 0 end, 'bank_transfer', due_on + 5 from receivables where id % 2 = 0 or id % 3 = 0;
  insert into allocations (company_id, receipt_id, receivable_id, amount, allocated_on, allocated_by)
  select p.company_id, p.id, r.id, 50, p.entered_on, 'import:1 ar_clerk' from receipts p
  join receivables r on r.company_id = p.company_id and r.document = p.document and r.instalment = 1;
  update receivables r set received = 50 where exists (select from allocations a where a.company_id = r.company_id and a.receivable_id = r.id);
  insert into credits (company_id, credit, customer, document, instalment, credited_on, currency, amount, entered_on)
  select company_id, 'CN' || id, customer, null, id % 9000 + 1, due_on, 'CNY', 10, due_on from receivables where id % 15 = 0;
  insert into imports (company_id, kind, file_name, sha256, bytes, on_error, status, rows, accepted, by, business_date, started_at, finished_at)
  select 'C01', (array['receivables', 'receipts', 'credits'])[n % 3 + 1], 'file' || n, sha256(n::text::bytea), 1, 'stop', 'done', 100, 100, 'ar_clerk',
    date '2026-09-30' - n / 5, now(), now() from generate_series(1, 5000) n;
  insert into import_errors (company_id, import_id, seq, line, "column", value, code)
  select company_id, id, n, n, 'amount', '0', 'amount.zero' from imports cross join generate_series(1, 4) n;
  analyze;`;

const states = `
  with told as (
    select company_id, id, case when id % 101 = 0 then 'boardReview.docketed' when id % 211 = 0 then 'boardReview.voting' else
      (array['salesFollowUp', 'salesFollowUp', 'salesFollowUp', 'financeConfirmation', 'settled', 'settled', 'settled', 'cancelled', 'gracePeriod',
        'writtenOff', 'salesFollowUp', 'salesFollowUp', 'financeConfirmation', 'legalAction', 'salesFollowUp', 'salesFollowUp', 'settled',
        'financeConfirmation', 'salesFollowUp', 'writeOff.awaitingApproval'])[id % 20 + 1] end as state
    from cases)
  update cases c set collection = t.state, closed = t.state in ('settled', 'writtenOff', 'cancelled'), letter_level = c.id % 4 + (c.id % 50 = 0)::int,
    docketed_on = case when t.state ~ '^(board|grace|legal|writ)' then date '2026-09-01' - (c.id % 300)::int end, evidence_requested = c.id % 90 = 0,
    named = case when c.id % 100 = 0 then array['seller' || c.id % 200 + 1, 'clerk_c01'] else '{}' end, version = 4,
    next_date = case when t.state in ('settled', 'writtenOff', 'cancelled') then null when c.id % 97 = 0 then date '2026-09-30'
      else greatest(next_date, date '2026-10-02' + (c.id % 200)::int) end
  from told t where c.company_id = t.company_id and c.id = t.id;`;

/** Four entries, two notices that went out long ago; deductions and evidence for some. */
const histories = `
  update case_journal j set business_date = greatest(date '2024-09-30', c.due_on + 1) from cases c where c.company_id = j.company_id and c.id = j.case_id;
  insert into case_journal
  select j.company_id, j.case_id, n, j.at, least(date '2026-09-30', j.business_date + n * 20), 'clock', '{"type": "dateReached", "told": {"by": {"kind": "clock"}}}', '[{"type": "promiseBroken"}]', j.state,
    1, 0, 0, j.hash, sha256(j.hash) from case_journal j cross join generate_series(2, 4) n;
  insert into notices (company_id, case_id, kind, due_on, recipient, composed_on)
  select company_id, id, k.kind, due_on + k.days, case when k.days = 1 then owner else 'role:ar_clerk' end, due_on + k.days
  from cases cross join (values ('overdue', 1), ('confirmation_waiting', 91)) k (kind, days) order by id * 7919 % 50021;
  insert into deductions (company_id, case_id, seq, kind, person, cause, share, points, basis, effective_on)
  select company_id, id, 4, 'deduction', owner, 'over_promised', 50, 4, '{}', '2026-09-01' from cases where id % 12 = 0;
  insert into evidence_files (sha256, bytes, media_type) select sha256(n::text::bytea), 100, 'application/pdf' from generate_series(1, 5000) n;
  insert into evidence (company_id, customer, sha256, file_name, kind, ground, attached_by, attached_on)
  select c.company_id, c.customer, sha256((c.id % 5000 + 1)::text::bytea), 'x.pdf', 'contract', 'origin', 'legal_officer', '2026-09-01' from cases c where c.id % 8 = 0;
  insert into seals (company_id, number, business_date, sealed_at, leaves, root, prev_hash, hash, public_key, signature)
  select 'C01', n, date '2024-09-30' + n, now(), 1, sha256('r'), sha256('p'), sha256('h'), 'k', 's' from generate_series(1, 730) n;
  insert into seal_leaves (company_id, case_id, seq, number, hash) select 'C01', id, 4, id % 730 + 1, last_hash from cases where company_id = 'C01';
  insert into nights (company_id, business_date, finished_at)
  select c, date '2024-09-30' + n, now() from generate_series(1, 729) n cross join unnest(array['C01', 'C02']) c on conflict do nothing;`;

/** Two years of meetings; the last one of C01 is open. */
const board = `
  insert into meetings (company_id, planned_on, status, called_on, called_by, opened_on, opened_by, closed_on, closed_by)
  select c, date '2024-09-21' + n * 30, 'closed', date '2024-09-20' + n * 30, 'clock', date '2024-09-21' + n * 30, 'finance_director',
    date '2024-09-25' + n * 30, 'finance_director' from generate_series(1, 24) n cross join unnest(array['C01', 'C02']) c;
  insert into meetings (company_id, planned_on, status, called_on, called_by, opened_on, opened_by)
  values ('C01', '2026-09-29', 'open', '2026-09-28', 'clock', '2026-09-29', 'finance_director'), ('C02', '2026-09-29', 'called', '2026-09-28', 'clock', null, null);
  insert into agenda_items (company_id, meeting_id, case_id, balance, outcome)
  select m.company_id, m.id, c.id, c.balance, 'deferred' from meetings m
  join cases c on c.company_id = m.company_id and c.docketed_on is not null and c.id % 48 = m.id % 48 where m.status = 'closed';
  insert into agenda_items (company_id, meeting_id, case_id, balance)
  select m.company_id, m.id, c.id, c.balance from meetings m join cases c on c.company_id = m.company_id and c.collection = 'boardReview.voting' where m.status = 'open';`;

/** What passes through the doors. */
const doors = `
  insert into sessions (token_hash, login, expires_at) select sha256(n::text::bytea), 'seller' || n % 200 + 1, now() + interval '1 hour' from generate_series(1, 5000) n;
  insert into sign_in_attempts (login, address, at, succeeded)
  select 'seller' || n % 200 + 1, '10.0.0.' || n % 250, now() - n * interval '1 minute', true from generate_series(1, 20000) n;
  insert into access_refusals (login, method, path, status, code) select 'seller' || n % 200 + 1, 'GET', '/x', 404, 'case.unknown' from generate_series(1, 10000) n;
  insert into idempotency_keys (login, key, request_hash, status, answer)
  select 'seller' || n % 200 + 1, 'key' || n, sha256(n::text::bytea), 200, '{}' from generate_series(1, 20000) n;`;

/** Mails of two years, and letters that wait in between those that were sent. */
const post = `
  insert into outbox (company_id, key, kind, audience, recipient, address, language, subject, body, business_date, status)
  select case when n % 5 = 0 then 'C02' else 'C01' end, 'key' || n, 'overdue', 'own', 'seller' || n % 200 + 1, 'x@recoup.example', 'zh-CN', 'x', 'x',
    date '2026-09-30' - n / 100, case when n % 500 = 0 then 'failed' when n % 97 = 0 then 'queued' else 'sent' end from generate_series(1, 60000) n;
  insert into letters (company_id, customer, level, business_date, status)
  select company_id, customer, 2, date '2026-09-01', 'proposed' from customers where length(customer) % 2 = 0;
  insert into letters (company_id, customer, level, business_date, status, content, sent_on, channel)
  select company_id, customer, n % 4 + 1, date '2026-09-20' - n * 20, 'sent', '{}', date '2026-09-20' - n * 20, 'post'
  from customers cross join generate_series(1, 6) n;`;

/** Everybody who sells is assessed, with targets, and has signed. */
const scores = `
  insert into scheme_decisions (company_id, scheme_id, outcome, version, decided_by, decided_on)
  select company_id, id, 'approved', 1, 'finance_director', '2025-12-02' from schemes;
  insert into scheme_announcements (company_id, scheme_id, text, announced_by, announced_on) select company_id, id, 'x', 'hr', '2025-12-03' from schemes;
  insert into assessed_posts (company_id, person, post, from_on, set_by, set_on)
  select 'C01', 'seller' || n, 'salesperson', '2026-01-01', 'hr', '2026-01-01' from generate_series(1, 200) n;
  insert into scheme_acknowledgements (company_id, scheme_id, person, recorded_by, acknowledged_on)
  select s.company_id, s.id, p.person, p.person, '2025-12-04' from schemes s join assessed_posts p on p.company_id = s.company_id;
  insert into target_proposals (company_id, period, source, basis, reason, proposed_by, proposed_on)
  values ('C01', '2026Q3', 'manual', '{}', 'of the year', 'hr', '2026-01-01');
  insert into target_decisions (company_id, proposal_id, outcome, decided_by, decided_on)
  select company_id, id, 'approved', 'finance_director', '2026-01-02' from target_proposals;
  insert into targets (company_id, proposal_id, person, collection, metrics)
  select t.company_id, t.id, p.person, 1000000, '{}' from target_proposals t join assessed_posts p on p.company_id = t.company_id;`;

/** Two months' lists of what is open; the later one is published, and a few of its rows were answered. */
const lists = `
  insert into overdue_lists (company_id, month, snapshot_on, status, publish_by, drafted_on, drafted_by, published_on, published_by, answers_until)
  values ('C01', '2026-07', '2026-07-31', 'published', '2026-08-05', '2026-08-01', 'clock', '2026-08-04', 'ar_clerk', '2026-08-10'),
    ('C01', '2026-08', '2026-08-31', 'published', '2026-09-05', '2026-09-01', 'clock', '2026-09-04', 'ar_clerk', '2026-09-10');
  insert into overdue_list_rows (company_id, list_id, case_id, customer, customer_name, document, instalment, due_on, overdue_days, currency, amount,
    balance, owner, collection, difference, state)
  select c.company_id, l.id, c.id, c.customer, c.customer, r.document, 1, c.due_on, l.snapshot_on - c.due_on, 'CNY', r.amount, r.amount, c.owner, c.collection,
    case when c.id % 20 = 0 then 'new' when c.id % 900 = 0 then 'corrected' else 'unchanged' end,
    case when c.id % 400 = 0 then 'objected' when c.id % 70 = 0 then 'waiting' else 'confirmed' end
  from overdue_lists l join cases c on c.company_id = l.company_id and not c.closed and c.due_on < l.snapshot_on
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id;`;
