import type { Owned, Past } from '../../workflows/attribution/owners.js';
import type { CommandType, Forgiven } from '../../workflows/collection-case/commands.js';
import { blamingCommands, forgivenSince, forgivingCommands } from '../../workflows/collection-case/forgiving.js';
import type { Tx } from '../platform/database/database.js';
import type { HeldCase } from './case-rows.js';
import type { Day } from './circumstances.js';

/** What the records beside a case say, for the commands whose rules ask it; the journal keeps it with the command. */
export async function surroundingsOf(
  tx: Pick<Tx, 'query'>,
  type: CommandType,
  held: HeldCase,
  day: Day,
): Promise<{ forgiven?: Forgiven; past?: Past }> {
  if (forgivingCommands.includes(type)) return { forgiven: await forgivenBeside(tx, held, day) };
  if (blamingCommands.includes(type)) return { past: await pastOf(tx, held) };
  return {};
}

/** For the screen, which asks about all commands at once: only where one that forgives may be offered. */
export async function surroundingsSeen(tx: Pick<Tx, 'query'>, held: HeldCase, day: Day): Promise<{ forgiven?: Forgiven }> {
  const { balanceCents, writeOff } = held.stored.context;
  const mayBeForgiven = balanceCents > 0 && (writeOff !== undefined || balanceCents <= day.rules.policy.smallBalanceCents);
  return mayBeForgiven ? { forgiven: await forgivenBeside(tx, held, day) } : {};
}

/**
 * Two who forgive at once would not see each other's, and a debt could be split between them: one after the other, company by company.
 * To be taken once all cases are locked.
 */
export async function forgiveInTurn(tx: Tx, commands: readonly { companyId: string; command: { type: CommandType } }[]): Promise<void> {
  const companies = new Set(commands.filter(({ command }) => forgivingCommands.includes(command.type)).map(({ companyId }) => companyId));
  for (const companyId of [...companies].sort())
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('forgiving in ' || $1, 0))`, [companyId], 'cases.forgive_in_turn');
}

/** Who has had the case, by its journal; and who signed the contract. */
export async function pastOf(tx: Pick<Tx, 'query'>, { companyId, caseId, receivableId }: HeldCase): Promise<Past> {
  const owners = await tx.query<Owned>(
    `select owner, business_date as "from" from (
       select j.business_date, j.seq, e.place,
         case e.entry ->> 'type' when 'caseOpened' then e.entry ->> 'owner' when 'reassigned' then e.entry ->> 'to'
           when 'factsCorrected' then e.entry -> 'to' ->> 'owner' end as owner
       from case_journal j cross join jsonb_array_elements(j.entries) with ordinality e (entry, place)
       where j.company_id = $1 and j.case_id = $2) owned
     where owner is not null order by seq, place`,
    [companyId, caseId],
    'cases.owners',
  );
  const [contract] = await tx.query<{ signedBy: string }>(
    `select k.signed_by as "signedBy" from receivables r join contracts k on k.company_id = r.company_id and k.contract = r.contract
     where r.company_id = $1 and r.id = $2`,
    [companyId, receivableId],
    'cases.signer',
  );
  return { owners, ...contract };
}

/** Sums of money are not mixed: what was forgiven in another currency is left out. */
async function forgivenBeside(tx: Pick<Tx, 'query'>, { companyId, caseId, stored }: HeldCase, day: Day): Promise<Forgiven> {
  const { customer, currency } = stored.context;
  const since = forgivenSince(day.date, day.rules.policy);
  const [row] = await tx.query<{ writtenOff: string; waived: string; writeOffDocuments: string[]; waivedDocuments: string[] }>(
    `with debts as (
       select (x.context -> 'writeOff' ->> 'waived')::boolean as waived,
         (x.context ->> 'balanceCents')::bigint + (x.context ->> 'writtenOffCents')::bigint as cents,
         x.context ->> 'document' || case when x.context ->> 'instalment' = '1' then '' else '/' || (x.context ->> 'instalment') end as document
       from cases c cross join lateral (select c.snapshot -> 'context' as context) x
       where c.company_id = $1 and c.customer = $2 and c.id <> $3
         and c.collection in ('writeOff.awaitingApproval', 'writeOff.awaitingPosting', 'writtenOff')
         and x.context ->> 'currency' = $4 and x.context -> 'writeOff' ->> 'resolvedOn' >= $5)
     select coalesce(sum(cents) filter (where not waived), 0) as "writtenOff", coalesce(sum(cents) filter (where waived), 0) as waived,
       coalesce((array_agg(document order by cents desc, document) filter (where not waived))[1:10], '{}') as "writeOffDocuments",
       coalesce((array_agg(document order by cents desc, document) filter (where waived))[1:10], '{}') as "waivedDocuments"
     from debts`,
    [companyId, customer, caseId, currency, since],
    'cases.forgiven',
  );
  return {
    since,
    writeOffs: { amountCents: Number(row?.writtenOff ?? 0), documents: row?.writeOffDocuments ?? [] },
    waivers: { amountCents: Number(row?.waived ?? 0), documents: row?.waivedDocuments ?? [] },
  };
}
