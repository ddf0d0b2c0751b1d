import { setTimeout as wait } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { QueryRunner } from 'typeorm';

/** Where the job library keeps its tables, apart from ours. */
export const jobsSchema = 'jobs';

const pollMilliseconds = 100;

/**
 * Brings the job library's own schema up to date, so that the application needs no right to change it.
 * @param runner the owner's session that holds the migration lock
 */
export async function installJobs(runner: QueryRunner): Promise<void> {
  const session = await runner.connect();
  const boss = new PgBoss({ db: { executeSql: (text, values) => session.query(text, values) }, schema: jobsSchema, ...noService });
  // Without a listener an error would end the process; what matters fails `start` itself.
  boss.on('error', () => undefined);
  await boss.start();
  try {
    while (await isBuilding(boss)) await wait(pollMilliseconds);
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}

const noService = { supervise: false, schedule: false, reindex: false } as const;

/** Large indexes are built after a migration, which only the owner may do. */
async function isBuilding(boss: PgBoss): Promise<boolean> {
  const steps = await boss.getBamStatus();
  return steps.some(({ status, count }) => (status === 'pending' || status === 'in_progress') && count > 0);
}
