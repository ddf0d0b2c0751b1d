/** How a try ended, as far as anybody can tell. */
export type Outcome =
  | { readonly is: 'sent'; readonly reply: string }
  /** Not taken, and it may be taken later. */
  | { readonly is: 'refused_for_now'; readonly reply: string }
  | { readonly is: 'refused'; readonly reply: string }
  /** Handed over, and nobody has said whether it was taken. */
  | { readonly is: 'unknown'; readonly reply: string };

const firstWaitsMinutes = [1, 5, 15];
const hourly = 60;
const givenUpAfterMinutes = 24 * 60;

/**
 * 1, 5 and 15 minutes after the first tries, then hourly.
 * @param tries so far
 * @returns minutes until the next; undefined when it would begin more than 24 hours after the first
 */
export function nextTryMinutes(tries: number): number | undefined {
  let since = 0;
  let wait = 0;
  for (let i = 0; i < tries; i += 1) {
    wait = firstWaitsMinutes[i] ?? hourly;
    since += wait;
  }
  return since <= givenUpAfterMinutes ? wait : undefined;
}
