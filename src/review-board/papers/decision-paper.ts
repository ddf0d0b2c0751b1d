import { daysBetween } from '../../../workflows/calendar/dates.js';
import { disagree } from '../../../workflows/collection-case/changes/follow-up.js';
import type { Rules } from '../../../workflows/collection-case/commands.js';
import { acceptedEvidence, type CaseContext, overdueDays } from '../../../workflows/collection-case/context.js';
import type { CaseValue } from '../../../workflows/collection-case/decide.js';
import type { Json } from '../../../workflows/collection-case/entries.js';
import { limitationEnd } from '../../../workflows/dunning/limitation.js';
import { completeGrounds, missingForBadDebt } from '../../../workflows/evidence/grounds.js';
import { formatAmount } from '../../../workflows/money.js';
import { apiJson } from '../../cases/api-json.js';
import type { EvidenceTitle } from '../../evidence/evidence-titles.reader.js';
import type { CustomerHistory } from '../../receivables/customer-history.reader.js';
import type { DecisionPaper } from './papers.shapes.js';
import type { Precedent } from './precedents.js';

/** A case of the agenda as it was read, with all that stands beside it. */
export interface PaperMaterial {
  caseId: string;
  outcome: string;
  value: CaseValue;
  context: CaseContext;
  ownerName: string;
  attempts: Json[];
  history: CustomerHistory | undefined;
  titles: ReadonlyMap<string, EvidenceTitle>;
  precedents: readonly Precedent[];
}

/** What the board has to know to decide on a case. Nobody's vote is in it. */
export function decisionPaper(material: PaperMaterial, today: string, rules: Rules): DecisionPaper {
  const { caseId, outcome, value, context, ownerName, attempts, history, precedents } = material;
  const { position, view, attribution, dispute, plan } = context;
  // A running grace has taken over the plan that was voted on.
  const granted = value.collection === 'gracePeriod' ? context.grace?.instalments : undefined;
  const limitationEndsOn = limitationEnd(context, rules.policy);
  const { receipts = [], standing = [], creditChecks = [], ...customer } = history ?? {};
  return {
    case: caseId,
    outcome,
    customer: { code: context.customer, ...(told(customer) as object) },
    document: context.document,
    instalment: context.instalment,
    issuedOn: context.issuedOn,
    dueOn: context.dueOn,
    currency: context.currency,
    amount: formatAmount(context.amountCents),
    balance: formatAmount(context.balanceCents),
    received: formatAmount(context.receivedCents),
    overdueDays: overdueDays(context, today),
    owner: { login: context.owner, name: ownerName },
    unconfirmed: context.unconfirmed,
    newFact: toldOrNull(context.newFact),
    attempts: { count: context.attempts.count, lastOn: context.attempts.lastOn ?? null, latest: told(attempts) as object[] },
    promises: told(context.promises) as object[],
    position: toldOrNull(position),
    view: toldOrNull(view),
    salesAndFinanceDisagree: view !== undefined && position !== undefined && disagree(context, view.view),
    dispute: dispute ? { state: value.customerDispute, ...(told(dispute) as object) } : { state: value.customerDispute },
    creditChecks,
    evidence: evidenceOf(material, today, rules),
    facts: told(context.facts) as object[],
    attribution: attribution
      ? {
          state: value.attribution,
          shares: told(attribution.shares) as object[],
          proposedBy: attribution.proposedBy,
          proposedOn: attribution.proposedOn,
        }
      : null,
    limitation: {
      from: context.limitationFrom ?? context.dueOn,
      endsOn: limitationEndsOn,
      daysLeft: daysBetween(today, limitationEndsOn),
    },
    letters: told(context.letters) as object[],
    plan: plan
      ? { accepted: plan.acceptedOn !== undefined, ...(told(plan) as object) }
      : granted
        ? { accepted: true, instalments: told(granted) }
        : null,
    before: {
      graceMonthsGranted: context.graceMonthsGranted,
      continuedTimes: context.continuedTimes,
      deferredTimes: context.deferredTimes,
      decided: context.decided ? { meeting: context.decided.meeting, on: context.decided.on, outcome: context.decided.outcome } : null,
    },
    payments: { receipts, standing },
    precedents: [...precedents],
  };
}

/** What there is, what of it counts in an open round, and what a bad debt lacks with that. */
function evidenceOf({ context, titles }: PaperMaterial, today: string, { policy }: Rules): DecisionPaper['evidence'] {
  const frozen = context.round?.evidence;
  const accepted = acceptedEvidence(context);
  const counting = frozen ? accepted.filter(({ id }) => frozen.some((known) => known.id === id)) : accepted;
  return {
    documents: context.evidence.map(({ id, sha256, kind, ground, attachedBy, attachedOn, acceptedBy, withdrawnReason }) => {
      const { fileName = '', issuer = null, documentDate = null } = titles.get(id) ?? {};
      const state = withdrawnReason !== undefined ? 'withdrawn' : acceptedBy !== undefined ? 'accepted' : 'waiting';
      const own = {
        id,
        sha256,
        kind,
        ground,
        fileName,
        issuer,
        documentDate,
        attachedBy,
        attachedOn,
        acceptedBy: acceptedBy ?? null,
        state,
      };
      return { ...own, counts: counting.some((one) => one.id === id) };
    }),
    completeGrounds: completeGrounds(counting, context, today, policy),
    missingForBadDebt: missingForBadDebt(counting, context, today, policy),
    frozen: frozen !== undefined,
  };
}

/** As the API writes it: amounts as text. */
function told(value: unknown): Json {
  return apiJson(value as Json) ?? null;
}

function toldOrNull(value: object | undefined): object | null {
  return value === undefined ? null : (told(value) as object);
}
