import { addDays } from '../../../workflows/calendar/dates.js';
import type { Policy } from '../../../workflows/policy.js';
import { type Days, periodAfter, periodContaining } from '../../../workflows/scorecard/assessment-period.js';
import type { Card } from '../../../workflows/scorecard/card.js';
import { lateDifference } from '../../../workflows/scorecard/late.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import type { Tx } from '../../platform/database/database.js';
import { type AssessedPerson, assessedCounts, assessedPeople } from '../cards/assessed-people.js';
import type { KeptInputs } from '../cards/kept-card.js';
import { measuredAs } from '../cards/measured-as.js';
import { teamsOf } from '../cards/teams-of.js';
import { type CarriedLate, carriedOf } from './carried.js';
import { type LateOfOwner, lateByOwner, listedAtMost, type ReachedPeriod, reachedPeriods } from './late-records.js';

type Period = Days & { readonly kind: PeriodKind };

/** How closed cards are made once more: as the ledger is today, in as many statements as for one. */
export interface AnewBy {
  readonly make: (
    tx: Tx,
    of: { readonly company: string; readonly period: Period },
    people: readonly AssessedPerson[],
  ) => Promise<readonly { readonly of: AssessedPerson; readonly inputs: KeptInputs; readonly card: Card }[]>;
  readonly policy: (company: string, version: number, tx: Tx) => Promise<Policy>;
}

/** Somebody with a card of a closed period that late records reach. */
export interface Touched {
  readonly one: AssessedPerson;
  readonly late: LateOfOwner;
}

/**
 * What a card of this period takes over of closed ones, by person; the earliest first.
 * Only the first period after those that are closed takes over anything.
 */
export async function carriedInto(
  tx: Tx,
  { company, period }: { company: string; period: Period },
  persons: readonly string[],
  anew: AnewBy,
): Promise<Map<string, CarriedLate[]>> {
  const carried = new Map<string, CarriedLate[]>();
  for (const reached of await reachedBefore(tx, company, period)) {
    const touched = await touchedBy(tx, company, reached, persons);
    for (const [person, line] of await differencesOf(tx, company, reached, touched, anew))
      carried.set(person, [...(carried.get(person) ?? []), line]);
  }
  return carried;
}

/** The closed periods whose differences this one takes over. */
export async function reachedBefore(tx: Tx, company: string, period: Period): Promise<ReachedPeriod[]> {
  const reached = await reachedPeriods(tx, company, period.kind);
  const [last] = reached;
  return last && (await isNextAfter(tx, company, period, last.closedUntil)) ? reached : [];
}

/** Nobody has a card of any period that lies between. */
async function isNextAfter(tx: Tx, company: string, { kind, from }: Period, closedUntil: string): Promise<boolean> {
  if (from <= closedUntil) return false;
  const between: Period[] = [];
  for (let one = periodContaining(kind, addDays(closedUntil, 1)); one.from < from; one = periodAfter(one)) between.push(one);
  if (between.length === 0) return true;
  return between.length <= mostBetween && (await assessedCounts(tx, company, between)).size === 0;
}

/** Where nobody was assessed for so long, what was before is over. */
const mostBetween = 24;

/** @param persons null = everybody. In the order of logins */
export async function touchedBy(tx: Tx, company: string, reached: ReachedPeriod, persons: readonly string[] | null): Promise<Touched[]> {
  const late = await lateByOwner(tx, company, reached);
  const people = await assessedPeople(tx, { company, period: reached.days, persons });
  const teams = await teamsOf(tx, people, reached.days.to);
  return people.flatMap((one) => {
    const { logins } = measuredAs(one, teams.get(one.person) ?? []);
    const own = lateOf(late, logins);
    return own.count > 0 ? [{ one, late: own }] : [];
  });
}

/** @param logins whose receivables they are measured by; null = everybody's */
function lateOf(late: ReadonlyMap<string | null, LateOfOwner>, logins: readonly string[] | null): LateOfOwner {
  const keys = logins === null ? [...late.keys()] : [...logins, null];
  const parts = keys.flatMap((key) => late.get(key) ?? []);
  const records = parts.flatMap((part) => part.records).sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return { records: records.slice(0, listedAtMost), count: parts.reduce((sum, { count }) => sum + count, 0) };
}

/** By person; who would have had the same total is left out. */
export async function differencesOf(
  tx: Tx,
  company: string,
  { period, days }: ReachedPeriod,
  touched: readonly Touched[],
  anew: AnewBy,
): Promise<Map<string, CarriedLate>> {
  if (touched.length === 0) return new Map();
  const persons = touched.map(({ one }) => one.person);
  const closed = new Map((await closedInputs(tx, company, period, persons)).map(({ person, inputs }) => [person, inputs]));
  const carried = await carriedOf(tx, company, period, persons);
  const late = new Map(touched.map((one) => [one.one.person, one.late]));
  const made = await anew.make(
    tx,
    { company, period: days },
    touched.map(({ one }) => one),
  );
  const found = new Map<string, CarriedLate>();
  for (const { of, inputs } of made) {
    const kept = closed.get(of.person);
    if (!kept) continue;
    const policy = await anew.policy(company, kept.policyVersion, tx);
    const difference = lateDifference(kept, inputs, carried.get(of.person) ?? 0, policy);
    const { records = [], count = 0 } = late.get(of.person) ?? {};
    if (difference) found.set(of.person, { ofPeriod: period, ...difference, records, more: count - records.length });
  }
  return found;
}

function closedInputs(
  tx: Tx,
  company: string,
  period: string,
  persons: readonly string[],
): Promise<{ person: string; inputs: KeptInputs }[]> {
  return tx.query(
    'select person, inputs from scorecards where company_id = $1 and period = $2 and person = any ($3::text[])',
    [company, period, persons],
    'assessment.closed_inputs',
  );
}
