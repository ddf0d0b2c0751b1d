import type { Effect } from '../../workflows/collection-case/entries.js';
import type { Tx } from '../platform/database/database.js';
import { keyOf } from './case-rows.js';
import { caseColumns, type Decided, receivableColumns } from './decided.js';

const caseInput = `
  company_id text, id bigint, receivable_id bigint, customer text, owner text, due_on date, opened_on date, collection text, customer_dispute text,
  attribution text, balance_cents bigint, closed boolean, docketed_on date, evidence_requested boolean, letter_level integer, named text[],
  next_date date, version integer, snapshot jsonb, last_hash text, from_version integer`;

const writeCases = `
  input as (select * from jsonb_to_recordset($1::jsonb) as i (${caseInput})),
  changed as (
    update cases c set customer = i.customer, owner = i.owner, due_on = i.due_on, collection = i.collection, customer_dispute = i.customer_dispute,
      attribution = i.attribution, balance = i.balance_cents / 100.0, closed = i.closed, docketed_on = i.docketed_on,
      evidence_requested = i.evidence_requested, letter_level = i.letter_level, named = i.named, next_date = i.next_date, version = i.version,
      snapshot = i.snapshot, last_hash = decode(i.last_hash, 'hex')
    from input i where i.from_version > 0 and c.company_id = i.company_id and c.id = i.id and c.version = i.from_version
    returning 1),
  opened as (
    insert into cases (company_id, id, receivable_id, customer, owner, due_on, opened_on, collection, customer_dispute, attribution, balance, closed,
      docketed_on, evidence_requested, letter_level, named, next_date, version, snapshot, last_hash)
    overriding system value
    select company_id, id, receivable_id, customer, owner, due_on, opened_on, collection, customer_dispute, attribution, balance_cents / 100.0, closed,
      docketed_on, evidence_requested, letter_level, named, next_date, version, snapshot, decode(last_hash, 'hex')
    from input where from_version = 0
    returning 1),
  marked as (
    update receivables r set has_case = true from input i where i.from_version = 0 and r.company_id = i.company_id and r.id = i.receivable_id)`;

const writeJournal = `
  journal as (
    insert into case_journal (company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version,
      calendar_version, prev_hash, hash)
    select company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version, calendar_version,
      decode(prev_hash, 'hex'), decode(hash, 'hex')
    from jsonb_to_recordset($2::jsonb) as j (company_id text, case_id bigint, seq integer, at timestamptz, business_date date, actor text,
      command jsonb, entries jsonb, state jsonb, machine_version integer, policy_version integer, calendar_version bigint, prev_hash text, hash text))`;

const writeReceivables = `
  money as (
    update receivables r set customer = i.customer, owner = i.owner, due_on = i.due_on, amount = i.amount_cents / 100.0,
      received = i.received_cents / 100.0, credited = i.credited_cents / 100.0, written_off = i.written_off_cents / 100.0,
      recovered = i.recovered_cents / 100.0
    from jsonb_to_recordset($3::jsonb) as i (company_id text, id bigint, customer text, owner text, due_on date, amount_cents bigint,
      received_cents bigint, credited_cents bigint, written_off_cents bigint, recovered_cents bigint)
    where r.company_id = i.company_id and r.id = i.id)`;

const writeEffects = `
  effects as (
    select * from jsonb_to_recordset($4::jsonb) as e (company_id text, case_id bigint, seq integer, business_date date, balance_cents bigint,
      type text, kind text, recipient text, facts jsonb, person text, cause text, "shareHundredths" integer, "pointsHundredths" integer, basis jsonb,
      meeting bigint, outcome text, tally jsonb)),
  told as (
    insert into notices (company_id, case_id, kind, due_on, recipient, facts)
    select company_id, case_id, kind, business_date, recipient, coalesce(facts, '{}') from effects where type = 'notify'
    on conflict do nothing),
  taken as (
    insert into deductions (company_id, case_id, seq, kind, person, cause, share, points, basis, effective_on)
    select company_id, case_id, seq, kind, person, cause, "shareHundredths" / 100.0, "pointsHundredths" / 100.0, basis, business_date
    from effects where type = 'deduct'),
  put as (
    insert into agenda_items (company_id, meeting_id, case_id, balance)
    select company_id, meeting, case_id, balance_cents / 100.0 from effects where type = 'putOnAgenda'),
  resolved as (
    update agenda_items a set outcome = e.outcome, tally = e.tally from effects e
    where e.type = 'resolveAgendaItem' and a.company_id = e.company_id and a.meeting_id = e.meeting and a.case_id = e.case_id)`;

const statement = `with ${[writeCases, writeJournal, writeReceivables, writeEffects].join(',')}
  select (select count(*) from changed)::int + (select count(*) from opened)::int as written`;

/**
 * Writes what was decided in one statement: cases, journal entries, the receivables' money and every effect.
 * @param all in the order in which it was decided; several entries of one case follow each other
 * @throws Error when a case is not at the version it was decided from: it was not locked, which is a broken invariant
 */
export async function writeDecided(tx: Tx, all: readonly Decided[]): Promise<void> {
  const last = new Map<string, Decided>();
  const first = new Map<string, Decided>();
  for (const one of all) {
    const key = keyOf(one.before);
    last.set(key, one);
    if (!first.has(key)) first.set(key, one);
  }
  const cases = [...last].map(([key, one]) => ({
    ...caseColumns(one.after, one.accepted.nextDate),
    from_version: first.get(key)?.before.version,
  }));
  const [result] = await tx.query<{ written: number }>(
    statement,
    [
      JSON.stringify(cases),
      JSON.stringify(all.map(journalRow)),
      JSON.stringify([...last.values()].filter(hasMoneyChanged(first)).map(({ after }) => receivableColumns(after))),
      JSON.stringify(all.flatMap(effectRows)),
    ],
    'cases.write',
  );
  if (result?.written !== cases.length) throw new Error(`${cases.length} cases were decided, ${result?.written} could be written`);
}

function journalRow({ before, journal }: Decided) {
  const { businessDate, machineVersion, policyVersion, calendarVersion, prevHash, hash, ...same } = journal;
  return {
    ...same,
    company_id: before.companyId,
    case_id: before.caseId,
    business_date: businessDate,
    machine_version: machineVersion,
    policy_version: policyVersion,
    calendar_version: calendarVersion,
    prev_hash: prevHash.toString('hex'),
    hash: hash.toString('hex'),
  };
}

function effectRows({ after, accepted, journal }: Decided) {
  const common = {
    company_id: after.companyId,
    case_id: after.caseId,
    seq: journal.seq,
    business_date: journal.businessDate,
    balance_cents: after.stored.context.balanceCents,
  };
  return accepted.effects.map((effect) => ({ ...common, ...effect, ...(effect.type === 'notify' && { recipient: recipientOf(effect) }) }));
}

function recipientOf({ to }: Extract<Effect, { type: 'notify' }>): string {
  return 'person' in to ? to.person : `role:${to.role}`;
}

/** Most commands leave the receivable alone; it is not written then. */
function hasMoneyChanged(first: ReadonlyMap<string, Decided>) {
  return ({ after }: Decided): boolean => {
    const before = first.get(keyOf(after))?.before;
    return before !== undefined && JSON.stringify(receivableColumns(before)) !== JSON.stringify(receivableColumns(after));
  };
}
