import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { NightDuties } from '../../cases/night-duties.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { waitPatiently } from '../../platform/database/patient.js';

/** Spans of flows that are counted beforehand: since the first of the month, and so many days back. */
export function usualSpans(on: BusinessDate): BusinessDate[] {
  return [`${on.slice(0, 8)}01`, ...spanDays.map((days) => addDays(on, -days))];
}

export const spanDays = [30, 90, 365] as const;

/**
 * Counts what the overview shows of a company: what is open by owner, state and age, where cases went, what money they brought.
 * The night does it after the cases were advanced; whoever wants it fresher may have it counted again during the day.
 */
@Injectable()
export class DayCount implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.count(companyId, on));
  }

  /** As the books are now, under this day. Counting twice changes nothing but what has changed meanwhile. */
  count(companyId: string, on: BusinessDate): Promise<void> {
    return this.database.transaction(async (tx) => {
      await waitPatiently(tx);
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('analysis.day_count ' || $1, 0))`, [companyId], 'day_count.lock');
      await tx.query(
        `insert into day_counts (company_id, business_date, counted_at) values ($1, $2, now())
         on conflict (company_id, business_date) do update set counted_at = now()`,
        [companyId, on],
        'day_count.begin',
      );
      await countStanding(tx, companyId, on);
      await countMoves(tx, companyId, on);
      await countFlows(tx, companyId, on);
      await tx.query(dropOld, [companyId, on], 'day_count.drop_old');
    });
  }
}

async function countStanding(tx: Tx, companyId: string, on: BusinessDate): Promise<void> {
  await tx.query('delete from day_figures where company_id = $1 and business_date = $2', [companyId, on], 'day_count.clear_figures');
  await tx.query(standing, [companyId, on]);
}

/** From the last day that was counted: what happened on it after its count belongs to it, too. */
async function countMoves(tx: Tx, companyId: string, on: BusinessDate): Promise<void> {
  const [since] = await tx.query<{ day: BusinessDate }>(
    `select coalesce(max(business_date), $2::date - 1) as day from day_counts where company_id = $1 and business_date < $2`,
    [companyId, on],
    'day_count.since',
  );
  const days = [companyId, since?.day, on];
  await tx.query('delete from day_moves where company_id = $1 and business_date between $2 and $3', days, 'day_count.clear_moves');
  await tx.query('delete from day_money where company_id = $1 and business_date between $2 and $3', days, 'day_count.clear_money');
  // To plan what finds nothing takes longer than all else of a quiet day.
  const some = await tx.query(someEntry, days);
  if (some.length === 0) return;
  await tx.query(moves, days);
  await tx.query(money, days);
}

async function countFlows(tx: Tx, companyId: string, on: BusinessDate): Promise<void> {
  await tx.query('delete from day_flows where company_id = $1 and until <= $2', [companyId, on], 'day_count.clear_flows');
  const [last] = await tx.query<{ day: BusinessDate | null }>(lastMoves, [companyId, on]);
  const moved = last?.day ?? null;
  for (const since of new Set(usualSpans(on))) if (moved !== null && since <= moved) await tx.query(flows, [companyId, since, on]);
}

// The statements below have no name, so that each is planned for the tables as they are: a plan that is kept from days
// without cases would look every entry of the journal up by reading all of it.

/** Both halves come from indexes: open cases from the one of the worklist's sums, what is not due from the one of items without a case. */
const standing = `
  insert into day_figures (company_id, business_date, owner, currency, state, docketed, bucket, items, amount)
  select $1, $2::date, owner, currency, state, docketed, bucket, count(*), sum(balance) from (
    select c.owner, coalesce(f.currency, 'CNY') as currency, split_part(c.collection, '.', 1) as state, c.docketed_on is not null as docketed,
      greatest(0, least(7, ($2::date - c.due_on + 29) / 30)) as bucket, c.balance
    from cases c left join receivables f on f.company_id = $1 and f.id = c.receivable_id and f.currency <> 'CNY'
    where c.company_id = $1 and not c.closed
    union all
    select r.owner, r.currency, 'notDue', false, greatest(-3, least(0, -(r.due_on - $2::date) / 30)), r.balance
    from receivables r where r.company_id = $1 and r.balance > 0 and not r.has_case) t
  group by owner, currency, state, docketed, bucket`;

const someEntry = 'select from case_journal where company_id = $1 and business_date between $2::date and $3::date limit 1';

const lastMoves = 'select max(business_date) as day from day_moves where company_id = $1 and business_date <= $2::date';

const outer = (state: string) =>
  `case jsonb_typeof(${state} -> 'collection') when 'string' then ${state} ->> 'collection' else (select jsonb_object_keys(${state} -> 'collection') limit 1) end`;

/** A case's day: the state before its first entry, the one after its last, and the money between. */
const moves = `
  insert into day_moves (company_id, business_date, case_id, owner, currency, docketed, from_state, to_state, received, recovered)
  select $1, d.business_date, d.case_id, c.owner, coalesce(f.currency, 'CNY'), c.docketed_on is not null, d.from_state, d.to_state, d.received, d.recovered
  from (
    select t.business_date, t.case_id, t.received, t.recovered, ${outer('l.state')} as to_state,
      case when p.state is null then 'new' else ${outer('p.state')} end as from_state
    from (
      select j.business_date, j.case_id, min(j.seq) as first, max(j.seq) as last, coalesce(sum(m.received), 0) / 100.0 as received,
        coalesce(sum(m.recovered), 0) / 100.0 as recovered
      from case_journal j left join lateral (
        select sum((e ->> 'amountCents')::bigint * case e ->> 'type' when 'receiptApplied' then 1 when 'receiptReversed' then -1 else 0 end) as received,
          sum((e ->> 'amountCents')::bigint * case e ->> 'type' when 'recoveryReceived' then 1 when 'recoveryReversed' then -1 else 0 end) as recovered
        from jsonb_array_elements(j.entries) e
        where e ->> 'type' in ('receiptApplied', 'receiptReversed', 'recoveryReceived', 'recoveryReversed')) m on true
      where j.company_id = $1 and j.business_date between $2::date and $3::date
      group by j.business_date, j.case_id) t
    join case_journal l on l.company_id = $1 and l.case_id = t.case_id and l.seq = t.last
    left join case_journal p on p.company_id = $1 and p.case_id = t.case_id and p.seq = t.first - 1) d
  join cases c on c.company_id = $1 and c.id = d.case_id
  left join receivables f on f.company_id = $1 and f.id = c.receivable_id and f.currency <> 'CNY'
  where d.from_state <> d.to_state or d.received <> 0 or d.recovered <> 0`;

const money = `
  insert into day_money (company_id, business_date, owner, currency, docketed, cases, received, recovered)
  select $1, business_date, owner, currency, docketed, count(*), sum(received), sum(recovered) from day_moves
  where company_id = $1 and business_date between $2 and $3 and (received <> 0 or recovered <> 0)
  group by business_date, owner, currency, docketed`;

/** Under the owner whom the case had at its last move. */
const flows = `
  insert into day_flows (company_id, since, until, owner, currency, docketed, from_state, to_state, cases)
  select $1, $2::date, $3::date, l.owner, l.currency, l.docketed, f.from_state, l.to_state, count(*)
  from (
    select case_id, min(business_date) as first, max(business_date) as last from day_moves
    where company_id = $1 and business_date between $2::date and $3::date and from_state <> to_state group by case_id) t
  join day_moves f on f.company_id = $1 and f.case_id = t.case_id and f.business_date = t.first
  join day_moves l on l.company_id = $1 and l.case_id = t.case_id and l.business_date = t.last
  where f.from_state <> l.to_state
  group by l.owner, l.currency, l.docketed, f.from_state, l.to_state`;

/** What stays is what series are drawn from: the first of each month, which is how the month before ended. */
const dropOld = `
  delete from day_figures where company_id = $1 and business_date < $2::date - 62 and extract(day from business_date) <> 1`;
