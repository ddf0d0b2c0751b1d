import QueryStream from 'pg-query-stream';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Circumstances, Command } from '../../../workflows/collection-case/commands.js';
import type { Opening } from '../../../workflows/collection-case/context.js';
import type { Step } from '../../../workflows/collection-case/fold.js';
import type { Recorded } from '../../../workflows/what-if/other-course.js';
import type { RulesInForce } from '../../cases/rules-in-force.js';
import type { Tx } from '../../platform/database/database.js';

interface Row {
  caseId: string;
  businessDate: BusinessDate;
  command: { type: string; told: Omit<Circumstances, 'date'> };
  machineVersion: number;
  policyVersion: number;
  calendarVersion: string;
}

/** Cases by their numbers, after one and up to another. */
export interface Range {
  readonly after: string;
  readonly last: string;
}

const statement = `
  select case_id as "caseId", business_date as "businessDate", command, machine_version as "machineVersion", policy_version as "policyVersion",
    calendar_version as "calendarVersion"
  from case_journal where company_id = $1 and case_id > $2 and case_id <= $3 and business_date <= $4 order by case_id, seq`;

/** The journals of the range, one after the other; never more than one is held. The connection takes no other query until the last was read. */
export async function* readRecorded(
  tx: Tx,
  companyId: string,
  { after, last }: Range,
  until: BusinessDate,
  rulesInForce: RulesInForce,
): AsyncGenerator<Recorded> {
  const rows = tx.client.query(new QueryStream(statement, [companyId, after, last, until], { batchSize: 200 }));
  let current: (Recorded & { steps: Step[] }) | undefined;
  for await (const row of rows as AsyncIterable<Row>) {
    const rules = await rulesInForce.at(companyId, { ...row, calendarVersion: Number(row.calendarVersion) });
    const { told: around, ...command } = row.command;
    const told = { ...around, date: row.businessDate };
    if (command.type === 'openCase') {
      if (current) yield current;
      const { type: _, ...opening } = command;
      current = { opening: opening as unknown as Opening, openedBy: told, openingRules: rules, steps: [] };
    } else if (current?.opening.caseId === row.caseId) current.steps.push({ command: command as unknown as Command, told, rules });
    else throw new Error(`the journal of case ${row.caseId} does not begin with its opening`);
  }
  if (current) yield current;
}
