import type { BusinessDate } from '../calendar/dates.js';
import { type AssessmentRefusal, refusal } from './refusal.js';

/** A question against a line or a deduction of a card. */
export interface Appeal {
  readonly id: string;
  readonly person: string;
  readonly status: string;
  readonly decidedBy: string | null;
  readonly decidedOn: BusinessDate | null;
}

/** Who decides, and what they have to do with what is questioned. */
export interface Decider {
  readonly login: string;
  readonly isHr: boolean;
  readonly isGeneralManager: boolean;
  /** Logins of who set or decided what is questioned: scheme, targets, attribution. */
  readonly setBy: readonly string[];
  /** Whether everybody who keeps scores here has a part in it, or none is there. */
  readonly hrIsInvolved: boolean;
}

/** By hr; by the general manager where hr is the person or has set it. Nobody decides on himself or on what he set. */
export function refuseAppealDecision(appeal: Appeal, decider: Decider): AssessmentRefusal | undefined {
  const { login, isHr, isGeneralManager, setBy, hrIsInvolved } = decider;
  if (login === appeal.person) return refusal('appeal.own', { appeal: appeal.id });
  if (setBy.includes(login)) return refusal('appeal.set_by_decider', { appeal: appeal.id, by: login });
  if (!isHr && isGeneralManager && !hrIsInvolved) return refusal('appeal.for_hr', { appeal: appeal.id });
  return refuseDecided(appeal);
}

/** By who raised it. */
export function refuseAppealWithdrawal(appeal: Appeal, by: string): AssessmentRefusal | undefined {
  return by === appeal.person ? refuseDecided(appeal) : refusal('appeal.not_own', { appeal: appeal.id, person: appeal.person });
}

/** @param open the same person's open appeal against the same line or deduction */
export function refuseAppeal(person: string, by: string, open: string | undefined): AssessmentRefusal | undefined {
  if (person !== by) return refusal('appeal.for_another', { person });
  return open === undefined ? undefined : refusal('appeal.open_already', { appeal: open });
}

function refuseDecided({ id, status, decidedBy, decidedOn }: Appeal): AssessmentRefusal | undefined {
  return status === 'open' ? undefined : refusal('appeal.decided', { appeal: id, by: decidedBy ?? '', on: decidedOn ?? '' });
}
