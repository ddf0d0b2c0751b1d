import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { clearForgotten } from '../platform/forgotten-files.js';

/** A file that has come in but is not yet in the store. */
export interface Received {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly path: string;
}

/** Evidence files under `RECOUP_HOME/evidence`, each once, named by its SHA-256 and never altered. Several replicas share the folder. */
@Injectable()
export class ContentStore {
  private readonly folder: string;

  constructor(config: Config) {
    this.folder = join(config.home, 'evidence');
  }

  /** Takes a file in without knowing yet whether it stays; `keep` or `drop` must follow. */
  async receive(file: Readable): Promise<Received> {
    const path = join(this.folder, 'incoming', randomUUID());
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await clearForgotten(dirname(path));
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(
        file,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            bytes += chunk.length;
            yield chunk;
          }
        },
        createWriteStream(path, { mode: 0o600 }),
      );
      return { sha256: hash.digest('hex'), bytes, path };
    } catch (error) {
      await this.drop({ path });
      throw error;
    }
  }

  /** Safe on disk when it returns. The same content again replaces a file by its equal. */
  async keep({ sha256, path }: Pick<Received, 'sha256' | 'path'>): Promise<void> {
    const target = this.pathOf(sha256);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(path, target);
  }

  async drop({ path }: Pick<Received, 'path'>): Promise<void> {
    await rm(path, { force: true });
  }

  read(sha256: string): Readable {
    return createReadStream(this.pathOf(sha256));
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}
