import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** Signed in as the owner. */
  url: string;
  drop(): Promise<void>;
}

/** A migrated, empty database for one spec file. Close everything that uses it before `drop`. */
export function freshDatabase(): Promise<TestDatabase> {
  return copyOf(process.env.RECOUP_TEST_TEMPLATE_URL ?? '');
}

/** The same once more. Nobody may be using the original. */
export async function copyOf(original: string): Promise<TestDatabase> {
  const template = new URL(original);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(template, `create database ${name} template ${template.pathname.slice(1)} strategy file_copy`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(template, `drop database ${name} with (force)`) };
}

async function onServer(template: URL, statement: string): Promise<void> {
  const server = new URL(template);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
