import type { Share } from '../../attribution/causes.js';
import { deductionHundredths, givenBackHundredths } from '../../attribution/deduction.js';
import { type Cents, roundHalfUp } from '../../money.js';
import type { Policy } from '../../policy.js';
import type { Attribution, CaseContext, Deduction } from '../context.js';
import type { Effect } from '../entries.js';
import type { Outcome } from './change.js';

/**
 * The deductions of a final attribution, to the persons named (domain.md, Deduction). A case that has settled counts half
 * from the start; what was recovered by then goes back at once.
 */
export function deductionsOf(
  context: CaseContext,
  shares: readonly Share[],
  policy: Policy,
): { deductions: Deduction[]; effects: Effect[] } {
  const { balanceCents, settled } = weightOf(context);
  const found = shares.flatMap(({ person, cause, shareHundredths }) => {
    if (person === undefined) return [];
    const pointsHundredths = deductionHundredths({ cause, shareHundredths, balanceCents, settled }, policy);
    if (pointsHundredths === 0) return [];
    const deduction: Deduction = {
      person,
      cause,
      shareHundredths,
      pointsHundredths,
      halved: settled,
      settledBackHundredths: 0,
      recoveredBackHundredths: givenBackHundredths(pointsHundredths, context.recoveredCents, context.writtenOffCents),
      earlierBackHundredths: 0,
    };
    const basis = { basePoints: policy.deductionBasePoints[cause], balanceCents, settled };
    return [{ deduction, basis }];
  });
  return {
    deductions: found.map(({ deduction }) => deduction),
    effects: found.flatMap(({ deduction, basis }) => {
      const { pointsHundredths, recoveredBackHundredths: back } = deduction;
      const taken = moved('deduction', deduction, pointsHundredths, basis);
      return back > 0 ? [taken, moved('give_back', deduction, back, { because: 'recovery' })] : [taken];
    }),
  };
}

/** What a deduction of the case weighs: its balance when it was first docketed; and whether it counts half. */
export function weightOf({ firstDocketed, balanceCents, writtenOffCents, settledOn }: Omit<CaseContext, 'out'>): {
  balanceCents: Cents;
  settled: boolean;
} {
  return { balanceCents: firstDocketed?.balanceCents ?? balanceCents + writtenOffCents, settled: settledOn !== undefined };
}

/** What an appeal replaces goes back, less what had gone back already. */
export function reversals(attribution: Attribution): Effect[] {
  return attribution.deductions.flatMap((deduction) => {
    const left = deduction.pointsHundredths - givenBack(deduction);
    return left > 0 ? [moved('reversal', deduction, left, { because: 'appeal' })] : [];
  });
}

/** A case that settles after its attribution became final gives back half; one that had settled before was halved from the start. */
export function deductionsOnSettlement(context: CaseContext): Outcome {
  return eachDeduction(context, 'settled', (deduction) => ({
    ...deduction,
    settledBackHundredths: deduction.halved ? 0 : half(deduction.pointsHundredths - givenBack({ ...deduction, settledBackHundredths: 0 })),
  }));
}

/** A settled case that opens again takes the half once more. */
export function deductionsOnReopening(context: CaseContext): Outcome {
  return eachDeduction(context, 'reopened', (deduction) => ({ ...deduction, settledBackHundredths: 0 }));
}

/**
 * Deduction × recovered ÷ written off goes back with every recovery, in total never rounded twice. A second write-off
 * starts from what the first one's recoveries left.
 */
export function deductionsAfterRecovery(context: CaseContext, recoveredCents: Cents): Outcome {
  return eachDeduction(context, 'recovery', (deduction) => ({
    ...deduction,
    recoveredBackHundredths: givenBackHundredths(
      deduction.pointsHundredths - deduction.earlierBackHundredths,
      recoveredCents,
      context.writtenOffCents,
    ),
  }));
}

/** A write-off is reversed: its recoveries are receipts from then on, and what they gave back stays so. */
export function keepWhatRecoveriesGaveBack({ attribution }: CaseContext): Pick<CaseContext, 'attribution'> {
  if (!attribution) return {};
  const deductions = attribution.deductions.map((deduction) => ({
    ...deduction,
    recoveredBackHundredths: 0,
    earlierBackHundredths: deduction.earlierBackHundredths + deduction.recoveredBackHundredths,
  }));
  return { attribution: { ...attribution, deductions } };
}

function givenBack({ settledBackHundredths, recoveredBackHundredths, earlierBackHundredths }: Deduction): number {
  return settledBackHundredths + recoveredBackHundredths + earlierBackHundredths;
}

function half(pointsHundredths: number): number {
  return Number(roundHalfUp(BigInt(pointsHundredths), 2n));
}

/** Records for each person the difference that `to` makes: given back where it is positive, taken again where negative. */
function eachDeduction(context: CaseContext, because: string, to: (deduction: Deduction) => Deduction): Outcome {
  const { attribution } = context;
  if (!attribution || attribution.deductions.length === 0) return {};
  const deductions = attribution.deductions.map(to);
  const effects = deductions.flatMap((after, i) => {
    const before = attribution.deductions[i];
    if (!before) return [];
    const back = givenBack(after) - givenBack(before);
    if (back === 0) return [];
    return [moved(back > 0 ? 'give_back' : 'deduction', before, Math.abs(back), { because })];
  });
  return { context: { attribution: { ...attribution, deductions } }, effects };
}

type Basis = Extract<Effect, { type: 'deduct' }>['basis'];

function moved(kind: 'deduction' | 'give_back' | 'reversal', deduction: Deduction, pointsHundredths: number, basis: Basis): Effect {
  const { person, cause, shareHundredths } = deduction;
  return { type: 'deduct', kind, person, cause, shareHundredths, pointsHundredths, basis };
}
