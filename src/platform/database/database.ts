import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { StartupError } from '../startup-error.js';
import { applicationRole } from './roles.js';

/** One transaction on one connection. */
export interface Tx {
  /** As `Database.query`, inside the transaction. */
  query<T>(sql: string, values?: unknown[], name?: string): Promise<T[]>;
  /** The connection itself, for COPY and cursors. */
  client: PoolClient;
}

/**
 * Plain SQL on TypeORM's own pool, as the role `recoup_app`.
 * int8 and numeric arrive as strings, a date as 'YYYY-MM-DD', timestamptz as Date.
 */
@Injectable()
export class Database implements OnModuleInit {
  private readonly pool: Pool;

  constructor(@InjectDataSource() source: DataSource) {
    this.pool = (source.driver as unknown as { master: Pool }).master;
  }

  /** @throws StartupError when something on the way dropped the switch to the application's role, and with it all protection */
  async onModuleInit(): Promise<void> {
    const [{ role } = { role: '' }] = await this.query<{ role: string }>('select current_user as role');
    if (role === applicationRole) return;
    throw new StartupError(
      `The database connection works as "${role}" instead of "${applicationRole}": DATABASE_URL must not set options and must not lead through a pooler that drops them.`,
    );
  }

  /**
   * @param values for $1, $2, …
   * @param name makes it a prepared statement of that name; one name must always go with the same text
   * @throws the driver's DatabaseError with its SQLSTATE in `code`
   */
  async query<T>(sql: string, values: unknown[] = [], name?: string): Promise<T[]> {
    const { rows } = await this.pool.query({ text: sql, values, name });
    return rows as T[];
  }

  /** Connections of the pool by what they do; `waiting` counts who waits for one. */
  connections(): Record<'used' | 'idle' | 'waiting', number> {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** Commits when `work` is done, rolls back and rethrows when it fails. Retries nothing. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onLost = (error: Error) => {
      broken = error;
    };
    // The pool listens on idle connections only; a lost one without a listener would end the process.
    client.on('error', onLost);
    try {
      await client.query('begin');
      const result = await work(transactionOn(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(onLost);
      throw error;
    } finally {
      client.off('error', onLost);
      // A lost connection, or one that cannot even roll back, must not go back into the pool.
      client.release(broken);
    }
  }
}

function transactionOn(client: PoolClient): Tx {
  return {
    client,
    query: async <T>(sql: string, values: unknown[] = [], name?: string) => {
      const { rows } = await client.query<QueryResultRow>({ text: sql, values, name });
      return rows as T[];
    },
  };
}
