import { setTimeout as wait } from 'node:timers/promises';

/** What several hands of one process take piece by piece. Who finds nothing more while the others hold the rest waits for one of theirs. */
export class Pieces {
  private waited = Promise.withResolvers<void>();

  /** Resolves when the next piece is done. To be had before looking for one, so that none is missed meanwhile. */
  get next(): Promise<void> {
    return this.waited.promise;
  }

  done(): void {
    this.waited.resolve();
    this.waited = Promise.withResolvers();
  }
}

/** Waits for it, but no longer than so many milliseconds: another process does not say when it is done. */
export async function soon(it: Promise<void>, most: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([it, wait(most, undefined, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
}
