import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../startup-error.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { runDetached } from './run-detached.js';
import type { ServerAccount } from './server-account.js';

/** A PostgreSQL data folder made by us. */
export interface Cluster {
  /** Absolute data folder. */
  folder: string;
  password: string;
}

/** Where the cluster lives under the installation's folder. */
export function clusterFolder(home: string): string {
  return join(home, 'postgres');
}

/** Text compares by code point wherever no collation is named: the same order on every machine. */
const initdbFlags = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--username=recoup',
  '--auth=scram-sha-256',
  '--no-instructions',
];

/**
 * The cluster under `home`, made when it is missing. It is built beside its place and moved there when complete, so that neither a kill
 * in the middle nor a second process at the same moment leaves half a cluster.
 * @throws StartupError with the reason of initdb
 */
export async function preparedCluster(home: string, binaries: PostgresBinaries, account: ServerAccount): Promise<Cluster> {
  const folder = clusterFolder(home);
  const password = keptPassword(join(home, 'postgres-password'));
  if (!existsSync(folder)) await initialise(folder, password, binaries, account);
  return { folder, password };
}

async function initialise(folder: string, password: string, binaries: PostgresBinaries, account: ServerAccount): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined)
    for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  const { code, output } = await runDetached(binaries.initdb, [...initdbFlags, `--pgdata=${draft}`, `--pwfile=${passwordFile}`], account);
  rmSync(passwordFile, { force: true });
  if (code === 0 && moved(draft, folder)) return;
  rmSync(draft, { recursive: true, force: true });
  if (code !== 0) throw new StartupError(`The embedded PostgreSQL could not be set up in ${folder}: ${output.trim().split('\n').at(-1)}`);
}

/** False when another process was first. */
function moved(draft: string, folder: string): boolean {
  if (existsSync(folder)) return false;
  renameSync(draft, folder);
  return true;
}

/** Linking a complete file into place lets exactly one of several processes choose the password. */
function keptPassword(file: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8');
}
