import type pg from 'pg';
import { addDays } from '../../workflows/calendar/dates.js';
import { type Opening, openedCase } from '../../workflows/collection-case/context.js';
import { company, today } from './ledger.js';

/** One statement that writes what a night of escalations writes, and decides nothing. The hashes are only as long as real ones. */
const advance = `
  with due as materialized (
    select * from cases where company_id = $1 and next_date <= $2 order by id for no key update),
  changed as (
    update cases c set collection = 'financeConfirmation', next_date = $3, version = d.version + 1, last_hash = sha256(d.last_hash),
      snapshot = jsonb_set(jsonb_set(d.snapshot, '{value,collection}', '"financeConfirmation"'), '{context,escalated}', $4)
    from due d where c.company_id = d.company_id and c.id = d.id),
  journal as (
    insert into case_journal (company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version,
      calendar_version, prev_hash, hash)
    select company_id, id, version + 1, clock_timestamp(), $2, 'clock', $5, $6, jsonb_set(snapshot -> 'value', '{collection}', '"financeConfirmation"'),
      1, 0, 0, last_hash, sha256(last_hash) from due)
  insert into notices (company_id, case_id, kind, due_on, recipient, facts)
  select d.company_id, d.id, n.kind, $2, n.recipient, '{}' from due d
  cross join lateral (values ('escalated', d.owner), ('confirmation_waiting', 'role:ar_clerk')) n (kind, recipient)
  on conflict do nothing`;

export async function advanceStraight(client: pg.Client): Promise<void> {
  const unconfirmedOn = addDays(today, 13);
  await client.query(advance, [
    company,
    today,
    unconfirmedOn,
    JSON.stringify({ on: today, because: 'overdue', unconfirmedOn }),
    JSON.stringify({ type: 'dateReached', told: { by: { kind: 'clock' }, away: [] } }),
    JSON.stringify([{ type: 'escalated', because: 'overdue', overdueDays: 91, unconfirmedOn }]),
  ]);
}

/** The same for the opening of cases. */
const open = `
  with overdue as materialized (
    select nextval(pg_get_serial_sequence('cases', 'id')) as case_id, r.* from receivables r
    where r.company_id = $1 and r.due_on < $2 and r.balance > 0 and not r.has_case order by r.due_on, r.id for no key update),
  told as materialized (
    select o.*, sha256(int8send(case_id)) as hash, '{"collection": "salesFollowUp", "customerDispute": "none", "attribution": "none"}'::jsonb as state,
      jsonb_build_object('companyId', company_id, 'caseId', case_id::text, 'customer', customer, 'document', document, 'instalment', instalment,
        'issuedOn', issued_on, 'dueOn', due_on, 'currency', currency, 'amountCents', (amount * 100)::bigint, 'receivedCents', 0,
        'creditedCents', 0, 'owner', owner, 'openedOn', $2::date) as opening
    from overdue o),
  opened as (
    insert into cases (company_id, id, receivable_id, customer, owner, due_on, opened_on, collection, customer_dispute, attribution, balance, closed,
      next_date, version, snapshot, last_hash)
    overriding system value
    select company_id, case_id, id, customer, owner, due_on, $2, 'salesFollowUp', 'none', 'none', balance, false, due_on + 91, 1,
      jsonb_build_object('value', state, 'context', opening || $3::jsonb), hash from told),
  marked as (
    update receivables r set has_case = true from told t where r.company_id = t.company_id and r.id = t.id)
  insert into case_journal (company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version,
    calendar_version, prev_hash, hash)
  select company_id, case_id, 1, clock_timestamp(), $2, 'clock', opening || '{"type": "openCase", "told": {"by": {"kind": "clock"}, "away": []}}',
    jsonb_build_array(jsonb_build_object('type', 'caseOpened', 'customer', customer, 'document', document, 'instalment', instalment,
      'dueOn', due_on, 'owner', owner, 'amountCents', (amount * 100)::bigint, 'balanceCents', (balance * 100)::bigint)),
    state, 1, 0, 0, decode(repeat('00', 32), 'hex'), hash from told`;

/** What a new case's context holds beside its opening. */
const { out: _, ...fresh } = openedCase({ amountCents: 0, receivedCents: 0, creditedCents: 0 } as Opening);

export async function openStraight(client: pg.Client, on: string, of = company): Promise<void> {
  await client.query(open, [of, on, JSON.stringify(fresh)]);
}
