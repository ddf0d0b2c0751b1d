import pg from 'pg';
import { applicationName } from '../../../src/platform/database/connect.js';
import { nameOf } from '../../support/meet-queries.js';
import { Statements } from './statements.js';

/**
 * Does the work, and lets the database end the connection that comes to the given statement of it, counted from 0.
 * @param sent the statement still goes out; its answer may or may not come back
 * @returns whether it came to that statement
 */
export type Interrupt = (work: () => Promise<void>, at: { statement: number; sent: boolean }) => Promise<boolean>;

/** For work of this very process; what fails because of it is nobody's fault. */
export async function withInterruptions(url: string, use: (interrupt: Interrupt) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const statements = new Statements((client) => nameOf(client) === applicationName);
  try {
    await use(async (work, { statement, sent }) => {
      let gone: Promise<unknown> | undefined;
      statements.begin(statement, (client, send, isStream) => {
        // Lost while idle in the pool it would spoil the next piece of work instead.
        gone = new Promise((resolve) => client.once('end', () => resolve(undefined)));
        const ended = admin.query('select pg_terminate_backend($1)', [(client as unknown as { processID: number }).processID]);
        return sent || isStream ? send() : ended.then(send);
      });
      await work().catch((error: unknown) => {
        if (gone === undefined) throw error;
      });
      statements.begin();
      await gone;
      return gone !== undefined;
    });
  } finally {
    statements.end();
    await admin.end();
  }
}
