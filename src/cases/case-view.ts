import type { Circumstances, Rules } from '../../workflows/collection-case/commands.js';
import { overdueDays } from '../../workflows/collection-case/context.js';
import { possibilities } from '../../workflows/collection-case/decide.js';
import type { Json } from '../../workflows/collection-case/entries.js';
import { formatAmount } from '../../workflows/money.js';
import { apiJson } from './api-json.js';
import type { HeldCase } from './case-rows.js';
import type { CaseAnswer } from './cases.shapes.js';
import { visibleRound } from './hidden-votes.js';

/** How a refusal reads to the caller. */
export type Say = (key: string, facts: object) => string;

/** A case as it was found for a person. */
export interface SeenCase extends HeldCase {
  readonly nextDate: string | null;
  readonly showsEvidence: boolean;
}

/** One case as `GET /api/v1/cases/:id` answers it for the person whose circumstances these are. */
export function caseView(held: SeenCase, told: Circumstances, rules: Rules, say: Say): CaseAnswer {
  const { context, value } = held.stored;
  const {
    companyId,
    caseId,
    customer,
    document,
    instalment,
    issuedOn,
    dueOn,
    currency,
    amountCents,
    owner,
    round,
    evidence,
    evidenceRequests,
    ...rest
  } = context;
  const facts = {
    ...rest,
    ...(held.showsEvidence && { evidence, evidenceRequests }),
    ...(round && { round: visibleRound(round, readerOf(told)) }),
  };
  const { allowed, refused } = possibilities(held.stored, told, rules);
  return {
    id: caseId,
    company: companyId,
    version: held.version,
    businessDate: told.date,
    state: value,
    receivable: {
      id: held.receivableId,
      customer,
      document,
      instalment,
      issuedOn,
      dueOn,
      currency,
      amount: formatAmount(amountCents),
      owner,
    },
    balance: formatAmount(context.balanceCents),
    overdueDays: overdueDays(context, told.date),
    nextDate: held.nextDate,
    facts: apiJson(facts as unknown as { [key: string]: Json }) as Record<string, unknown>,
    allowed,
    refused: refused.map(({ type, refusal }) => ({ type, code: refusal.key, detail: say(refusal.key, refusal.facts) })),
  };
}

function readerOf({ by }: Circumstances): string {
  return by.kind === 'person' ? by.login : '';
}
