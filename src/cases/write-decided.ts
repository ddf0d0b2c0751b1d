import type { Effect } from '../../workflows/collection-case/entries.js';
import type { Tx } from '../platform/database/database.js';
import { keyOf } from './case-rows.js';
import { caseColumns, type Decided, receivableColumns } from './decided.js';

const caseInput = `
  company_id text, id bigint, receivable_id bigint, customer text, owner text, due_on date, opened_on date, collection text, customer_dispute text,
  attribution text, balance_cents bigint, closed boolean, docketed_on date, evidence_requested boolean, letter_level integer, letter_due integer, named text[],
  next_date date, remind_on date, version integer, snapshot jsonb, last_hash text, from_version integer`;

/** Each part takes its rows as JSON from one parameter. */
const parts = {
  changed: (rows: string) => `
  changed as (
    update cases c set customer = i.customer, owner = i.owner, due_on = i.due_on, collection = i.collection, customer_dispute = i.customer_dispute,
      attribution = i.attribution, balance = i.balance_cents / 100.0, closed = i.closed, docketed_on = i.docketed_on,
      evidence_requested = i.evidence_requested, letter_level = i.letter_level, letter_due = i.letter_due, named = i.named, next_date = i.next_date, remind_on = i.remind_on, version = i.version,
      snapshot = i.snapshot, last_hash = decode(i.last_hash, 'hex')
    from jsonb_to_recordset(${rows}) as i (${caseInput})
    where c.company_id = i.company_id and c.id = i.id and c.version = i.from_version
    returning 1)`,

  opened: (rows: string) => `
  new_cases as (select * from jsonb_to_recordset(${rows}) as i (${caseInput})),
  opened as (
    insert into cases (company_id, id, receivable_id, customer, owner, due_on, opened_on, collection, customer_dispute, attribution, balance, closed,
      docketed_on, evidence_requested, letter_level, letter_due, named, next_date, remind_on, version, snapshot, last_hash)
    overriding system value
    select company_id, id, receivable_id, customer, owner, due_on, opened_on, collection, customer_dispute, attribution, balance_cents / 100.0, closed,
      docketed_on, evidence_requested, letter_level, letter_due, named, next_date, remind_on, version, snapshot, decode(last_hash, 'hex')
    from new_cases
    returning 1),
  marked as (
    update receivables r set has_case = true from new_cases i where r.company_id = i.company_id and r.id = i.receivable_id)`,

  journal: (rows: string) => `
  journal as (
    insert into case_journal (company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version,
      calendar_version, prev_hash, hash)
    select company_id, case_id, seq, at, business_date, actor, command, entries, state, machine_version, policy_version, calendar_version,
      decode(prev_hash, 'hex'), decode(hash, 'hex')
    from jsonb_to_recordset(${rows}) as j (company_id text, case_id bigint, seq integer, at timestamptz, business_date date, actor text,
      command jsonb, entries jsonb, state jsonb, machine_version integer, policy_version integer, calendar_version bigint, prev_hash text, hash text))`,

  money: (rows: string) => `
  money as (
    update receivables r set customer = i.customer, owner = i.owner, due_on = i.due_on, amount = i.amount_cents / 100.0,
      received = i.received_cents / 100.0, credited = i.credited_cents / 100.0, written_off = i.written_off_cents / 100.0,
      recovered = i.recovered_cents / 100.0
    from jsonb_to_recordset(${rows}) as i (company_id text, id bigint, customer text, owner text, due_on date, amount_cents bigint,
      received_cents bigint, credited_cents bigint, written_off_cents bigint, recovered_cents bigint)
    where r.company_id = i.company_id and r.id = i.id)`,

  notices: (rows: string) => `
  told as (
    insert into notices (company_id, case_id, kind, due_on, recipient, facts)
    select company_id, case_id, kind, coalesce("dueOn", business_date), recipient, coalesce(facts, '{}')
    from jsonb_to_recordset(${rows}) as e (company_id text, case_id bigint, business_date date, kind text, recipient text, "dueOn" date, facts jsonb)
    on conflict do nothing)`,

  deductions: (rows: string) => `
  taken as (
    insert into deductions (company_id, case_id, seq, kind, person, cause, share, points, basis, effective_on)
    select company_id, case_id, seq, kind, person, cause, "shareHundredths" / 100.0, "pointsHundredths" / 100.0, basis, business_date
    from jsonb_to_recordset(${rows}) as e (company_id text, case_id bigint, seq integer, business_date date, kind text, person text, cause text,
      "shareHundredths" integer, "pointsHundredths" integer, basis jsonb))`,

  agenda: (rows: string) => `
  put as (
    insert into agenda_items (company_id, meeting_id, case_id, balance)
    select company_id, meeting, case_id, balance_cents / 100.0
    from jsonb_to_recordset(${rows}) as e (company_id text, case_id bigint, meeting bigint, balance_cents bigint))`,

  resolutions: (rows: string) => `
  resolved as (
    update agenda_items a set outcome = e.outcome, tally = e.tally
    from jsonb_to_recordset(${rows}) as e (company_id text, case_id bigint, meeting bigint, outcome text, tally jsonb)
    where a.company_id = e.company_id and a.meeting_id = e.meeting and a.case_id = e.case_id)`,
} as const;

const uniqueViolation = '23505';

type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];

/**
 * Writes what was decided in one statement: cases, journal entries, the receivables' money and every effect.
 * @param all in the order in which it was decided; several entries of one case follow each other
 * @throws Error when a case is not at the version it was decided from: it was not locked, which is a broken invariant
 */
export async function writeDecided(tx: Pick<Tx, 'query'>, all: readonly Decided[]): Promise<void> {
  const rows = rowsOf(all);
  // A command leaves most tables alone; to prepare for writing to them would take as long as the writing.
  const used = partNames.filter((part) => rows[part].length > 0);
  if (used.length === 0) return;
  const written = used.filter((part) => part === 'changed' || part === 'opened').map((part) => `(select count(*) from ${part})`);
  const [result] = await tx.query<{ written: number }>(
    `with ${used.map((part, i) => parts[part](`$${i + 1}::jsonb`)).join(',')} select (${written.join(' + ')})::int as written`,
    used.map((part) => JSON.stringify(rows[part])),
    `cases.write ${used.map((part) => partNames.indexOf(part)).join('')}`,
  );
  const cases = rows.changed.length + rows.opened.length;
  if (result?.written !== cases) throw new Error(`${cases} cases were decided, ${result?.written} could be written`);
}

/**
 * The same for one case that was not locked.
 * @returns false, with nothing written, when it has gone on since it was read: its journal has the next entry already
 */
export async function writeUnlocked(database: Pick<Tx, 'query'>, one: Decided): Promise<boolean> {
  try {
    await writeDecided(database, [one]);
    return true;
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === uniqueViolation && constraint === 'case_journal_pkey') return false;
    throw error;
  }
}

function rowsOf(all: readonly Decided[]): Record<Part, readonly object[]> {
  const last = new Map<string, Decided>();
  const first = new Map<string, Decided>();
  for (const one of all) {
    const key = keyOf(one.before);
    last.set(key, one);
    if (!first.has(key)) first.set(key, one);
  }
  const cases = [...last].map(([key, one]) => ({
    ...caseColumns(one.after, one.accepted),
    from_version: first.get(key)?.before.version,
  }));
  const effects = all.flatMap(effectRows);
  return {
    changed: cases.filter(({ from_version }) => from_version !== 0),
    opened: cases.filter(({ from_version }) => from_version === 0),
    journal: all.map(journalRow),
    money: [...last.values()].filter(hasMoneyChanged(first)).map(({ after }) => receivableColumns(after)),
    notices: effects.filter(({ type }) => type === 'notify'),
    deductions: effects.filter(({ type }) => type === 'deduct'),
    agenda: effects.filter(({ type }) => type === 'putOnAgenda'),
    resolutions: effects.filter(({ type }) => type === 'resolveAgendaItem'),
  };
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
