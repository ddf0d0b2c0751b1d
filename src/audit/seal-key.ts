import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';

/** The key that signs seals: made at first use, in RECOUP_HOME with mode 0600, never in the database that it vouches for. */
@Injectable()
export class SealKey {
  private key: Promise<KeyObject> | undefined;

  constructor(private readonly config: Config) {}

  async sign(hash: Buffer): Promise<Buffer> {
    return sign(null, hash, await this.load());
  }

  /** SPKI in base64. */
  async publicKey(): Promise<string> {
    return createPublicKey(await this.load())
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
  }

  private load(): Promise<KeyObject> {
    this.key ??= this.readOrMake();
    return this.key;
  }

  private async readOrMake(): Promise<KeyObject> {
    const path = join(this.config.home, 'seal-key.pem');
    await mkdir(this.config.home, { recursive: true });
    const found = await readFile(path).catch(ignoreMissing);
    return createPrivateKey(found ?? (await make(path)));
  }
}

/** Two replicas at once: only one's becomes the key. It is there whole or not at all, also for one that is killed meanwhile. */
async function make(path: string): Promise<Buffer> {
  const own = `${path}.${randomUUID()}`;
  const file = await open(own, 'wx', 0o600);
  try {
    await file.writeFile(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
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

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
