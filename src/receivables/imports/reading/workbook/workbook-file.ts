import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Problem } from '../../../../platform/errors/problem.js';

/** A file in the ZIP that a workbook is. */
export interface Part {
  /** As OPC compares them: in small letters, without a slash in front. */
  name: string;
  entry: Entry;
}

const megabyte = 1024 * 1024;
/** Of all that is read of one workbook, which is five times a full sheet of a usual ledger. */
const largestUnpackedBytes = 1024 * megabyte;
/** Real sheets unpack to some ten to fifty times their size, and deflate can do a thousand. */
const furthestUnpacked = 200;
const alwaysUnpackedBytes = 8 * megabyte;
const mostParts = 5_000;
/** Names of parts, with what stands beside them in the ZIP's directory. */
const longestName = 1_000;
const pieceBytes = 32 * 1024;

/** The ZIP, from which nothing is taken but the parts that are asked for, and nothing is written anywhere. */
export class WorkbookFile {
  private unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Part>,
  ) {}

  /** @throws Problem 415 `file.not_a_workbook` for a ZIP whose directory cannot be read */
  static async open(path: string): Promise<WorkbookFile> {
    const zip = await openPromise(path, { autoClose: false }).catch(refuseUnreadable);
    try {
      return new WorkbookFile(zip, await partsOf(zip).catch(refuseUnreadable));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  close(): void {
    this.zip.close();
  }

  part(name: string): Part | undefined {
    return this.parts.get(name.toLowerCase());
  }

  /** What the parts that may have to be read say that they unpack to. */
  get xmlBytes(): number {
    let bytes = 0;
    for (const { name, entry } of this.parts.values()) if (name.endsWith('.xml')) bytes += entry.uncompressedSize;
    return bytes;
  }

  /**
   * Unpacks a part piece by piece, and no further than it says itself.
   * @throws Problem 400 `workbook.damaged`, 413 `workbook.too_large` or `workbook.unpacks_too_far`
   */
  async *bytesOf(part: Part): AsyncGenerator<Buffer> {
    const { entry } = part;
    this.refuseLarge(part, entry.uncompressedSize);
    let bytes = 0;
    let checksum = 0;
    for await (const piece of await this.unpack(part)) {
      bytes += piece.length;
      this.unpacked += piece.length;
      if (bytes > entry.uncompressedSize) throw damaged(part);
      this.refuseLarge(part, bytes);
      checksum = crc32(piece, checksum);
      yield piece;
    }
    if (bytes !== entry.uncompressedSize || checksum !== entry.crc32) throw damaged(part);
  }

  private refuseLarge({ entry }: Part, bytes: number): void {
    if (Math.max(bytes, this.unpacked) > largestUnpackedBytes)
      throw new Problem(413, 'workbook.too_large', { largestMegabytes: largestUnpackedBytes / megabyte });
    if (bytes > alwaysUnpackedBytes && bytes > furthestUnpacked * entry.compressedSize)
      throw new Problem(413, 'workbook.unpacks_too_far', { times: furthestUnpacked });
  }

  private async unpack(part: Part): Promise<AsyncIterable<Buffer>> {
    const { entry } = part;
    if (!entry.canDecodeFileData()) throw damaged(part);
    const raw = await this.zip.openReadStreamPromise(entry, { decodeFileData: false }).catch(ofPart(part));
    // Whoever stops reading early ends both; what goes wrong is thrown where it is read.
    return faultless(
      entry.compressionMethod === 0 ? raw : pipeline(raw, createInflateRaw({ chunkSize: pieceBytes }), () => undefined),
      part,
    );
  }
}

export function damaged({ name }: { name: string }): Problem {
  return new Problem(400, 'workbook.damaged', { part: name.slice(0, 100) });
}

async function partsOf(zip: ZipFile): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>();
  if (zip.entryCount > mostParts) throw notAWorkbook();
  for await (const entry of zip.eachEntry()) {
    // Two parts of the same name: one program would read the first, and another the second.
    const name = entry.fileName.toLowerCase();
    if (parts.has(name) || entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength > longestName) throw notAWorkbook();
    parts.set(name, { name, entry });
  }
  return parts;
}

async function* faultless(pieces: Readable, part: Part): AsyncGenerator<Buffer> {
  try {
    yield* pieces as AsyncIterable<Buffer>;
  } catch (error) {
    ofPart(part)(error);
  }
}

function ofPart(part: Part): (error: unknown) => never {
  return (error) => {
    throw isOfTheSystem(error) ? error : damaged(part);
  };
}

function refuseUnreadable(error: unknown): never {
  throw isOfTheSystem(error) || error instanceof Problem ? error : notAWorkbook();
}

/** A disk that fails is not the file's fault. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function notAWorkbook(): Problem {
  return new Problem(415, 'file.not_a_workbook');
}
