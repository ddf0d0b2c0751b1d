import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Tx } from '../platform/database/database.js';

export const eventKinds = [
  'drafted',
  'published',
  'late',
  'agreed',
  'confirmed',
  'silent',
  'objected',
  'accepted',
  'rejected',
  'proposed',
  'settled',
  'ledger_stands',
] as const;

export interface ListEvent {
  readonly kind: (typeof eventKinds)[number];
  /** Left out: of the whole list. */
  readonly row?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Puts on record what happened to a list or its rows. @param by a login, or clock */
export async function recordEvents(
  tx: Pick<Tx, 'query'>,
  { companyId, list }: { companyId: string; list: string },
  { by, on }: { by: string; on: BusinessDate },
  events: readonly ListEvent[],
): Promise<void> {
  await tx.query(
    `insert into overdue_list_events (company_id, list_id, row_id, kind, by, business_date, facts)
     select $1, $2::bigint, "row", kind, $3, $4, coalesce(facts, '{}') from jsonb_to_recordset($5::jsonb) as e ("row" bigint, kind text, facts jsonb)`,
    [companyId, list, by, on, JSON.stringify(events)],
    'lists.events',
  );
}
