import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file with mode 0600 that is made at first use. Two replicas at once: only one's becomes it. It is there whole or not at all, also for one that is killed meanwhile. */
export async function readOrMakeSecret(path: string, make: () => string | Buffer): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true });
  return (await readSecret(path)) ?? (await makeSecret(path, make()));
}

/** @returns undefined where there is none */
export async function readSecret(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
}

async function makeSecret(path: string, content: string | Buffer): Promise<Buffer> {
  const own = `${path}.${randomUUID()}`;
  const file = await open(own, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(own);
  }
  return readFile(path);
}
