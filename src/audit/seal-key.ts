import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { readOrMakeSecret, readSecret } from '../platform/secret-file.js';

export interface SigningKey {
  /** SPKI in base64. */
  readonly publicKey: string;
  sign(hash: Buffer): Buffer;
}

/**
 * The key that signs seals: made at first use, in RECOUP_HOME with mode 0600, never in the database that it vouches for. Read each time,
 * since another process may have put its successor in its place.
 */
@Injectable()
export class SealKey {
  constructor(private readonly config: Config) {}

  async publicKey(): Promise<string> {
    return (await this.newest()).publicKey;
  }

  /** The one that a chain begins with. */
  async newest(): Promise<SigningKey> {
    return keyIn((await readSecret(this.path('seal-key.next.pem'))) ?? (await readOrMakeSecret(this.path('seal-key.pem'), newKey)));
  }

  /** The one that goes on with a chain, whose last seal has this public key. @returns undefined where it is not here */
  async of(publicKey: string): Promise<SigningKey | undefined> {
    // In this order: what was the next one when it was not there any more is the current one by now.
    const next = await readSecret(this.path('seal-key.next.pem'));
    const current = await readSecret(this.path('seal-key.pem'));
    return [next, current].flatMap((pem) => (pem ? [keyIn(pem)] : [])).find((key) => key.publicKey === publicKey);
  }

  /** The next one: made when it is asked for, kept until `succeed`. */
  async successor(): Promise<SigningKey> {
    return keyIn(await readOrMakeSecret(this.path('seal-key.next.pem'), newKey));
  }

  /** It takes the place of the current key, which is gone then. */
  async succeed(): Promise<void> {
    await rename(this.path('seal-key.next.pem'), this.path('seal-key.pem'));
  }

  private path(name: string): string {
    return join(this.config.home, name);
  }
}

function keyIn(pem: Buffer): SigningKey {
  const key = createPrivateKey(pem);
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (hash) => sign(null, hash, key),
  };
}

function newKey(): string | Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
}
