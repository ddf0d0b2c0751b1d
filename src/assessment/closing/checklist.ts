import type { Days } from '../../../workflows/scorecard/assessment-period.js';
import { nameOfPeriod } from '../../../workflows/scorecard/assessment-period.js';
import { type ChecklistItem, type ChecklistKey, checklistKeys } from '../../../workflows/scorecard/closing.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import { needsTarget } from '../../../workflows/scorecard/targets.js';
import type { Tx } from '../../platform/database/database.js';
import { type AssessedPerson } from '../cards/assessed-people.js';
import { targetsInForce } from '../cards/targets-in-force.js';

/** What is left open, with the first of it. */
export interface OpenItem extends ChecklistItem {
  readonly which: readonly string[];
}

const shown = 20;

/** What keeps the period open, in the order in which people are told; nothing that is done stands on it. */
export async function checklist(
  tx: Pick<Tx, 'query'>,
  company: string,
  period: Days & { readonly kind: PeriodKind },
  people: readonly AssessedPerson[],
): Promise<OpenItem[]> {
  const found = await tx.query<{ key: ChecklistKey; which: string }>(statement, [
    company,
    period.from,
    period.to,
    nameOfPeriod(period),
    period.kind,
  ]);
  const all = new Map<ChecklistKey, string[]>(checklistKeys.map((key) => [key, []]));
  for (const { key, which } of found) all.get(key)?.push(which);
  all.set(
    'schemes_unacknowledged',
    people.filter(({ acknowledgedOn }) => acknowledgedOn === null).map(({ person }) => person),
  );
  all.set('targets_missing', await withoutTargets(tx, company, nameOfPeriod(period), people));
  return [...all]
    .filter(([, which]) => which.length > 0)
    .map(([key, which]) => ({ key, count: which.length, which: which.slice(0, shown) }));
}

/** Who is measured against something that nobody has set. */
async function withoutTargets(
  tx: Pick<Tx, 'query'>,
  company: string,
  period: string,
  people: readonly AssessedPerson[],
): Promise<string[]> {
  const teams = [...new Set(people.flatMap(({ team }) => team ?? []))];
  const targets = await targetsInForce(
    tx,
    company,
    period,
    people.map(({ person }) => person),
    teams,
  );
  return people
    .filter(({ person, team, content }) => {
      const own = targets.get(`person ${person}`) ?? (team === null ? undefined : targets.get(`team ${team}`));
      const collects = content.metrics.some(({ key }) => key === 'collection_achievement');
      return (
        (collects && own?.collectionCents === undefined) ||
        content.metrics.some((metric) => needsTarget(metric) && own?.metrics[metric.key] === undefined)
      );
    })
    .map(({ person }) => person);
}

const statement = `
  select 'lists_unsettled' as key, l.month as which from overdue_lists l
  where l.company_id = $1 and l.snapshot_on between $2::date and $3::date and l.status <> 'agreed'
  union all
  select 'attributions_open', '/api/v1/cases/' || c.id from cases c
  where c.company_id = $1 and c.attribution in ('proposed', 'contested', 'appealed')
    and coalesce((c.snapshot -> 'context' -> 'attribution' ->> 'proposedOn')::date <= $3::date, true)
  union all
  select 'write_offs_without_proposal', '/api/v1/cases/' || c.id from cases c
  where c.company_id = $1 and c.collection = 'writtenOff' and c.attribution = 'none' and c.docketed_on is not null
    and coalesce((c.snapshot -> 'context' ->> 'writtenOffOn')::date <= $3::date, true)
  union all
  select 'receipts_unclassified', r.receipt from receipts r
  where r.company_id = $1 and r.derived and r.classified_as is null and r.reversed_on is null and r.value_date <= $3::date
  union all
  select 'complaints_undecided', c.complaint from complaints c
  where c.company_id = $1 and c.kind <> 'other' and c.received_on <= $3::date
    and not exists (select from complaint_decisions d where d.company_id = c.company_id and d.complaint_id = c.id)
  union all
  select 'appeals_open', a.company_id || '.' || a.period || '.' || a.person from scorecard_appeals a
  where a.company_id = $1 and not exists (select from scorecard_appeal_decisions d where d.company_id = a.company_id and d.appeal_id = a.id)
    and (a.period = $4 or exists (
      select from assessment_closings c where c.company_id = a.company_id and c.period = a.period and c.period_kind = $5 and c.to_on < $3::date))
  order by 1, 2`;
