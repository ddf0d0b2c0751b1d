import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { readOrMakeSecret } from '../platform/secret-file.js';

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
    return createPrivateKey(await readOrMakeSecret(join(this.config.home, 'seal-key.pem'), newKey));
  }
}

function newKey(): string | Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
}
