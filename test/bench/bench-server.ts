import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/platform/database/embedded-server.js';
import { migrate } from '../../src/platform/database/migrate.js';

/** A PostgreSQL of the run's own, with the settings that the product starts one with: what is committed is on disk. */
export class BenchServer {
  private readonly seeds = new Map<string, Promise<void>>();
  private clones = 0;

  private constructor(
    private readonly server: EmbeddedServer,
    /** For files of the run. */
    readonly folder: string,
    private readonly kept: boolean,
  ) {}

  /** @param keep a folder whose databases were made by an earlier run of the same size, or are kept for a later one */
  static async start(keep?: string): Promise<BenchServer> {
    if (keep !== undefined) mkdirSync(keep, { recursive: true });
    const folder = keep ?? mkdtempSync(join(tmpdir(), 'recoup-bench-'));
    // The account that runs PostgreSQL for root must be able to pass.
    chmodSync(folder, 0o755);
    return new BenchServer(await startEmbeddedServer({ home: join(folder, 'home') }), folder, keep !== undefined);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    if (!this.kept) rmSync(this.folder, { recursive: true });
  }

  /** Makes a database once in a run, to be cloned: a migrated one, or a clone of `from`. A kept one is brought to today's schema. */
  seed(name: string, fill: (url: string) => Promise<void>, from?: string): Promise<void> {
    const known = this.seeds.get(name);
    if (known) return known;
    const made = this.fillSeed(name, fill, from);
    this.seeds.set(name, made);
    return made;
  }

  /** Gives `work` a copy of the seed that nobody else uses, and drops it afterwards: every round begins with the same pages. */
  async withClone<T>(seed: string, work: (url: string) => Promise<T>): Promise<T> {
    this.clones += 1;
    const name = `clone_${this.clones}`;
    await this.copy(seed, name);
    try {
      return await work(this.url(name));
    } finally {
      await this.onServer(`drop database ${name} with (force)`);
    }
  }

  private async fillSeed(name: string, fill: (url: string) => Promise<void>, from?: string): Promise<void> {
    if (this.kept && (await this.isThere(name))) {
      await migrate(this.url(name));
      return;
    }
    // Only a whole one bears its name.
    const unfinished = `${name}_unfinished`;
    await this.onServer(`drop database if exists ${unfinished} with (force)`);
    if (from === undefined) {
      await this.onServer(`create database ${unfinished}`);
      await migrate(this.url(unfinished));
    } else await this.copy(from, unfinished);
    await fill(this.url(unfinished));
    await onDatabase(this.url(unfinished), (client) => client.query('vacuum analyze'));
    await this.onServer(`alter database ${unfinished} rename to ${name}`);
  }

  private isThere(name: string): Promise<boolean> {
    return onDatabase(this.url('postgres'), async (client) => {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      return rowCount === 1;
    });
  }

  private copy(from: string, to: string): Promise<void> {
    return this.onServer(`create database ${to} template ${from} strategy file_copy`);
  }

  private async onServer(statement: string): Promise<void> {
    await onDatabase(this.url('postgres'), (client) => client.query(statement));
  }

  private url(database: string): string {
    const url = new URL(this.server.url);
    url.pathname = `/${database}`;
    return url.href;
  }
}

/** One connection as the owner of the schema. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
