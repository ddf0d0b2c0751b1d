import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupError } from '../startup-error.js';

/** How PostgreSQL's programs are run: as an account of the operating system, or through a launcher; empty for as oneself. */
export interface ServerAccount {
  uid?: number;
  gid?: number;
  launcher?: readonly string[];
}

/** A user namespace in which our root is "nobody": PostgreSQL takes it for an ordinary account, the file system for the owner it is. */
const namespace = { launcher: ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'] } as const;

/**
 * PostgreSQL refuses to run as root. Root runs it as the account `postgres`, created when missing, or, in folders that only root may
 * enter (`/root`, a `mktemp -d`), in a user namespace. A cluster stays with the way it was made.
 * @param folder of the cluster; its parent exists
 * @param program that must be within reach
 * @throws StartupError when neither way is open
 */
export function serverAccount(folder: string, program: string): ServerAccount {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(folder)) return statSync(folder).uid === 0 ? namespace : reachable(postgresAccount(), folder, program);
  if (!namespaceWorks()) return reachable(postgresAccount(), folder, program);
  const account = lookUp() ?? created();
  return account && !obstacle(account, folder, program) ? account : namespace;
}

function reachable(account: ServerAccount, folder: string, program: string): ServerAccount {
  const closed = obstacle(account, folder, program);
  if (!closed) return account;
  throw new StartupError(
    `PostgreSQL cannot run as root, and the account "postgres" may not enter ${closed}: run "chmod o+x ${closed}", move Recoup elsewhere, or set DATABASE_URL.`,
  );
}

function postgresAccount(): ServerAccount {
  const account = lookUp() ?? created();
  if (account) return account;
  throw new StartupError(
    'PostgreSQL cannot run as root, and the account "postgres" could not be created; start as another user or set DATABASE_URL.',
  );
}

/** The first folder on the way to one of the paths that the account may not pass. */
function obstacle(account: ServerAccount, ...paths: string[]): string | undefined {
  return paths.map((path) => closedParent(path, account)).find((closed) => closed !== undefined);
}

function closedParent(path: string, account: ServerAccount): string | undefined {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const { uid, gid, mode } = statSync(parent);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return closedParent(parent, account) ?? (mode & bit ? undefined : parent);
}

function lookUp(): ServerAccount | undefined {
  const uid = answerOf('id', '-u', 'postgres');
  const gid = answerOf('id', '-g', 'postgres');
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function created(): ServerAccount | undefined {
  answerOf('groupadd', '--force', '--system', 'postgres');
  answerOf('useradd', '--system', '--gid', 'postgres', '--no-create-home', 'postgres');
  return lookUp();
}

function namespaceWorks(): boolean {
  const [command, ...args] = namespace.launcher;
  return answerOf(command, ...args, 'id', '-u') === '65534';
}

/** What a command prints; undefined when it fails or is not there. */
function answerOf(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
