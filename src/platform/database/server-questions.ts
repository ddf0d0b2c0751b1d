import pg from 'pg';

/** Whether a server takes this sign-in within five seconds. */
export async function answers(connectionString: string): Promise<boolean> {
  return withClient(connectionString, async () => true).catch(() => false);
}

/** Creates the database `recoup` when it is missing. */
export async function createDatabase(connectionString: string): Promise<void> {
  await withClient(connectionString, async (client) => {
    const found = await client.query("select 1 from pg_database where datname = 'recoup'");
    if (found.rowCount) return;
    // 42P04: another process of ours made it in the same moment.
    await client.query('create database recoup').catch((error: { code?: string }) => {
      if (error.code !== '42P04') throw error;
    });
  });
}

/** Whether a connection is open whose application_name is not `ownName`. */
export async function hasOtherClients(connectionString: string, ownName: string): Promise<boolean> {
  return withClient(connectionString, async (client) => {
    const { rowCount } = await client.query(
      "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> $1 limit 1",
      [ownName],
    );
    return rowCount !== 0;
  });
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
