/** What is open in a company by age, in cents: 0 is due within 30 days, 1 is 1 to 30 overdue days, 2 is 31 to 60 and so on, 7 over 180. */
export type AgedCents = readonly number[];

/** The last age: beyond it nothing gets older. */
export const oldestAge = 7;

/** Months over which rates are taken together: one month alone says little. */
const monthsTogether = 6;

/**
 * Which part of each age was still open a month later, one age on (domain.md, Assessment: roll rate k→k+1 = bucket k+1 at t+1 ÷ bucket k
 * at t), over up to six pairs of months. Into the last age rolls what it has grown by.
 * @param monthly a month apart, the earliest first
 * @returns by age 0 to 6; undefined where there was nothing to roll
 */
export function rollRates(monthly: readonly AgedCents[]): (number | undefined)[] {
  const pairs = monthly.slice(1).map((after, i) => ({ before: monthly[i] ?? [], after }));
  const counted = pairs.slice(-monthsTogether);
  return Array.from({ length: oldestAge }, (_, age) => {
    const base = counted.reduce((sum, { before }) => sum + (before[age] ?? 0), 0);
    const rolled = counted.reduce((sum, { before, after }) => sum + rolledInto(age + 1, before, after), 0);
    return base === 0 ? undefined : Math.min(1, rolled / base);
  });
}

/** What of an age will be lost: the chance to roll on through all ages up to over 180 days, from where nothing is expected any more. */
export function lossRates(rolls: readonly (number | undefined)[]): (number | undefined)[] {
  const rates: (number | undefined)[] = Array.from({ length: oldestAge + 1 });
  rates[oldestAge] = 1;
  for (let age = oldestAge - 1; age >= 0; age -= 1) {
    const [roll, next] = [rolls[age], rates[age + 1]];
    rates[age] = roll === undefined || next === undefined ? undefined : roll * next;
  }
  return rates;
}

function rolledInto(age: number, before: AgedCents, after: AgedCents): number {
  const now = after[age] ?? 0;
  return age === oldestAge ? Math.max(0, now - (before[age] ?? 0)) : now;
}
