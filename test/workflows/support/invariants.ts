import { isDeepStrictEqual } from 'node:util';
import { collectionPath, isClosedCase, type StoredCase } from '../../../workflows/collection-case/decide.js';

/** What must hold of every case, whatever happened to it (domain.md, What must always hold). @returns what does not */
export function violations(stored: StoredCase): string[] {
  return [...moneyViolations(stored), ...stateViolations(stored), ...deductionViolations(stored)];
}

function moneyViolations(stored: StoredCase): string[] {
  const { amountCents, balanceCents, receivedCents, creditedCents, writtenOffCents, recoveredCents, recoveries } = stored.context;
  const where = collectionPath(stored.value);
  const amounts = { amountCents, balanceCents, receivedCents, creditedCents, writtenOffCents, recoveredCents };
  return failing({
    'amount = balance + received + credited + written off': amountCents === balanceCents + receivedCents + creditedCents + writtenOffCents,
    'no amount is negative': Object.values(amounts).every((cents) => Number.isSafeInteger(cents) && cents >= 0),
    'recoveries add up': recoveries.reduce((sum, recovery) => sum + recovery.amountCents, 0) === recoveredCents,
    'no more is recovered than was written off': recoveredCents <= writtenOffCents,
    'an open case has a balance': isClosedCase(stored) || balanceCents > 0,
    'only what was opened in error is closed with a balance': !isClosedCase(stored) || where === 'cancelled' || balanceCents === 0,
    'settled is not written off': where !== 'settled' || writtenOffCents === 0,
    'written off is not nothing': where !== 'writtenOff' || writtenOffCents > 0,
  }).map((rule) => `${rule} (${where}: ${JSON.stringify(amounts)})`);
}

/** What the context carries belongs to the state that the regions are in. */
function stateViolations(stored: StoredCase): string[] {
  const { value, context } = stored;
  const where = collectionPath(value);
  const { round, legal, grace, escalated, dispute, attribution, writeOff } = context;
  return failing({
    'a round is open while voting, and only then': (round !== undefined) === (where === 'boardReview.voting'),
    'legal works in legal action, and only there': (legal !== undefined) === (where === 'legalAction'),
    'a grace that runs is not broken': where !== 'gracePeriod' || (grace !== undefined && grace.brokenOn === undefined),
    'a grace runs, or waits to be healed': grace === undefined || where === 'gracePeriod' || where === 'boardReview.docketed',
    'the escalated wait for finance': escalated === undefined || where === 'financeConfirmation',
    'what waits for its posting is approved': where !== 'writeOff.awaitingPosting' || writeOff?.approvedBy !== undefined,
    'what waits for approval is not approved':
      where !== 'writeOff.awaitingApproval' || (writeOff !== undefined && writeOff.approvedBy === undefined),
    'a dispute is open where its region says so': (dispute !== undefined) === (value.customerDispute === 'open'),
    'an attribution is there where its region says so': (attribution !== undefined) === (value.attribution !== 'none'),
  }).map((rule) => `${rule} (${where})`);
}

function deductionViolations({ context }: StoredCase): string[] {
  const deductions = context.attribution?.deductions ?? [];
  return failing({
    'no more points come back than were taken': deductions.every(
      ({ pointsHundredths, settledBackHundredths, recoveredBackHundredths }) =>
        Math.min(settledBackHundredths, recoveredBackHundredths) >= 0 &&
        settledBackHundredths + recoveredBackHundredths <= pointsHundredths,
    ),
  });
}

function failing(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));
}

/** A stored case comes back from JSON as it went in. */
export function isPlainJson(stored: StoredCase): boolean {
  return isDeepStrictEqual(plain(stored), JSON.parse(JSON.stringify(stored)));
}

/** Without the keys that are there with nothing in them: JSON has none. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, plain(part)]])));
}
