import { writeSync } from 'node:fs';

/** Progress of a long run (`npm run test:long`); in a short one nobody waits for it. */
export function say(line: string): void {
  if (process.env.RECOUP_LONG === 'true') writeSync(2, `${line}\n`);
}
