import { resolve } from 'node:path';
import { StartupError } from './startup-error.js';

export type Mode = 'training' | 'production';

/** What the environment says, checked. Injectable by this class. */
export class Config {
  readonly mode: Mode;
  /** Interface to listen on: only this machine in training, where everybody knows the passwords. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Absolute folder for what this installation keeps on disk. */
  readonly home: string;
  /** Port of the embedded PostgreSQL; without one, a free port is taken and remembered. */
  readonly postgresPort?: number;
  /** A PostgreSQL of one's own instead of the embedded one. */
  readonly databaseUrl?: string;
  /** Whether an empty training database gets its demo cases. */
  readonly demo: boolean;

  /**
   * @param env names and values as in `process.env`; an empty value counts as not set
   * @throws StartupError naming the setting and what it may be
   */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.mode = choice(env, 'RECOUP_MODE', ['training', 'production'], 'training');
    this.host = env.HOST || (this.mode === 'production' ? '0.0.0.0' : '127.0.0.1');
    this.port = port(env, 'PORT', 0) ?? 3000;
    this.home = resolve(env.RECOUP_HOME || '.recoup');
    this.postgresPort = port(env, 'RECOUP_PG_PORT', 1);
    this.databaseUrl = databaseUrl(env.DATABASE_URL);
    this.demo = choice(env, 'RECOUP_DEMO', ['none', 'full'], 'full') === 'full';
  }
}

function choice<T extends string>(env: Readonly<Record<string, string | undefined>>, name: string, allowed: readonly T[], otherwise: T): T {
  const value = env[name] || otherwise;
  const found = allowed.find((one) => one === value);
  if (!found) throw new StartupError(`${name} is "${value}", but must be ${allowed.join(' or ')}.`);
  return found;
}

function port(env: Readonly<Record<string, string | undefined>>, name: string, least: number): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  const number = /^\d{1,5}$/.test(value) ? Number(value) : -1;
  if (number < least || number > 65535) throw new StartupError(`${name} is "${value}", but must be a port between ${least} and 65535.`);
  return number;
}

/** The value is never repeated in the message: it may hold a password. */
function databaseUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new StartupError('DATABASE_URL must look like postgresql://user:password@host:5432/database.');
  return value;
}
