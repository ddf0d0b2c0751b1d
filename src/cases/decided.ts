import { personsNamed } from '../../workflows/attribution/causes.js';
import { actorName } from '../../workflows/collection-case/actor.js';
import type { Circumstances, Command } from '../../workflows/collection-case/commands.js';
import type { Opening } from '../../workflows/collection-case/context.js';
import { type Accepted, collectionPath, isClosedCase, type StoredCase } from '../../workflows/collection-case/decide.js';
import { machineVersion } from '../../workflows/collection-case/machine.js';
import type { HeldCase } from './case-rows.js';
import type { Day } from './circumstances.js';
import { type HashedEntry, journalHash } from './journal-hash.js';

/** The journal's word for the beginning of a case. */
export interface OpenCommand extends Opening {
  readonly type: 'openCase';
}

/** One accepted command, ready to be written. */
export interface Decided {
  readonly before: HeldCase;
  readonly after: HeldCase;
  readonly accepted: Accepted;
  readonly journal: Omit<HashedEntry, 'companyId' | 'caseId'> & { readonly hash: Buffer };
}

export function decided(
  before: HeldCase,
  accepted: Accepted,
  command: Command | OpenCommand,
  told: Circumstances,
  { at, rules }: Pick<Day, 'at' | 'rules'>,
): Decided {
  const { companyId, caseId } = before;
  const { date, ...circumstances } = told;
  const entry = {
    seq: before.version + 1,
    at,
    businessDate: date,
    actor: actorName(told.by),
    command: { ...command, told: circumstances },
    entries: accepted.entries,
    state: accepted.after.value,
    machineVersion,
    policyVersion: rules.policy.version,
    calendarVersion: rules.calendar.version,
    prevHash: before.lastHash,
  };
  const hash = journalHash({ companyId, caseId, ...entry });
  return {
    before,
    accepted,
    journal: { ...entry, hash },
    after: { ...before, version: entry.seq, stored: accepted.after, lastHash: hash },
  };
}

/** The columns of table `cases`, all taken from the stored case. */
export function caseColumns(after: HeldCase, { nextDate, remindOn }: Pick<Accepted, 'nextDate' | 'remindOn'>) {
  const { context, value } = after.stored;
  return {
    company_id: after.companyId,
    id: after.caseId,
    receivable_id: after.receivableId,
    customer: context.customer,
    owner: context.owner,
    due_on: context.dueOn,
    opened_on: context.openedOn,
    collection: collectionPath(value),
    customer_dispute: value.customerDispute,
    attribution: value.attribution,
    balance_cents: context.balanceCents,
    closed: isClosedCase(after.stored),
    docketed_on: context.firstDocketed?.on ?? null,
    evidence_requested: context.evidenceRequested,
    letter_level: highestLetter(after.stored),
    letter_due: isClosedCase(after.stored) ? null : (context.letterDue?.level ?? null),
    named: personsNamed(context.attribution?.shares ?? []),
    next_date: nextDate ?? null,
    remind_on: remindOn ?? null,
    version: after.version,
    snapshot: after.stored,
    last_hash: after.lastHash.toString('hex'),
  };
}

/** The columns of table `receivables` that the case's money and facts decide. */
export function receivableColumns(after: HeldCase) {
  const { companyId, customer, owner, dueOn, amountCents, receivedCents, creditedCents, writtenOffCents, recoveredCents } =
    after.stored.context;
  return {
    company_id: companyId,
    id: after.receivableId,
    customer,
    owner,
    due_on: dueOn,
    amount_cents: amountCents,
    received_cents: receivedCents,
    credited_cents: creditedCents,
    written_off_cents: writtenOffCents,
    recovered_cents: recoveredCents,
  };
}

function highestLetter({ context }: StoredCase): number {
  return context.letters.reduce((highest, { level }) => Math.max(highest, level), 0);
}
