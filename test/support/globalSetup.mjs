import './load-typescript.mjs';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts one throw-away PostgreSQL with a migrated database, which every spec file clones for itself. */
export default async function globalSetup() {
  const { startEmbeddedServer } = await import('../../src/platform/database/embedded-server.ts');
  const { runningPostmaster } = await import('../../src/platform/database/postmaster.ts');
  const { migrate } = await import('../../src/platform/database/migrate.ts');

  clearLeftovers(runningPostmaster);
  const home = join(tmpdir(), `recoup-test-${process.pid}`);
  mkdirSync(home);
  // The account that runs PostgreSQL for root must be able to pass.
  chmodSync(home, 0o755);
  const server = await startEmbeddedServer({
    home,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200', autovacuum: 'off' },
  });
  await migrate(server.url);
  process.env.RECOUP_TEST_TEMPLATE_URL = server.url;
  process.env.RECOUP_TEST_HOME = home;
  globalThis.recoupTestServer = { server, home };
}

/** A run that was killed could not clean up behind itself. */
function clearLeftovers(runningPostmaster) {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^recoup-test-(\d+)$/.exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    const home = join(tmpdir(), name);
    try {
      const server = runningPostmaster(join(home, 'postgres'));
      if (server) process.kill(server.pid, 'SIGQUIT');
      rmSync(home, { recursive: true, force: true });
    } catch (error) {
      // Left by another account: not ours to clear.
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
