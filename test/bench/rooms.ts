import type pg from 'pg';
import { agingBuckets } from '../../workflows/scorecard/aging.js';
import { metricKeys, metrics } from '../../workflows/scorecard/metrics.js';
import { readyScheme } from '../../workflows/scorecard/scheme-defaults.js';
import { today } from './ledger.js';

/** The quarter that runs on the benchmarks' day, and the one before. */
export const periods = { open: '2026Q3', closed: '2026Q2' };
/** Cases on the agenda of the meeting that is open. */
export const agendaItems = 5_000;

/** What collects around the cases in other rooms in a year. Written past all rules, as no page asks how it came about. */
export async function fillRooms(client: pg.Client): Promise<void> {
  await client.query(`set session_replication_role = 'replica'`);
  for (const statement of [people, commerce, doors, post, records, books]) await client.query(statement);
  const { post: _, periodKind, ...content } = readyScheme('salesperson', 'growth');
  await client.query(assessed);
  await client.query(
    `insert into schemes (company_id, post, period_kind, starts_on, content, reason, proposed_by, proposed_on)
     values ('C01', 'salesperson', $1, '2026-01-01', $2, 'of the year', 'hr', '2025-12-01')`,
    [periodKind, JSON.stringify(content)],
  );
  await client.query(announced);
  await client.query(`set session_replication_role = 'origin'`);
}

/** Ten teams of 200, one of them of twenty owners; nobody signs in but those of the training. */
const people = `
  insert into people (login, name) select 'p' || lpad(n::text, 4, '0'), '员工' || n from generate_series(1, 1800) n;
  insert into role_grants (login, role) select login, 'salesperson' from people where login ~ '^p[0-9]';
  insert into role_grants (login, role) select login, 'salesperson' from people p
    where login ~ '^sales[0-9]' and not exists (select from role_grants g where g.login = p.login);
  insert into teams (name, manager) select '销售' || n || '组', 'p' || lpad(n::text, 4, '0') from generate_series(1, 9) n;
  insert into team_members (login, team_id)
    select 'p' || lpad(n::text, 4, '0'), (select id from teams where name = '销售' || n % 9 + 1 || '组') from generate_series(10, 1800) n;
  insert into team_members (login, team_id)
    select 'sales' || lpad(n::text, 4, '0'), (select id from teams where manager = 'sales_manager') from generate_series(3, 20) n;`;

/** Everybody has a grade, and so a limit; contracts with four instalments, orders, credit checks, money and credits on account, and a thousand that the credit policy holds. */
const commerce = `
  update customers set grade = (array['AAA', 'AA', 'A', 'B', 'C', 'D'])[1 + abs(hashtext(customer)) % 6];
  insert into contracts (company_id, contract, customer, signed_on, signed_by, currency, amount, term_days)
    select company_id, contract, customer, date '2025-06-01' + row_number() over ()::int % 400, min(owner), 'CNY', sum(amount), 60
    from receivables where contract is not null group by company_id, contract, customer;
  insert into schedule_versions (company_id, contract, instalment, version, due_on, currency, amount, import_id, recorded_by, recorded_on)
    select company_id, contract, i, 1, signed_on + i * 60, 'CNY', round(amount / 4, 2), 1, 'import:1 ar_clerk', signed_on
    from contracts cross join generate_series(1, 4) i;
  insert into orders (company_id, "order", customer, ordered_on, currency, amount, open_amount, status, owner)
    select company_id, 'O' || c.contract || n, customer, date '2026-09-01' - n, 'CNY', 10000, 10000, 'open', c.signed_by
    from contracts c cross join generate_series(1, 5) n;
  insert into credit_checks (company_id, customer, checked_on, checked_by, result, import_id, recorded_by, recorded_on)
    select company_id, customer, date '2026-01-01' + n * 30, 'ar_clerk', 'passed', 1, 'import:1 ar_clerk', date '2026-01-01' + n * 30
    from customers cross join generate_series(1, 3) n;
  insert into credit_holds (company_id, subject_kind, subject, customer, owner, placed_on, placed_reasons, reasons, judged_on, amount, uncovered)
    select company_id, 'contract', contract, customer, signed_by, date '2026-09-01', '[]', '[]', '2026-09-30', amount, amount
    from contracts order by id limit 1000;
  insert into receipts (company_id, receipt, customer, value_date, currency, amount, allocated, instrument, entered_on)
    select 'C01', 'R' || n, 'K' || n % 2000, date '2026-09-30' - n % 300, 'CNY', 100, 0, 'bank_transfer', date '2026-09-30' - n % 300
    from generate_series(1, 50000) n;
  insert into credits (company_id, credit, customer, credited_on, currency, amount, entered_on)
    select 'C01', 'CN' || n, 'K' || n % 2000, date '2026-09-30' - n % 300, 'CNY', 50, date '2026-09-30' - n % 300 from generate_series(1, 10000) n;`;

/** A file of each kind a day for years, each with what was wrong in it; the last one large. */
const doors = `
  insert into imports (company_id, kind, file_name, sha256, bytes, on_error, status, rows, accepted, rejected, by, business_date, started_at, finished_at)
    select 'C01', (array['receivables', 'receipts', 'credits'])[n % 3 + 1], 'file' || n, sha256(n::text::bytea), 1, 'skip', 'done', 1000, 990, 10,
      'ar_clerk', date '2026-09-30' - (5000 - n) / 5, now(), now() from generate_series(1, 5000) n;
  insert into import_errors (company_id, import_id, seq, line, "column", value, code)
    select i.company_id, i.id, n, n, 'amount', '0', 'amount.zero' from imports i
    cross join lateral generate_series(1, case when i.file_name = 'file5000' then 20000 else 10 end) n;
  insert into access_refusals (login, method, path, status, code)
    select 'sales' || lpad((n % 200 + 1)::text, 4, '0'), 'GET', '/x', 404, 'case.unknown' from generate_series(1, 100000) n;
  insert into sign_in_attempts (login, address, at, succeeded)
    select 'sales' || lpad((n % 200 + 1)::text, 4, '0'), '10.0.0.' || n % 250, now() - n * interval '1 minute', true from generate_series(1, 50000) n;
  insert into stand_ins (absent, stand_in, from_on, until_on, created_by)
    select 'p' || lpad(n::text, 4, '0'), 'p' || lpad((n % 1800 + 1)::text, 4, '0'), date '2025-01-01' + n % 600, date '2025-01-10' + n % 600, 'admin'
    from generate_series(1, 1799) n;`;

/** Half a million mails that have left and ten thousand to go; as many letters as there are customers wait for their release. */
const post = `
  insert into outbox (company_id, key, kind, audience, recipient, address, language, subject, html, body, business_date, status, sent_at)
    select 'C01', 'key' || n, (array['overdue', 'daily', 'letter'])[n % 3 + 1], case when n % 3 = 2 then 'customer' else 'own' end,
      'sales' || lpad((n % 200 + 1)::text, 4, '0'), 'x@recoup.example', 'zh-CN', '提醒', '<p>x</p>', 'x', date '2026-09-30' - n / 1400,
      case when n % 51 = 0 then 'queued' when n % 997 = 0 then 'failed' else 'sent' end, now() from generate_series(1, 500000) n;
  insert into letters (company_id, customer, level, business_date, status)
    select company_id, customer, 2, date '2026-09-30', 'proposed' from customers;
  insert into letters (company_id, customer, level, business_date, status, content, sent_on, channel)
    select company_id, customer, n % 4 + 1, date '2026-09-01' - n * 20, 'sent', '{}', date '2026-09-01' - n * 20, 'post'
    from customers cross join generate_series(1, 6) n;
  update cases c set letter_due = 1 where company_id = 'C01' and id % 3 = 0;
  insert into notices (company_id, case_id, kind, due_on, recipient, composed_on)
    select company_id, id, k.kind, due_on + k.days, case when k.days = 1 then owner else 'role:ar_clerk' end, due_on + k.days
    from cases cross join (values ('overdue', 1), ('confirmation_waiting', 91)) k (kind, days) where due_on + k.days <= date '2026-09-30'
    on conflict do nothing;
  insert into notice_mails (company_id, notice_id, login, outcome, composed_on)
    select company_id, id, recipient, case when id % 100 = 0 then 'no_address' else 'stale' end, due_on from notices where kind = 'overdue';`;

/** Three years of nights and seals; two years of meetings. */
const records = `
  insert into seals (company_id, number, business_date, sealed_at, leaves, root, prev_hash, hash, public_key, signature)
    select 'C01', n, date '2023-09-30' + n, now(), 1, sha256('r'), sha256('p'), sha256('h'), 'k', 's' from generate_series(1, 1090) n on conflict do nothing;
  insert into nights (company_id, business_date, finished_at)
    select c, date '2023-09-30' + n, now() from generate_series(1, 1095) n cross join unnest(array['C01', 'C02']) c on conflict do nothing;
  insert into meetings (company_id, planned_on, status, called_on, called_by, opened_on, opened_by, closed_on, closed_by)
    select 'C01', date '2024-09-21' + n * 30, 'closed', date '2024-09-20' + n * 30, 'clock', date '2024-09-21' + n * 30, 'finance_director',
      date '2024-09-25' + n * 30, 'finance_director' from generate_series(1, 24) n;
  insert into meetings (company_id, planned_on, status, called_on, called_by) values ('C01', '${today}', 'called', '${today}', 'finance_director');
  insert into agenda_items (company_id, meeting_id, case_id, balance, outcome)
    select m.company_id, m.id, c.id, c.balance, 'deferred' from meetings m join cases c on c.company_id = m.company_id and c.id % 400 = m.id % 48
    where m.status = 'closed';`;

/** Twenty thousand vouchers, all but the last hundred handed over month by month; two provisions of two thousand cases each. */
const books = `
  insert into vouchers (company_id, number, kind, case_id, seq, place, dated, debit, credit, currency, amount, customer, document, instalment, erp_no)
    select 'C01', row_number() over (order by id), case when id % 500 = 0 then 'write_off_reversed' else 'write_off' end, id, 1, 0,
      date '2024-10-01' + (row_number() over (order by id))::int / 28, '1231', '1122', 'CNY', 100, customer, 'INV' || id, 1, 'V' || id
    from cases where company_id = 'C01' order by id limit 20000;
  insert into voucher_batches (company_id, batch, first_number, last_number, made_by, made_on)
    select 'C01', n, (n - 1) * 800 + 1, least(n * 800, 19900), 'ar_clerk', date '2024-10-31' + n * 28 from generate_series(1, 25) n;
  insert into provisions (company_id, month_end, currency, policy_version, basis, last_id, seen_number, required, held, change, proposed_by, proposed_on)
    select 'C01', m.ends, 'CNY', 0, jsonb_build_object('last', null, 'booked', '[]'::jsonb, 'impaired', i.cases, 'months', to_jsonb(array(
        select jsonb_build_object('from', '2026-06-30', 'to', m.ends, 'before', a.aging, 'after', a.aging) from generate_series(1, 12)))),
      null, 0, 0, 0, 0, 'ar_clerk', m.ends + 3
    from (values (date '2026-07-31'), (date '2026-08-31')) m (ends)
    cross join (select jsonb_agg(jsonb_build_object('case', id::text, 'customer', customer, 'customerName', '客户' || customer, 'document', 'INV' || id,
      'instalment', 1, 'bucket', 'over_180', 'currency', 'CNY', 'balance', '100.00', 'amount', '100.00') order by id) as cases
      from (select * from cases where company_id = 'C01' order by id limit 2000) c) i
    cross join (select jsonb_object_agg(bucket, '1000000.00') as aging from unnest(array[${agingBuckets.map((bucket) => `'${bucket}'`).join(', ')}]) bucket) a;
  insert into provision_decisions (company_id, provision_id, month_end, outcome, decided_by, decided_on)
    select company_id, id, month_end, 'approved', 'finance_director', month_end + 4 from provisions where month_end = '2026-07-31';
  update provisions set last_id = (select min(id) from provisions) where month_end = '2026-08-31';`;

const targets = JSON.stringify(
  Object.fromEntries(
    metricKeys.flatMap((key) => (metrics[key].takesBaseline ? [[key, { baseline: '0.6', target: '0.7', challenge: '0.8' }]] : [])),
  ),
);

/** Everybody who sells, with approved targets; all have signed. */
const assessed = `
  insert into assessed_posts (company_id, person, post, from_on, set_by, set_on)
    select 'C01', login, 'salesperson', '2026-04-01', 'hr', '2026-04-01' from people where login ~ '^(p|sales)[0-9]';
  insert into target_proposals (company_id, period, source, basis, reason, proposed_by, proposed_on)
    select 'C01', p, 'manual', '{}', 'of the year', 'hr', '2026-01-01' from unnest(array['${periods.closed}', '${periods.open}']) p;
  insert into target_decisions (company_id, proposal_id, outcome, decided_by, decided_on)
    select company_id, id, 'approved', 'finance_director', '2026-01-02' from target_proposals;
  insert into targets (company_id, proposal_id, person, collection, metrics)
    select t.company_id, t.id, p.login, 1000000, '${targets}'
    from target_proposals t cross join people p where p.login ~ '^(p|sales)[0-9]';`;

const announced = `
  insert into scheme_decisions (company_id, scheme_id, outcome, version, decided_by, decided_on)
    select company_id, id, 'approved', 1, 'finance_director', '2025-12-02' from schemes;
  insert into scheme_announcements (company_id, scheme_id, text, announced_by, announced_on)
    select company_id, id, 'x', 'hr', '2025-12-03' from schemes;
  insert into scheme_acknowledgements (company_id, scheme_id, person, recorded_by, acknowledged_on)
    select s.company_id, s.id, p.person, p.person, '2025-12-04' from schemes s join assessed_posts p on p.company_id = s.company_id;`;
