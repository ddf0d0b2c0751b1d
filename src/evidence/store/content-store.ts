import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config.js';
import { clearForgotten } from '../../platform/forgotten-files.js';
import { newHeader } from './file-header.js';
import { encrypted } from './frames.js';
import { contentOf } from './kept-content.js';
import { MasterKeys } from './master-keys.js';
import { UnreadableFile } from './unreadable-file.js';
import { verified } from './verified.js';

/** A file that has come in but is not yet in the store. */
export interface Received {
  /** Of its content, hexadecimal. */
  readonly sha256: string;
  /** Of its content. */
  readonly bytes: number;
  /** Where it lies, encrypted. */
  readonly path: string;
  /** Of the master key that it needs. */
  readonly keyId: string;
}

/** Pieces of a kept file; `return` when no more of them are wanted, also before the first. */
export interface Content extends AsyncIterable<Buffer> {
  next(): Promise<IteratorResult<Buffer>>;
  return(): Promise<IteratorResult<Buffer>>;
}

/**
 * Evidence files under `RECOUP_HOME/evidence`, each once, named by the SHA-256 of its content, never altered, and encrypted (see
 * `README.md`): content is never on the disk in the clear. Several replicas share the folder.
 */
@Injectable()
export class ContentStore {
  private readonly folder: string;

  constructor(
    config: Config,
    private readonly keys: MasterKeys,
  ) {
    this.folder = join(config.home, 'evidence');
  }

  /** Takes a file in without knowing yet whether it stays; `keep` or `drop` must follow. */
  async receive(file: Readable): Promise<Received> {
    const path = join(this.folder, 'incoming', randomUUID());
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await clearForgotten(dirname(path));
    const master = await this.keys.newest();
    const { header, dataKey } = newHeader(master);
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    const written = async function* (chunks: AsyncIterable<Buffer>) {
      yield header;
      yield* encrypted(counted(chunks), dataKey);
    };
    try {
      // There before anything can fail: a stream that opens it itself may do so after it was dropped.
      const stored = await open(path, 'wx', 0o600);
      await pipeline(file, written, stored.createWriteStream());
      return { sha256: hash.digest('hex'), bytes, path, keyId: master.id };
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

  /** The content of what has come in. */
  readReceived({ path }: Pick<Received, 'path'>): Readable {
    return Readable.from(
      contentOf(() => open(path, 'r'), this.keys),
      { objectMode: false },
    );
  }

  /**
   * The content, hashed again as it is read: its last piece is held back until all of it is known to be what was filed.
   * @throws UnreadableFile at once for what is gone, has no key or is wrong from its first bytes on; for later faults with the piece they are in
   */
  async read(sha256: string): Promise<Content> {
    const content = verified(
      contentOf(() => this.open(sha256, 'r'), this.keys),
      sha256,
    );
    let first: Promise<IteratorResult<Buffer>> | undefined = content.next();
    await first;
    const next = () => {
      const result = first ?? content.next();
      first = undefined;
      return result;
    };
    const pieces = { next, return: () => content.return(undefined) };
    return { ...pieces, [Symbol.asyncIterator]: () => pieces };
  }

  /** @param flags as of `fs.open` @throws UnreadableFile `gone` */
  async open(sha256: string, flags: 'r' | 'r+'): Promise<FileHandle> {
    return open(this.pathOf(sha256), flags).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new UnreadableFile('gone') : error;
    });
  }

  /** Of all that is kept, in order. */
  async *all(): AsyncGenerator<string> {
    const folders = await readdir(this.folder).catch(() => []);
    for (const folder of folders.filter((name) => /^[0-9a-f]{2}$/.test(name)).sort())
      yield* (await readdir(join(this.folder, folder))).filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}
