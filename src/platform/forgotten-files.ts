import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const forgottenAfterMs = 24 * 60 * 60 * 1000;

/** Clears a folder of files that were to be there for minutes only: a process that was killed could not clear up behind itself. */
export async function clearForgotten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.NaN }));
    if (Date.now() - mtimeMs > forgottenAfterMs) await rm(path, { force: true });
  }
}
