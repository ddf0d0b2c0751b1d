import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { monthEndedBefore } from '../../workflows/overdue-list/terms.js';
import { NightDuties } from '../cases/night-duties.js';
import { Database, type Tx } from '../platform/database/database.js';
import { waitPatiently } from '../platform/database/patient.js';
import { LateLists } from './late-lists.js';
import { agreeWhenDone } from './list-agreement.js';
import { ListDrafts } from './list-drafts.js';

/** What the clock does to the lists of a company: drafts, notes lateness, takes silence for a yes, lets the ledger stand, agrees. */
@Injectable()
export class ListNight implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly drafts: ListDrafts,
    private readonly late: LateLists,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.night(companyId, on));
  }

  /** A list's lateness is noted before anything may freeze it. */
  private async night(companyId: string, on: BusinessDate): Promise<void> {
    const month = monthEndedBefore(on);
    if (month !== undefined) await this.database.transaction((tx) => this.drafts.draftAtNight(tx, companyId, month, on));
    await this.late.note(companyId, on);
    const waiting = await this.database.query<{ id: string }>(
      `select id from overdue_lists where company_id = $1 and status = 'published' order by month`,
      [companyId],
      'lists.published',
    );
    for (const { id } of waiting) await this.database.transaction((tx) => closeTerms(tx, companyId, id, on));
  }
}

async function closeTerms(tx: Tx, companyId: string, list: string, on: BusinessDate): Promise<void> {
  await waitPatiently(tx);
  const [held] = await tx.query(
    `select from overdue_lists where company_id = $1 and id = $2::bigint and status = 'published' for no key update`,
    [companyId, list],
    'lists.hold_at_night',
  );
  if (!held) return;
  await tx.query(silence, [companyId, list, on], 'lists.silence');
  await tx.query(ledgerStands, [companyId, list, on], 'lists.ledger_stands');
  await agreeWhenDone(tx, { companyId, list }, { by: 'clock', on });
}

const keep = (kind: string) => `
  insert into overdue_list_events (company_id, list_id, row_id, kind, by, business_date, facts)
  select $1, $2::bigint, id, '${kind}', 'clock', $3, jsonb_build_object('until', until) from ended order by id`;

/** Silence counts as confirmed, and says so. */
const silence = `
  with ended as (
    update overdue_list_rows r set state = 'silent' from overdue_lists l
    where r.company_id = $1 and r.list_id = $2::bigint and r.state = 'waiting' and l.company_id = $1 and l.id = $2::bigint and l.answers_until < $3::date
    returning r.id, l.answers_until as until)
  ${keep('silent')}`;

const ledgerStands = `
  with ended as (
    update overdue_list_rows r set state = 'ledger_stands'
    where r.company_id = $1 and r.list_id = $2::bigint and r.state = 'disagreed' and r.settle_until < $3::date
    returning r.id, r.settle_until as until)
  ${keep('ledger_stands')}`;
