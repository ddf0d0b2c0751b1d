import { addDays, addMonths, type BusinessDate } from '../calendar/dates.js';
import type { Policy } from '../policy.js';
import {
  completedBy,
  completeGrounds,
  type Debt,
  type Document,
  type EvidenceKind,
  type Ground,
  grounds,
  insolvencyGrounds,
  isOldAndSmallEnough,
  type Lack,
  missingForBadDebt,
  standaloneGrounds,
} from './grounds.js';

export interface FiledDocument extends Document {
  readonly id: string;
  readonly attachedByLegalManager: boolean;
  readonly acceptedBy?: string;
  readonly withdrawnReason?: string;
}

/** A kind of document that a ground asks for, by the documents of it. */
export interface NeededKind {
  readonly kind: EvidenceKind;
  readonly state: 'accepted' | 'attached' | 'missing';
  /** Ids of the accepted ones, or else of those that wait. */
  readonly documents: readonly string[];
}

export interface GroundState {
  readonly ground: Ground;
  /** Carries a bad debt with `origin` alone, with `inability_to_pay` as well, or is one of these two. */
  readonly part: 'alone' | 'insolvency' | 'inability_to_pay' | 'origin';
  /** By accepted documents, and by age and size where it asks for them. */
  readonly complete: boolean;
  /** Each is one way to complete it. */
  readonly ways: readonly (readonly NeededKind[])[];
  /** From when on the debt is old enough, for the two grounds of age. */
  readonly oldEnoughFrom?: BusinessDate;
  /** For the small one: whether the balance is small enough now. */
  readonly smallEnough?: boolean;
}

/** Something that somebody has still to do: file a document, or accept one that is filed. */
export type Step =
  | { readonly do: 'attach'; readonly by: 'legal_officer'; readonly ground: Ground; readonly kind: EvidenceKind }
  | {
      readonly do: 'accept';
      readonly by: 'legal_manager' | 'legal_deputy';
      readonly ground: Ground;
      readonly kind: EvidenceKind;
      readonly evidence: string;
    };

export interface Checklist {
  /** A bad debt can be resolved on what is accepted. */
  readonly carries: boolean;
  readonly lacks: readonly Lack[];
  readonly grounds: readonly GroundState[];
  /** The grounds that need the least to carry it together, and what that is; left out once it is carried. */
  readonly nearest?: { readonly grounds: readonly Ground[]; readonly steps: readonly Step[] };
}

/** What a bad debt has and lacks, ground by ground: the board's rule `evidence.required`, spelled out. */
export function checklist(filed: readonly FiledDocument[], debt: Debt, on: BusinessDate, policy: Policy): Checklist {
  const standing = filed.filter(({ withdrawnReason }) => withdrawnReason === undefined);
  const accepted = standing.filter(({ acceptedBy }) => acceptedBy !== undefined);
  const complete = completeGrounds(accepted, debt, on, policy);
  const lacks = missingForBadDebt(accepted, debt, on, policy);
  const states = grounds.map((ground): GroundState => {
    const ways = completedBy[ground].map((way) => way.map((kind) => neededKind(kind, ground, standing)));
    return { ground, part: partOf(ground), complete: complete.includes(ground), ways, ...conditions(ground, debt, on, policy) };
  });
  const nearest = lacks.length > 0 ? nearestOf(states, standing, debt, on, policy) : undefined;
  return { carries: lacks.length === 0, lacks, grounds: states, ...(nearest && { nearest }) };
}

function partOf(ground: Ground): GroundState['part'] {
  if (ground === 'origin' || ground === 'inability_to_pay') return ground;
  return standaloneGrounds.includes(ground) ? 'alone' : 'insolvency';
}

function neededKind(kind: EvidenceKind, ground: Ground, standing: readonly FiledDocument[]): NeededKind {
  const here = standing.filter((document) => document.ground === ground && document.kind === kind);
  const accepted = here.filter(({ acceptedBy }) => acceptedBy !== undefined);
  const ids = (documents: readonly FiledDocument[]) => documents.map(({ id }) => id);
  if (accepted.length > 0) return { kind, state: 'accepted', documents: ids(accepted) };
  return { kind, state: here.length > 0 ? 'attached' : 'missing', documents: ids(here) };
}

function conditions(ground: Ground, debt: Debt, on: BusinessDate, policy: Policy): Pick<GroundState, 'oldEnoughFrom' | 'smallEnough'> {
  if (ground === 'over_3_years') return { oldEnoughFrom: addDays(addMonths(debt.dueOn, 36), 1) };
  if (ground !== 'over_1_year_small') return {};
  const oldEnoughFrom = addDays(addMonths(debt.dueOn, 12), 1);
  const thenOrNow = on > oldEnoughFrom ? on : oldEnoughFrom;
  return { oldEnoughFrom, smallEnough: isOldAndSmallEnough(ground, debt, thenOrNow, policy) };
}

/** Among the grounds that age and size allow, one that somebody has begun goes before; then the fewest documents, then the fewest acceptances. */
function nearestOf(
  states: readonly GroundState[],
  standing: readonly FiledDocument[],
  debt: Debt,
  on: BusinessDate,
  policy: Policy,
): Checklist['nearest'] {
  const stateOf = (ground: Ground) => states.find((state) => state.ground === ground)?.ways ?? [];
  const routes = [...insolvencyGrounds, ...standaloneGrounds]
    .filter((ground) => isOldAndSmallEnough(ground, debt, on, policy))
    .map((ground) => {
      const together: Ground[] = insolvencyGrounds.includes(ground) ? [ground, 'inability_to_pay', 'origin'] : [ground, 'origin'];
      const steps = together.flatMap((one) => stepsOf(one, stateOf(one), standing));
      const hasBegun = standing.some((document) => document.ground === ground);
      return { grounds: together, steps, rank: (hasBegun ? 0 : 10_000) + weight(steps) };
    });
  const [first] = routes.sort((a, b) => a.rank - b.rank);
  return first && { grounds: first.grounds, steps: first.steps };
}

function stepsOf(ground: Ground, ways: GroundState['ways'], standing: readonly FiledDocument[]): Step[] {
  const [shortest = []] = ways
    .map((way) => way.flatMap((needed) => stepOf(ground, needed, standing) ?? []))
    .sort((a, b) => weight(a) - weight(b));
  return shortest;
}

function stepOf(ground: Ground, { kind, state, documents }: NeededKind, standing: readonly FiledDocument[]): Step | undefined {
  if (state === 'accepted') return undefined;
  const [evidence] = documents;
  if (evidence === undefined) return { do: 'attach', by: 'legal_officer', ground, kind };
  const ownOfManager = standing.find(({ id }) => id === evidence)?.attachedByLegalManager === true;
  return { do: 'accept', by: ownOfManager ? 'legal_deputy' : 'legal_manager', ground, kind, evidence };
}

/** A document to be found weighs more than any number of acceptances. */
function weight(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + (step.do === 'attach' ? 100 : 1), 0);
}
