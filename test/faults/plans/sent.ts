import { applicationName } from '../../../src/platform/database/connect.js';
import { meetQueries, nameOf } from '../../support/meet-queries.js';

/** A statement as the program sent it. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Of a prepared one, which PostgreSQL may plan once for all values. */
  readonly name?: string;
}

/** What the program of this process sends to its database while the work is done, each text once. */
export async function sentDuring(work: () => Promise<unknown>): Promise<Sent[]> {
  const sent = new Map<string, Sent>();
  const undo = meetQueries((client, [first, values], send) => {
    const statement = typeof first === 'string' ? { text: first, values } : (first as Sent);
    if (nameOf(client) === applicationName && /^\s*(select|with|insert|update|delete)\b/i.test(statement.text ?? ''))
      sent.set(statement.text, { text: statement.text, values: (statement.values ?? []) as unknown[], name: (statement as Sent).name });
    return send();
  });
  try {
    await work();
  } finally {
    undo();
  }
  return [...sent.values()];
}
