import { installJobs } from '../jobs/install-jobs.js';
import { connectAsOwner } from './connect.js';
import { explained } from './connection-errors.js';
import { grantToApplication, prepareApplicationRole } from './roles.js';

/** Any number, the same in every replica: they migrate one after the other. */
const migrationLock = 7_265_636_075;

/**
 * Brings the schema up to date and the application's rights with it. Safe to run from several processes at once.
 * @param url of the database, signed in as the owner of the schema
 * @returns names of the migrations that were run, oldest first
 * @throws StartupError for what an operator can put right
 */
export async function migrate(url: string): Promise<string[]> {
  const source = await connectAsOwner(url);
  const lock = source.createQueryRunner();
  try {
    return await explained(url, async () => {
      await lock.query('select pg_advisory_lock($1)', [migrationLock]);
      await prepareApplicationRole(source);
      const done = await source.runMigrations();
      await installJobs(lock);
      await grantToApplication(source);
      return done.map((migration) => migration.name);
    });
  } finally {
    // Ends the session, and with it the lock.
    await lock.release();
    await source.destroy();
  }
}
