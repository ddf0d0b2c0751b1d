import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { CaseDesk } from '../cases/case-desk.js';
import { Database, type Tx } from '../platform/database/database.js';
import { recordEvents } from './list-events.js';

interface LateList {
  id: string;
  month: string;
  publishBy: BusinessDate;
  publishedOn: BusinessDate | null;
}

const casesAtOnce = 500;

/** A list that is not published in time is a fact in each of its cases (domain.md, The monthly list), once, whether it was published later or never. */
@Injectable()
export class LateLists {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
  ) {}

  async note(companyId: string, on: BusinessDate): Promise<void> {
    const late = await this.database.query<LateList>(
      `select id, month, publish_by as "publishBy", published_on as "publishedOn" from overdue_lists l
       where company_id = $1 and publish_by < $2 and (published_on is null or published_on > publish_by)
         and not exists (select from overdue_list_events e where e.company_id = $1 and e.list_id = l.id and e.row_id is null and e.kind = 'late')
       order by month`,
      [companyId, on],
      'lists.late',
    );
    for (const list of late) await this.noteOne(companyId, on, list);
  }

  /** Broken off, it goes on with the cases that have no such fact yet. */
  private async noteOne(companyId: string, on: BusinessDate, list: LateList): Promise<void> {
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const from: string = after;
      after = await this.database.transaction((tx) => this.noteSome(tx, companyId, on, list, from));
    }
    const { month: _, ...facts } = numbersOf(list);
    await this.database.transaction((tx) => recordEvents(tx, { companyId, list: list.id }, { by: 'clock', on }, [{ kind: 'late', facts }]));
  }

  /** @returns the last case looked at; undefined when none is left */
  private async noteSome(tx: Tx, companyId: string, on: BusinessDate, list: LateList, after: string): Promise<string | undefined> {
    const found = await tx.query<{ caseId: string }>(
      selectUnnoted,
      [companyId, list.id, after, casesAtOnce, list.month],
      'lists.late_cases',
    );
    const command = { type: 'recordFact', fact: 'list_late', on, numbers: numbersOf(list) } as const;
    const answers = await this.desk.submit(
      found.map(({ caseId }) => ({ companyId, caseId, command })),
      { kind: 'clock', on },
      { within: tx },
    );
    for (const answer of answers) if (!answer.accepted) throw new Error(`case ${answer.caseId} refuses a fact by ${answer.refusal.key}`);
    return found.length < casesAtOnce ? undefined : found.at(-1)?.caseId;
  }
}

function numbersOf({ month, publishBy, publishedOn }: LateList) {
  return { month, publishBy, ...(publishedOn !== null && { publishedOn }) };
}

const selectUnnoted = `
  select r.case_id as "caseId" from overdue_list_rows r join cases c on c.company_id = r.company_id and c.id = r.case_id
  where r.company_id = $1 and r.list_id = $2::bigint and r.case_id > $3::bigint
    and not exists (select from jsonb_array_elements(c.snapshot -> 'context' -> 'facts') f
                    where f ->> 'kind' = 'list_late' and f -> 'numbers' ->> 'month' = $5)
  order by r.case_id limit $4`;
