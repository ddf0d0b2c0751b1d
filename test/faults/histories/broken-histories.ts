import { caseColumns } from '../../../src/cases/decided.js';
import type { RulesInForce } from '../../../src/cases/rules-in-force.js';
import { collectionPath } from '../../../workflows/collection-case/decide.js';
import { nextDunningOn } from '../../../workflows/collection-case/dunning.js';
import { nextDateOf } from '../../../workflows/collection-case/next-date.js';
import { type FoldedRow, foldOf } from '../../support/journal-proof.js';
import type { Vandal } from '../../support/vandal.js';
import type { Harm } from './every-column.js';
import type { Picks } from './picks.js';

interface Victim {
  readonly id: string;
  readonly entries: number;
}

interface Scene {
  readonly vandal: Vandal;
  readonly picks: Picks;
  readonly rules: RulesInForce;
}

type Break = (scene: Scene, victim: Victim, other: Victim) => Promise<unknown>;

/** What can be done to the rows of a history. */
const breaks: Readonly<Record<string, Break>> = {
  'an entry dropped': ({ vandal, picks }, { id, entries }) =>
    vandal.query('delete from case_journal where case_id = $1 and seq = $2', [id, 2 + (picks.next() % (entries - 2))]),
  'the first entry dropped': ({ vandal }, { id }) => vandal.query('delete from case_journal where case_id = $1 and seq = 1', [id]),
  'the last entry dropped': ({ vandal }, { id, entries }) =>
    vandal.query('delete from case_journal where case_id = $1 and seq = $2', [id, entries]),
  'all entries dropped': ({ vandal }, { id }) => vandal.query('delete from case_journal where case_id = $1', [id]),
  'the case dropped, its entries left': ({ vandal }, { id }) => vandal.query('delete from cases where id = $1', [id]),
  'case and entries dropped': async ({ vandal }, { id }) => {
    await vandal.query('delete from case_journal where case_id = $1', [id]);
    await vandal.query('delete from cases where id = $1', [id]);
  },
  'two entries swapped': async ({ vandal, picks }, { id, entries }) => {
    const seq = 1 + (picks.next() % (entries - 1));
    await vandal.query('update case_journal set seq = -seq where case_id = $1 and seq in ($2, $2 + 1)', [id, seq]);
    await vandal.query('update case_journal set seq = 2 * $2 + 1 + seq where case_id = $1 and seq < 0', [id, seq]);
  },
  'entries of two cases swapped': ({ vandal }, { id }, other) =>
    vandal
      .query(
        'update case_journal set seq = -seq, case_id = case when case_id = $1 then $2 else $1 end where case_id in ($1, $2) and seq = 2',
        [id, other.id],
      )
      .then(() => vandal.query('update case_journal set seq = -seq where seq < 0')),
  'an entry twice': ({ vandal }, { id, entries }) =>
    vandal.query(
      `insert into case_journal select company_id, case_id, $2 + 1, at, business_date, actor, command, entries, state, machine_version, policy_version,
         calendar_version, prev_hash, hash from case_journal where case_id = $1 and seq = $2`,
      [id, entries],
    ),
  'the tail cut, and the case set back to where it was': ({ vandal, rules }, { id, entries }) => setBack(vandal, rules, id, entries - 1),
  'the tail cut, and the seals without it': async ({ vandal, rules }, { id, entries }) => {
    await setBack(vandal, rules, id, entries - 1);
    await vandal.query('delete from seal_leaves where case_id = $1 and seq = $2', [id, entries]);
  },
  'the chain computed anew, in the seals as well': ({ vandal }, { id }) => vandal.rewrite(id),
};

/** After which nothing but the history can tell what was last: no money, document or deduction comes of them. */
const withoutTrace = [
  'openVoting',
  'closeVoting',
  'castVote',
  'dateReached',
  'proposePlan',
  'logAttempt',
  'recordPromise',
  'raiseDispute',
  'remind',
];

/** Does each to a case of its own. */
export async function breakHistories(vandal: Vandal, picks: Picks, rules: RulesInForce): Promise<Harm[]> {
  const victims = await vandal.query<Victim & Record<string, unknown>>(
    `select c.id, c.version as entries from cases c join case_journal j on j.case_id = c.id and j.seq = c.version
     join seal_leaves l on l.case_id = c.id and l.seq = c.version
     where c.version > 4 and c.company_id = 'C01' and j.command ->> 'type' = any ($1) order by c.id`,
    [withoutTrace],
  );
  const done: Harm[] = [];
  for (const [what, harm] of Object.entries(breaks)) {
    const victim = picks.take(victims);
    const other = harm.length > 2 ? picks.take(victims) : victim;
    if (!victim || !other) throw new Error(`${what}: no case is left`);
    await harm({ vandal, picks, rules }, victim, other);
    done.push({ what: `${what} of case ${victim.id}`, of: victim.id });
  }
  return done;
}

/** As if the entries after it had never been: the case's row is what the fold of the others makes of it. */
async function setBack(vandal: Vandal, rules: RulesInForce, caseId: string, seq: number): Promise<void> {
  await vandal.query('delete from case_journal where case_id = $1 and seq > $2', [caseId, seq]);
  const history = await vandal.query<FoldedRow & { hash: Buffer }>(
    'select company_id, business_date::text, command, machine_version, policy_version, calendar_version, hash from case_journal where case_id = $1 order by seq',
    [caseId],
  );
  const last = history.at(-1);
  if (!last) throw new Error(`case ${caseId} has no history left`);
  const stored = await foldOf(history, rules);
  const inForce = await rules.at(last.company_id, {
    machineVersion: last.machine_version,
    policyVersion: last.policy_version,
    calendarVersion: Number(last.calendar_version),
  });
  const held = { companyId: last.company_id, caseId, receivableId: '', version: seq, stored, lastHash: last.hash, ownersManager: null };
  const context = { ...stored.context, out: { entries: [], effects: [] } };
  const collection = collectionPath(stored.value);
  const columns = caseColumns(held, {
    nextDate: nextDateOf(context, collection, inForce),
    remindOn: nextDunningOn(context, collection, inForce),
  });
  const { company_id: _, id: __, receivable_id: ___, balance_cents: ____, last_hash: hash, ...same } = columns;
  const names = Object.keys(same).join(', ');
  await vandal.query(
    `update cases set (${names}, last_hash) = (select ${names}, decode($3, 'hex') from jsonb_populate_record(null::cases, $2)) where id = $1`,
    [caseId, JSON.stringify(same), hash],
  );
}
