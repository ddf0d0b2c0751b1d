import Handlebars from 'handlebars';
import { personsNamed } from '../../../workflows/attribution/causes.js';
import { acceptedEvidence } from '../../../workflows/collection-case/context.js';
import { completeGrounds, type Ground, missingForBadDebt } from '../../../workflows/evidence/grounds.js';
import { formatAmount } from '../../../workflows/money.js';
import { type Instalment, planTotal } from '../../../workflows/payment-plan/plan.js';
import { entrySentence, word } from '../../cases/timeline/entry-sentence.js';
import { plainMarks } from '../../cases/timeline/marks.js';
import { money } from '../../platform/i18n/written.js';
import { hasForm } from './actions-view.js';
import type { CaseLooked } from './case-look.js';

/** What stands beside the case, each a panel; those that have nothing to say are left out. */
export function panelsView(looked: CaseLooked) {
  const { context, value } = looked.found.stored;
  return {
    chased: chased(looked),
    plan: context.plan && planView(context.plan, context.balanceCents),
    grace: context.grace && graceView(looked),
    dispute: disputeView(looked),
    evidence: looked.found.showsEvidence ? evidenceView(looked) : undefined,
    attribution: context.attribution && attributionView(looked, value.attribution),
    facts: context.facts.map((fact) => factView(fact, looked)),
    corrections: context.corrections.map(({ id, askedBy, reason }) => ({ id, askedBy: looked.telling.name(askedBy), reason })),
    letters: context.letters.toReversed().map((letter) => ({
      ...letter,
      paper: looked.papers.find((paper) => paper.level === letter.level && paper.sentOn === letter.sentOn)?.id,
      level: plain('level', String(letter.level), looked),
      channel: plain('channel', letter.channel, looked),
    })),
    letterDue: context.letterDue && { ...context.letterDue, level: plain('level', String(context.letterDue.level), looked) },
    receipts: looked.sale.money.map((one) => ({ ...one, instrument: one.instrument && plain('instrument', one.instrument, looked) })),
    others: looked.others,
  };
}

function plain(fact: string, value: string, { telling }: CaseLooked): string {
  return word(fact, value, { ...telling, marks: plainMarks });
}

function chased(looked: CaseLooked): object {
  const { context } = looked.found.stored;
  const { attempts } = looked.course;
  return {
    count: context.attempts.count,
    attempts: attempts.slice(0, 4).map((attempt) => ({
      on: attempt.on,
      // Not `with`, which is a word of the templates.
      whom: attempt.with,
      channel: plain('channel', attempt.channel, looked),
      outcome: plain('outcome', attempt.outcome, looked),
      by: looked.telling.name(attempt.by),
    })),
    promises: context.promises.toReversed().map(({ amountCents, receivedCents, ...promise }) => ({
      ...promise,
      amount: money(amountCents),
      received: receivedCents > 0 ? money(receivedCents) : undefined,
    })),
    pauses: context.pauses.filter(({ until }) => until >= looked.day.date),
  };
}

function rowsOf(instalments: readonly Instalment[]): object[] {
  let sum = 0;
  return instalments.map(({ dueOn, amountCents }, i) => {
    sum += amountCents;
    return { number: i + 1, dueOn, amount: money(amountCents), sum: money(sum) };
  });
}

function planView(plan: NonNullable<CaseLooked['found']['stored']['context']['plan']>, balanceCents: number): object {
  const short = planTotal(plan.instalments) - (plan.acceptedOn === undefined ? balanceCents : planTotal(plan.instalments));
  return {
    accepted: plan.acceptedOn,
    rows: rowsOf(plan.instalments),
    balance: money(balanceCents),
    // A minus sign, not a hyphen.
    short: short === 0 ? undefined : `${short < 0 ? '−' : '+'}${money(Math.abs(short))}`,
  };
}

function graceView({ found, day }: CaseLooked): object {
  const { grace } = found.stored.context;
  if (!grace) return {};
  const received = grace.inflows.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const isRunning = grace.brokenOn === undefined && grace.endsOn >= day.date;
  return { ...grace, isRunning, rows: rowsOf(grace.instalments), received: money(received) };
}

function disputeView(looked: CaseLooked): object | undefined {
  const { context, value } = looked.found.stored;
  const state = value.customerDispute;
  if (state === 'none') return undefined;
  const { dispute } = context;
  return {
    state,
    reason: dispute && plain('reason', dispute.reason, looked),
    contested: dispute && money(dispute.contestedCents),
    raisedOn: dispute?.raisedOn,
    raisedBy: dispute && looked.telling.name(dispute.raisedBy),
  };
}

/** What bears on a bad debt: every ground that has a document, and what is still missing, as the vote's rule says it. */
function evidenceView(looked: CaseLooked): object | undefined {
  const { found, day, documents, possible } = looked;
  const { context } = found.stored;
  const standing = context.evidence.filter(({ withdrawnReason }) => withdrawnReason === undefined);
  const accepted = acceptedEvidence(context);
  const complete = completeGrounds(accepted, context, day.date, day.rules.policy);
  const missing = missingForBadDebt(accepted, context, day.date, day.rules.policy);
  const isOffered = context.firstDocketed !== undefined || context.evidence.length > 0 || context.evidenceRequested;
  if (!isOffered && !possible.allowed.includes('attachEvidence')) return undefined;
  const kept = (item: (typeof context.evidence)[number]) => ({
    ...item,
    fileName: documents.get(item.id)?.fileName ?? item.id,
    kind: plain('kind', item.kind, looked),
    by: looked.telling.name(item.acceptedBy ?? item.attachedBy),
    path: `/cases/${found.caseId}/evidence/${item.id}`,
  });
  const grounds: Ground[] = [...new Set(standing.map(({ ground }) => ground))];
  return {
    grounds: grounds.map((ground) => {
      const items = standing.filter((item) => item.ground === ground);
      const isWaiting = items.some(({ acceptedBy }) => acceptedBy === undefined);
      const mark = complete.includes(ground) ? 'ok' : isWaiting ? 'wait' : 'miss';
      return { name: plain('ground', ground, looked), mark, items: items.map(kept) };
    }),
    missing,
    withdrawn: context.evidence.filter(({ withdrawnReason }) => withdrawnReason !== undefined).map(kept),
    requested: context.evidenceRequested,
    carries: missing.length === 0,
    mayAttach: possible.allowed.includes('attachEvidence'),
    doPath: `/cases/${found.caseId}?do=attachEvidence`,
  };
}

function attributionView(looked: CaseLooked, state: string): object | undefined {
  const { found, told, possible, telling } = looked;
  const { attribution } = found.stored.context;
  if (!attribution) return undefined;
  const me = told.by.kind === 'person' ? told.by.login : undefined;
  let from = 0;
  const shares = attribution.shares.map((share) => {
    const percent = share.shareHundredths / 100;
    const at = from;
    from += percent;
    const deduction = attribution.deductions.find(({ person, cause }) => person === share.person && cause === share.cause);
    return {
      who: share.person === undefined ? plain('party', share.party, looked) : telling.name(share.person),
      isMe: share.person !== undefined && share.person === me,
      percent,
      from: `${at}%`,
      // A hair of paper between two shares.
      width: `${Math.max(0, percent - 0.4)}%`,
      fill: share.party === 'customer' || share.party === 'force_majeure' ? 'f2' : at === 0 ? 'fi' : 'f0',
      cause: plain('cause', share.cause, looked),
      note: share.note,
      points: deduction && formatAmount(deduction.pointsHundredths),
      accepted: share.person !== undefined && attribution.accepted.includes(share.person),
      answers: share.person !== undefined && state === 'proposed',
    };
  });
  const answers = ['acceptAttribution', 'contestAttribution', 'appealAttribution', 'decideAttribution'];
  return {
    state: `cases:state.attribution.${state}`,
    isFinal: state === 'final',
    proposedBy: telling.name(attribution.proposedBy),
    proposedOn: attribution.proposedOn,
    silentOn: personsNamed(attribution.shares).length > 0 ? attribution.silentOn : undefined,
    decideBy: attribution.decideBy,
    shares,
    answers: possible.allowed
      .filter((type) => answers.includes(type) && hasForm(type))
      .map((type) => ({ type, path: `/cases/${found.caseId}?do=${type}` })),
  };
}

function factView(fact: CaseLooked['found']['stored']['context']['facts'][number], { day, telling }: CaseLooked): object {
  const { text } = entrySentence({ type: 'factFound', fact: fact.kind, ...fact.numbers }, telling);
  const points = Object.entries(day.rules.policy.deductionBasePoints).find(([cause]) => cause === fact.kind)?.[1];
  return { on: fact.on, text: new Handlebars.SafeString(text), points };
}
