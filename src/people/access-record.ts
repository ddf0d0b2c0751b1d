import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { Problem } from '../platform/errors/problem.js';
import type { SignedInRequest } from './signed-in-request.js';

export interface RefusedAccess {
  /** Kept when there is such a person. */
  login?: string;
  method: string;
  path: string;
  caseId?: string;
  status: number;
  code: string;
  /** What its sentence is filled with. */
  facts?: Record<string, unknown>;
  requestId: string;
}

/** Answers that do not tell whether there is no such thing, or none for this person. */
const outOfScope: readonly string[] = [
  'case.unknown',
  'company.unknown',
  'evidence.not_found',
  'meeting.unknown',
  'list.unknown',
  'list_row.unknown',
];

/** Rules, but what they refuse is somebody acting in a seat that is not theirs to act in, or looking before it is time. */
const ofTheBoard: readonly string[] = [
  'vote.not_seated',
  'vote.recused',
  'vote.twice',
  'vote.closed',
  'vote.deadline_passed',
  'meeting.not_closed',
  'admin.own_role',
  'seat.admin',
  'seat.own_change',
];

/** Refused by a rule that keeps one person from doing what takes two, or from hiding something: who tried is on the record as well. */
const againstControls: readonly string[] = [
  'writeoff.split',
  'writeoff.same_person',
  'writeoff.approver',
  'waive.split',
  'reversal.same_person',
  'cancel.same_person',
  'correction.same_person',
  'evidence.same_person',
  'attribution.self',
  'attribution.decider',
  'attribution.not_then',
  'attempt.too_late',
  'receipt.by_sales',
  'letterhead.own_change',
  'role_proposal.own',
  'stand_in.gains_role',
  'proposal.same_person',
  'provision.same_person',
  'post.own',
  'appeal.own',
  'appeal.set_by_decider',
  'complaint.own',
  'period.closed',
];

const longestFacts = 2_000;

/** Whether a refusal within an answer is one of access, or of a control. */
export function isForRecord({ status, code }: { status: number; code: string }): boolean {
  return status === 403 || [...outOfScope, ...ofTheBoard, ...againstControls].includes(code);
}

/** Every refused access is on the record (domain.md, "Who may do what"). */
@Injectable()
export class AccessRecord {
  private readonly log = new Logger('AccessRecord');

  constructor(private readonly database: Database) {}

  /**
   * For a refusal that is part of an answer. One that is thrown as a Problem is recorded by itself.
   * Never throws, because the request has failed anyway: what cannot be recorded is logged with all it would have said.
   */
  async refused(access: RefusedAccess): Promise<void> {
    const { login, method, path, caseId, status, code, facts, requestId } = access;
    try {
      const table = againstControls.includes(code) ? 'control_refusals' : 'access_refusals';
      await this.database.query(
        `insert into ${table} (login, method, path, case_id, status, code, request_id, facts)
         values ((select login from people where login = $1), $2, $3, $4, $5, $6, $7, $8::jsonb)`,
        [login ?? null, method, path.slice(0, 500), caseId ?? null, status, code, requestId, kept(facts)],
        `access.refused ${table}`,
      );
    } catch (error) {
      this.log.error({ err: error, refused: access }, 'a refused access could not be recorded');
    }
  }

  /** Records a refusal of the whole request, if it is one of access (not signed in as a known person, role, or out of scope) or of a control. */
  async refusedRequest(request: SignedInRequest, problem: Problem): Promise<void> {
    const login = request.person?.login ?? request.claimedLogin;
    const isUnknown = problem.status === 401 && login !== undefined;
    if (!isUnknown && !isForRecord(problem)) return;
    await this.refused({
      login,
      method: request.method,
      path: request.url.split('?', 1)[0] ?? '',
      caseId: caseOf(problem) ?? (ofTheBoard.includes(problem.code) ? caseOfPath(request) : undefined),
      status: problem.status,
      code: problem.code,
      facts: problem.facts,
      requestId: request.id,
    });
  }
}

/** Nobody makes the record long by what he types. */
function kept(facts: Record<string, unknown> | undefined): string | null {
  const written = facts && JSON.stringify(facts);
  return written === undefined || written.length > longestFacts || written.includes('\\u0000') ? null : written;
}

/** A rule's facts need not name the case that its door does. */
function caseOfPath({ url }: SignedInRequest): string | undefined {
  return /^\/api\/v1\/cases\/(\d{1,18})\//.exec(url)?.[1];
}

/** A case that nobody has can be asked for with any text. */
function caseOf({ facts }: Problem): string | undefined {
  const id = String(facts.case ?? '');
  return /^\d{1,18}$/.test(id) ? id : undefined;
}
