import { type Cause, causes, type Policy } from '../policy.js';
import type { Party } from './causes.js';
import type { Fact } from './facts.js';
import { answersFor, type Past } from './owners.js';

/** Whom the company could name for a share: the holders of the role that had to act. */
export interface Staff {
  readonly arClerks: readonly string[];
  readonly legalOfficers: readonly string[];
}

/** A share that the facts speak for. */
export interface Suggestion {
  readonly party: Party;
  /** Left out where several people hold the role that had to act: who it was, people know. */
  readonly person?: string;
  readonly candidates: readonly string[];
  readonly cause: Cause;
  readonly shareHundredths: number;
  /** The facts of the case that it rests on. */
  readonly facts: readonly Fact[];
}

type Blame = Omit<Suggestion, 'shareHundredths'>;

/** The lawyer's letter. */
const lawyersLevel = 4;

/**
 * Shares that the collected facts speak for, adding up to 100, for people to look at and to change: weighed by what their causes cost.
 * Without facts nothing is suggested: whether it was the customer or force majeure is left to people.
 */
export function suggestShares(facts: readonly Fact[], past: Past, staff: Staff, policy: Policy): Suggestion[] {
  const blames = together(facts.flatMap((fact) => blameOf(fact, past, staff)));
  const weights = blames.map(({ cause }) => Math.max(policy.deductionBasePoints[cause], 1));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  return blames.map((blame, index) => {
    const isLast = index === blames.length - 1;
    const shareHundredths = isLast ? 100_00 - given : Math.floor((100_00 * (weights[index] ?? 0)) / whole);
    given += shareHundredths;
    return { ...blame, shareHundredths };
  });
}

function blameOf(fact: Fact, past: Past, { arClerks, legalOfficers }: Staff): Blame[] {
  const cause = causes.find((one) => one === fact.kind);
  if (cause === undefined) return [];
  if (cause === 'dunning_notice_late' || cause === 'list_late') {
    const isLegals = cause === 'dunning_notice_late' && fact.numbers.level === lawyersLevel;
    return [{ ...oneOf(isLegals ? legalOfficers : arClerks), party: isLegals ? 'legal' : 'finance', cause, facts: [fact] }];
  }
  const person = answersFor(fact, past);
  return [{ party: 'sales', ...(person !== undefined && { person }), candidates: [], cause, facts: [fact] }];
}

function oneOf(holders: readonly string[]): Pick<Blame, 'person' | 'candidates'> {
  const [only, ...others] = holders;
  return only !== undefined && others.length === 0 ? { person: only, candidates: [] } : { candidates: holders };
}

/** The same person's same fault counts once, whatever the number of its facts. */
function together(blames: readonly Blame[]): Blame[] {
  const groups = Map.groupBy(blames, ({ party, person, cause }) => `${party} ${person} ${cause}`);
  return [...groups.values()].flatMap((same) => same.slice(0, 1).map((first) => ({ ...first, facts: same.flatMap(({ facts }) => facts) })));
}
