import type { Command } from '../../../workflows/collection-case/commands.js';

/** A command's body as it comes over HTTP: amounts as text, shares as numbers. Once its shape is checked it gives the command. */
export interface CommandForm {
  command(): Command;
}

/** What a form leaves out must be missing in the command, not undefined: the journal keeps what was said. */
export function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
