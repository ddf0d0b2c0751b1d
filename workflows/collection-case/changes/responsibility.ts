import { personsNamed, type Share } from '../../attribution/causes.js';
import { nightAfterWorkingDays } from '../../calendar/working-days.js';
import type { Told } from '../commands.js';
import type { Attribution, CaseContext } from '../context.js';
import type { Effect, Entry } from '../entries.js';
import { type Change, type Outcome, personOf, toRole } from './change.js';
import { deductionsOf, reversals } from './deductions.js';

export const attributionProposed: Change<'proposeAttribution'> = (_context, event) => {
  const { shares, reason, told, rules } = event;
  const named = personsNamed(shares);
  const silentOn = nightAfterWorkingDays(rules.calendar, told.date, rules.policy.attributionAnswerWorkingDays);
  const proposed: Attribution = {
    shares,
    proposedBy: personOf(event),
    proposedOn: told.date,
    accepted: [],
    ...(named.length > 0 && { silentOn }),
    decidedBy: [],
    deductions: [],
  };
  return {
    context: { attribution: proposed, proposalDueOn: undefined },
    entries: [{ type: 'attributionProposed', shares: toJson(shares), reason }],
    effects: named.map((person): Effect => ({ type: 'notify', kind: 'attribution_to_answer', to: { person }, facts: { until: silentOn } })),
  };
};

/** One that names nobody is final at once (domain.md, attribution). */
export function namesNobody(_context: CaseContext, event: Told<'proposeAttribution'>): boolean {
  return personsNamed(event.shares).length === 0;
}

export const attributionAccepted: Change<'acceptAttribution'> = ({ attribution }, event) => ({
  ...(attribution && { context: { attribution: { ...attribution, accepted: [...attribution.accepted, personOf(event)] } } }),
  entries: [{ type: 'attributionAccepted', person: personOf(event) }],
});

export function isLastToAccept({ attribution }: CaseContext, event: Told): boolean {
  const waiting = personsNamed(attribution?.shares ?? []).filter((person) => !attribution?.accepted.includes(person));
  return waiting.length === 1 && waiting[0] === personOf(event);
}

export const attributionContested: Change<'contestAttribution'> = (context, event) => ({
  ...waitingForDecision(context, event),
  entries: [{ type: 'attributionContested', person: personOf(event), reason: event.reason }],
  effects: [{ type: 'notify', kind: 'attribution_to_decide', to: toRole('finance_director') }],
});

export const attributionAppealed: Change<'appealAttribution'> = (context, event) => {
  const waiting = waitingForDecision(context, event).context.attribution;
  return {
    ...(waiting && { context: { attribution: { ...waiting, appealedBy: personOf(event) } } }),
    entries: [{ type: 'attributionAppealed', person: personOf(event), reason: event.reason }],
    effects: [{ type: 'notify', kind: 'appeal_to_decide', to: toRole('hr') }],
  };
};

function waitingForDecision({ attribution }: CaseContext, { told, rules }: Told): { context: Partial<CaseContext> } {
  if (!attribution) return { context: {} };
  const decideBy = nightAfterWorkingDays(rules.calendar, told.date, rules.policy.attributionDecisionWorkingDays);
  return { context: { attribution: { ...attribution, silentOn: undefined, decideBy } } };
}

/** Nobody contested, in person or by silence. */
export const attributionFinal: Change<'proposeAttribution' | 'acceptAttribution' | 'dateReached'> = (context, event) => {
  const { attribution } = context;
  if (!attribution) return {};
  const silent =
    event.type === 'dateReached' ? personsNamed(attribution.shares).filter((person) => !attribution.accepted.includes(person)) : [];
  return finished(context, event, attribution, [{ type: 'attributionFinal', shares: toJson(attribution.shares), silent }], []);
};

/** Decided by somebody else: the decision's shares replace the proposal's, and an appeal's replace what was taken. */
export const attributionDecided: Change<'decideAttribution'> = (context, event) => {
  const { attribution } = context;
  if (!attribution) return {};
  const decided = { ...attribution, shares: event.shares, decidedBy: [...attribution.decidedBy, personOf(event)], decideBy: undefined };
  const onAppeal = attribution.appealedBy !== undefined;
  const entry = { type: 'attributionDecided', by: personOf(event), onAppeal, shares: toJson(event.shares), reason: event.reason };
  return finished(context, event, decided, [entry], reversals(attribution));
};

function finished(context: CaseContext, event: Told, attribution: Attribution, entries: Entry[], before: Effect[]): Outcome {
  const { deductions, effects } = deductionsOf(context, attribution.shares, event.rules.policy);
  const told = personsNamed(attribution.shares).map((person): Effect => ({ type: 'notify', kind: 'attribution_final', to: { person } }));
  return {
    context: { attribution: { ...attribution, silentOn: undefined, deductions } },
    entries: [
      ...entries,
      ...deductions.map(({ person, cause, shareHundredths, pointsHundredths }) => ({
        type: 'deductionMade',
        person,
        cause,
        shareHundredths,
        pointsHundredths,
      })),
    ],
    effects: [...before, ...effects, ...told],
  };
}

export function isSilenceOver({ attribution }: CaseContext, { told }: Told): boolean {
  return attribution?.silentOn !== undefined && attribution.silentOn <= told.date;
}

export function isDecisionLate({ attribution }: CaseContext, { told }: Told): boolean {
  return attribution?.decideBy !== undefined && attribution.decideBy <= told.date;
}

export const decisionLate: Change<'dateReached'> = ({ attribution }) => ({
  ...(attribution && { context: { attribution: { ...attribution, decideBy: undefined } } }),
  entries: [{ type: 'decisionLate', appealed: attribution?.appealedBy !== undefined }],
  effects: [{ type: 'notify', kind: 'decision_late', to: toRole(attribution?.appealedBy === undefined ? 'finance_director' : 'hr') }],
});

export function isProposalMissing({ proposalDueOn }: CaseContext, { told }: Told): boolean {
  return proposalDueOn !== undefined && proposalDueOn <= told.date;
}

/** A written-off case without a proposal after 10 working days is a reminder to the chair (domain.md, attribution). */
export const proposalMissing: Change<'dateReached'> = ({ writtenOffOn }) => ({
  context: { proposalDueOn: undefined },
  entries: [{ type: 'proposalMissing', writtenOffOn }],
  effects: [{ type: 'notify', kind: 'proposal_missing', to: toRole('finance_director') }],
});

function toJson(shares: readonly Share[]) {
  return shares.map((share) => ({ ...share }));
}
