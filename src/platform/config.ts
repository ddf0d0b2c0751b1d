import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { StartupError } from './startup-error.js';

export type Mode = 'training' | 'production';

export interface Patience {
  /** A request's head and body. */
  request: number;
  /** A client that takes nothing of its answer. */
  answer: number;
  /** A connection to the database, or what somebody else is changing there. */
  wait: number;
  /** One statement of a request. */
  statement: number;
  /** From being told to stop until requests are refused: what sends them learns meanwhile that it must not. */
  drain: number;
  /** Requests under way, once they are refused. */
  stop: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

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
  /** How long a process that has fallen silent keeps what it has locked and what it was doing. */
  readonly leaseSeconds: number;
  /** Whether an empty training database gets its demo cases. */
  readonly demo: boolean;
  /** How many requests a person, or an address, may make in a minute, counted over all replicas; 0 = any number. */
  readonly requestsPerMinute: { person: number; address: number };
  /** After how many days what only passes through the database is deleted: keys of requests and forms, sign-ins that have ended. */
  readonly forgetDays: number;
  /** Proxies that may say whom they speak for, as addresses or networks (`10.0.0.0/8`). */
  readonly trustedProxies: readonly string[];
  /** In seconds: how long each may take before it is given up, so that nobody holds what others wait for. */
  readonly patience: Patience;
  /** Where people reach this server, without a slash at the end; for links in mail. */
  readonly publicUrl?: string;
  /** Without one nothing is mailed. */
  readonly smtpUrl?: string;
  /** PEM file of a certificate authority of one's own, for the mail server's certificate. */
  readonly smtpCa?: string;
  /** What mail comes from, as `Name <address>`. */
  readonly mailFrom?: string;
  /** Keys that encrypt evidence, the newest first; never to be logged. */
  readonly masterKey?: string;
  /** A file with them, absolute. */
  readonly masterKeyFile?: string;

  /**
   * @param env names and values as in `process.env`; an empty value counts as not set
   * @throws StartupError naming the setting and what it may be
   */
  constructor(env: Environment) {
    this.mode = choice(env, 'RECOUP_MODE', ['training', 'production'], 'training');
    this.host = env.HOST || (this.mode === 'production' ? '0.0.0.0' : '127.0.0.1');
    this.port = port(env, 'PORT', 0) ?? 3000;
    this.home = resolve(env.RECOUP_HOME || '.recoup');
    this.postgresPort = port(env, 'RECOUP_PG_PORT', 1);
    this.databaseUrl = databaseUrl(env.DATABASE_URL);
    this.leaseSeconds = number(env, 'RECOUP_LEASE_SECONDS', { otherwise: 60, least: 2, most: 3_600 });
    this.demo = choice(env, 'RECOUP_DEMO', ['none', 'full'], 'full') === 'full';
    this.requestsPerMinute = {
      person: number(env, 'RECOUP_REQUESTS_PER_MINUTE', { otherwise: 1_200, least: 0, most: 1_000_000 }),
      address: number(env, 'RECOUP_ADDRESS_REQUESTS_PER_MINUTE', { otherwise: 6_000, least: 0, most: 1_000_000 }),
    };
    this.forgetDays = number(env, 'RECOUP_FORGET_DAYS', { otherwise: 30, least: 1, most: 3_650 });
    this.trustedProxies = networks(env, 'RECOUP_TRUSTED_PROXIES');
    this.patience = {
      request: number(env, 'RECOUP_REQUEST_SECONDS', { otherwise: 900, least: 1, most: 86_400 }),
      answer: number(env, 'RECOUP_ANSWER_SECONDS', { otherwise: 60, least: 1, most: 86_400 }),
      wait: number(env, 'RECOUP_WAIT_SECONDS', { otherwise: 10, least: 1, most: 600 }),
      statement: number(env, 'RECOUP_STATEMENT_SECONDS', { otherwise: 60, least: 1, most: 3_600 }),
      drain: number(env, 'RECOUP_DRAIN_SECONDS', { otherwise: 0, least: 0, most: 600 }),
      stop: number(env, 'RECOUP_STOP_SECONDS', { otherwise: 10, least: 1, most: 3_600 }),
    };
    this.publicUrl = webUrl(env.RECOUP_URL);
    this.smtpUrl = smtpUrl(env.SMTP_URL);
    this.smtpCa = env.SMTP_CA || undefined;
    this.mailFrom = env.MAIL_FROM || undefined;
    if (this.smtpUrl && !this.mailFrom)
      throw new StartupError('SMTP_URL is set, but MAIL_FROM is not: say whom mail comes from, as Recoup <recoup@example.com>.');
    this.masterKey = env.RECOUP_MASTER_KEY || undefined;
    this.masterKeyFile = env.RECOUP_MASTER_KEY_FILE ? resolve(env.RECOUP_MASTER_KEY_FILE) : undefined;
    if (this.masterKey !== undefined && this.masterKeyFile !== undefined)
      throw new StartupError('RECOUP_MASTER_KEY and RECOUP_MASTER_KEY_FILE are both set: give the keys in one place.');
  }
}

function choice<T extends string>(env: Environment, name: string, allowed: readonly T[], otherwise: T): T {
  const value = env[name] || otherwise;
  const found = allowed.find((one) => one === value);
  if (!found) throw new StartupError(`${name} is "${value}", but must be ${allowed.join(' or ')}.`);
  return found;
}

function port(env: Environment, name: string, least: number): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  const number = /^\d{1,5}$/.test(value) ? Number(value) : -1;
  if (number < least || number > 65535) throw new StartupError(`${name} is "${value}", but must be a port between ${least} and 65535.`);
  return number;
}

function number(env: Environment, name: string, { otherwise, least, most }: Record<'otherwise' | 'least' | 'most', number>): number {
  const value = env[name];
  if (!value) return otherwise;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (number < least || number > most)
    throw new StartupError(`${name} is "${value}", but must be a whole number from ${least} to ${most}.`);
  return number;
}

function networks(env: Environment, name: string): string[] {
  const listed = (env[name] ?? '').split(',').map((part) => part.trim());
  const named = listed.filter((part) => part !== '');
  for (const part of named)
    if (!isNetwork(part))
      throw new StartupError(`${name} has "${part}", but must list addresses or networks, such as 10.0.0.7,192.168.0.0/16.`);
  return named;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  return family > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}

/** The value is never repeated in the message: it may hold a password. */
function databaseUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new StartupError('DATABASE_URL must look like postgresql://user:password@host:5432/database.');
  return value;
}

function webUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new StartupError('RECOUP_URL must look like https://recoup.example.com.');
  return url.href.replace(/\/+$/, '');
}

/** Not repeated either. */
function smtpUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new StartupError('SMTP_URL must look like smtps://user:password@host:465 or smtp://user:password@host:587.');
  return value;
}
