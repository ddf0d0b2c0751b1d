import type { Config } from '../config.js';
import { applicationName } from './connect.js';
import { startEmbeddedServer } from './embedded-server.js';
import { migrate } from './migrate.js';

/** A database that is up, migrated and ready for the application. */
export interface OpenDatabase {
  /** Signed in as the owner; the application's pool switches to its role by itself. */
  url: string;
  /** Names of the migrations that were run just now. */
  migrated: string[];
  /**
   * `serve` ends an embedded server with itself; a `command` only one that it started and that nobody else uses by now.
   * A server of one's own (DATABASE_URL) is never touched. Close the pool first.
   */
  close(by: 'serve' | 'command'): Promise<void>;
}

/** @throws StartupError for what an operator can put right */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, migrated: await migrate(config.databaseUrl), close: async () => undefined };
  const server = await startEmbeddedServer({ home: config.home, port: config.postgresPort });
  try {
    return {
      url: server.url,
      migrated: await migrate(server.url),
      close: async (by) => {
        if (by === 'serve') await server.stop();
        else if (server.startedHere) await server.stopIfUnused(applicationName);
      },
    };
  } catch (error) {
    if (server.startedHere) await server.stopIfUnused(applicationName);
    throw error;
  }
}
