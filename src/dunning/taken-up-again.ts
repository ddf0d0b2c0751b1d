import { setTimeout as wait } from 'node:timers/promises';
import { databaseTrouble } from '../platform/database/trouble.js';

/** How long to wait after each attempt that got nothing done. When all are used up, somebody has to look. */
const waitsMs = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000];

export interface Attempts {
  /** Whether anything was done since the last attempt: then the waits begin anew. */
  isFurther(): boolean;
  /** Before another attempt. @throws to give up */
  onLost(error: unknown): void;
  /** In the place of `waitsMs`. */
  waits?: readonly number[];
}

/**
 * What the database has given up, since this process was frozen or the connection was lost, is begun again by itself: work that can be run
 * twice goes on where it was.
 * @throws what cannot be helped by trying again; the last trouble when nothing got done in all attempts
 */
export async function takenUpAgain(work: () => Promise<void>, { isFurther, onLost, waits = waitsMs }: Attempts): Promise<void> {
  for (let inVain = 0; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!isTrouble(error)) throw error;
      inVain = isFurther() ? 1 : inVain + 1;
      const pause = waits[inVain - 1];
      if (pause === undefined) throw error;
      onLost(error);
      await wait(pause);
    }
  }
}

/** One company whose night cannot be helped is told at once; the others have had their turn. */
function isTrouble(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every((one) => databaseTrouble(one) !== undefined);
  return databaseTrouble(error) !== undefined;
}
