import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { AsyncFlateStreamHandler, ZipInputFile } from 'fflate';

const deflated = 8;

/** A file of a ZIP that is compressed by the system's own zlib, beside the event loop: a long sheet would hold up everybody else. */
export class ZipEntry implements ZipInputFile {
  readonly compression = deflated;
  /** The same content is the same bytes: no time of day in it. */
  readonly mtime = '1980-01-01T12:00:00';
  size = 0;
  crc = 0;
  ondata?: AsyncFlateStreamHandler;
  private readonly deflate = createDeflateRaw();

  constructor(readonly filename: string) {
    this.deflate.on('data', (piece: Buffer) => this.ondata?.(null, new Uint8Array(piece), false));
  }

  /** @returns once it takes more */
  async write(bytes: Uint8Array): Promise<void> {
    this.size += bytes.length;
    this.crc = crc32(bytes, this.crc);
    if (!this.deflate.write(bytes)) await once(this.deflate, 'drain');
  }

  async end(): Promise<void> {
    const ended = once(this.deflate, 'end');
    this.deflate.end();
    await ended;
    this.ondata?.(null, new Uint8Array(), true);
  }
}
