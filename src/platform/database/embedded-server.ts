import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../startup-error.js';
import { type Cluster, clusterFolder, preparedCluster } from './cluster.js';
import { freePort, isFree } from './ports.js';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import { pidFile, runningPostmaster } from './postmaster.js';
import { runDetached } from './run-detached.js';
import { type ServerAccount, serverAccount } from './server-account.js';
import { answers, createDatabase, hasOtherClients } from './server-questions.js';

export interface EmbeddedServer {
  /** postgresql://… of its owner, to the database `recoup`. */
  url: string;
  /** False when it was already running, also when an earlier process of ours died and left it behind. */
  startedHere: boolean;
  /** Waits until every byte is on disk. Stopping a stopped server does nothing. */
  stop(): Promise<void>;
  /** Stops it unless a connection other than those named `ownName` (application_name) is open. */
  stopIfUnused(ownName: string): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Absolute folder that holds everything: data, password, the port of the last run. */
  home: string;
  /** Insist on this port; otherwise the last one if it is free, or a free one. */
  port?: number;
  /** Further settings as in postgresql.conf, without spaces. */
  settings?: Record<string, string>;
}

const startSeconds = 60;

/**
 * Starts the embedded PostgreSQL, or adopts the one that runs on the same folder.
 * @throws StartupError when it cannot start
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const binaries = await postgresBinaries();
  mkdirSync(options.home, { recursive: true });
  const account = serverAccount(clusterFolder(options.home), binaries.initdb);
  const cluster = await preparedCluster(options.home, binaries, account);
  const adopted = await adoptedPort(cluster, binaries, account);
  const port = adopted ?? (await start(options, cluster, binaries, account));
  await createDatabase(url(cluster, port, 'postgres'));
  const stop = () => stopServer(cluster.folder, binaries, account);
  return {
    url: url(cluster, port, 'recoup'),
    startedHere: adopted === undefined,
    stop,
    stopIfUnused: async (ownName) => {
      if (!(await hasOtherClients(url(cluster, port, 'postgres'), ownName))) await stop();
    },
  };
}

/** Port of a server that runs and answers. One that runs without answering within a minute is stopped; a dead one's pid file is removed. */
async function adoptedPort(cluster: Cluster, binaries: PostgresBinaries, account: ServerAccount): Promise<number | undefined> {
  const deadline = Date.now() + startSeconds * 1000;
  let running = runningPostmaster(cluster.folder);
  while (running && Date.now() < deadline) {
    if (running.port && (await answers(url(cluster, running.port, 'postgres')))) return running.port;
    await new Promise((resolve) => setTimeout(resolve, 200));
    running = runningPostmaster(cluster.folder);
  }
  if (running) await stopServer(cluster.folder, binaries, account);
  else rmSync(pidFile(cluster.folder), { force: true });
  return undefined;
}

async function start(
  options: EmbeddedServerOptions,
  cluster: Cluster,
  binaries: PostgresBinaries,
  account: ServerAccount,
): Promise<number> {
  const port = await choosePort(options);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const log = join(cluster.folder, 'server.log');
  const { code } = await runDetached(
    binaries.pg_ctl,
    [
      'start',
      '--wait',
      `--timeout=${startSeconds}`,
      '--silent',
      `--pgdata=${cluster.folder}`,
      `--log=${log}`,
      '-o',
      [`-p ${port}`, ...flags].join(' '),
    ],
    account,
  );
  if (code === 0) {
    writeFileSync(portFile(options.home), String(port));
    return port;
  }
  const reason = existsSync(log)
    ? readFileSync(log, 'utf8')
        .match(/.*(?:FATAL|PANIC): +(.*)/g)
        ?.at(-1)
    : undefined;
  // Another process of ours may have started it in the same moment.
  const other = await adoptedPort(cluster, binaries, account);
  if (other !== undefined) return other;
  throw new StartupError(`The embedded PostgreSQL did not start${reason ? ` (${reason})` : ''}; its log is ${log}.`);
}

async function stopServer(folder: string, binaries: PostgresBinaries, account: ServerAccount): Promise<void> {
  if (!runningPostmaster(folder)) return;
  const stop = (how: string) =>
    runDetached(binaries.pg_ctl, ['stop', '--wait', '--timeout=30', '--silent', `--mode=${how}`, `--pgdata=${folder}`], account);
  const { code } = await stop('fast');
  // Immediate loses nothing that was committed; the next start replays the log.
  if (code !== 0 && runningPostmaster(folder)) await stop('immediate');
}

async function choosePort({ home, port }: EmbeddedServerOptions): Promise<number> {
  if (port !== undefined) {
    if (await isFree(port)) return port;
    throw new StartupError(`RECOUP_PG_PORT is ${port}, but that port is taken by another program.`);
  }
  const last = existsSync(portFile(home)) ? Number(readFileSync(portFile(home), 'utf8')) : 0;
  return last > 0 && (await isFree(last)) ? last : freePort();
}

function portFile(home: string): string {
  return join(home, 'postgres-port');
}

function url(cluster: Cluster, port: number, database: string): string {
  return `postgresql://recoup:${cluster.password}@127.0.0.1:${port}/${database}`;
}
