import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Config } from '../config.js';
import { StartupError } from '../startup-error.js';
import { explained } from './connection-errors.js';
import { migrationClasses } from './migration-classes.js';
import { applicationRole } from './roles.js';

/** How this process's connections are named in pg_stat_activity. */
export const applicationName = `recoup ${process.pid}`;

const dateType = 1082;
const dateArrayType: number = 1182;
const textArrayType: number = 1009;
const oldestVersion = 16;

// A date has no time and no zone; the driver's default would make it a midnight of this machine.
pg.types.setTypeParser(dateType, (text) => text);
pg.types.setTypeParser(dateArrayType, pg.types.getTypeParser(textArrayType));

const common = { type: 'postgres', applicationName, synchronize: false, logging: false } as const;

/** What a session is set to, as the settings say. */
export type SessionTimes = Pick<Config, 'patience' | 'leaseSeconds'>;

/**
 * Options of the application's data source: every connection of its pool works as `recoup_app`, and gives up what takes too long. Work
 * that may take longer says so with `bePatient`.
 */
export function applicationOptions(url: string, times: SessionTimes): DataSourceOptions {
  return { ...common, url, poolSize: 10, installExtensions: false, extra: sessionOf(times) };
}

/** The same for a pool beside it. */
export function applicationConnection(url: string, times: SessionTimes): pg.PoolConfig {
  return { connectionString: url, application_name: applicationName, ...sessionOf(times) };
}

/** A process that is frozen, in the middle of a transaction or of reading an answer, must not hold what it has locked for ever. */
function sessionOf({ patience: { wait, statement }, leaseSeconds }: SessionTimes): pg.PoolConfig {
  const settings = {
    role: applicationRole,
    timezone: 'UTC',
    statement_timeout: `${statement}s`,
    lock_timeout: `${wait}s`,
    idle_in_transaction_session_timeout: `${leaseSeconds}s`,
    tcp_user_timeout: `${leaseSeconds}s`,
  };
  const options = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  return { options, connectionTimeoutMillis: wait * 1000 };
}

/**
 * Connects as the owner of the schema, for migrations.
 * @throws StartupError when the server is down, refuses the sign-in, lacks the database or is older than PostgreSQL 16
 */
export async function connectAsOwner(url: string): Promise<DataSource> {
  const source = new DataSource({
    ...common,
    url,
    poolSize: 2,
    migrations: await migrationClasses(),
    migrationsTransactionMode: 'each',
    extra: { options: '-c timezone=UTC', connectionTimeoutMillis: 10_000 },
  });
  await explained(url, () => source.initialize());
  const [{ version }] = (await source.query("select current_setting('server_version_num')::int / 10000 as version")) as [
    { version: number },
  ];
  if (version >= oldestVersion) return source;
  await source.destroy();
  throw new StartupError(`The database server is PostgreSQL ${version}, but Recoup needs PostgreSQL ${oldestVersion} or newer.`);
}
