import { Injectable } from '@nestjs/common';
import type { CommandOf } from '../../workflows/collection-case/commands.js';
import type { Answer } from '../cases/answer.js';
import { apiJson } from '../cases/api-json.js';
import { CaseDesk } from '../cases/case-desk.js';
import { Idempotency } from '../cases/idempotency.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import { AccessRecord, isForRecord } from '../people/access-record.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { meetingOf } from './meeting-rows.js';

export interface GroupVote {
  customer: string;
  vote: CommandOf<'castVote'>;
}

export type VoteAnswer =
  | { case: string; version: number; entries: unknown }
  | { case: string; status: number; code: string; facts: Record<string, unknown> };

/** One vote for all cases of a customer; each is answered by itself, as if it had been voted on alone. */
@Injectable()
export class GroupVotes {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly idempotency: Idempotency,
    private readonly record: AccessRecord,
  ) {}

  /** @throws Problem 404 `meeting.unknown`, 409 `meeting.not_open`, `meeting.no_items_of` */
  async cast(
    person: CurrentPerson,
    id: string,
    { customer, vote }: GroupVote,
    key: string | undefined,
    origin: { path: string; requestId: string },
  ): Promise<VoteAnswer[]> {
    const { companyId } = await meetingOf(this.database, id, person);
    const { answer } = await this.idempotency.once(person.login, key, { meeting: id, customer, vote }, async (tx) => {
      const cases = await this.casesOf(tx, companyId, id, customer, person);
      const answers = await this.desk.submit(
        cases.map((caseId) => ({ companyId, caseId, command: vote, version: 'any' })),
        { kind: 'person', person },
        { within: tx },
      );
      return { status: 200, answer: answers.map(answered) };
    });
    const answers = answer as VoteAnswer[];
    for (const one of answers)
      if ('code' in one && isForRecord(one))
        await this.record.refused({
          ...origin,
          login: person.login,
          method: 'POST',
          caseId: one.case,
          status: one.status,
          code: one.code,
          facts: one.facts,
        });
    return answers;
  }

  private async casesOf(tx: Tx, companyId: string, id: string, customer: string, person: CurrentPerson): Promise<string[]> {
    const { status } = await meetingOf(tx, id, person);
    if (status !== 'open') throw new Problem(409, 'meeting.not_open', { status });
    const values: unknown[] = [companyId, id, customer];
    const scope = caseScope(person, 'c', values);
    const rows = await tx.query<{ id: string }>(
      `select c.id from agenda_items a join cases c on c.company_id = a.company_id and c.id = a.case_id
       where a.company_id = $1 and a.meeting_id = $2 and a.outcome = 'open' and c.customer = $3 and ${scope} order by c.id`,
      values,
    );
    if (rows.length === 0) throw new Problem(409, 'meeting.no_items_of', { customer });
    return rows.map((row) => row.id);
  }
}

function answered(answer: Answer): VoteAnswer {
  if (answer.accepted) return { case: answer.caseId, version: answer.version, entries: apiJson(answer.entries) };
  const { status, code, facts } = refusalProblem(answer.refusal);
  return { case: answer.caseId, status, code, facts };
}
