import type { FileHandle } from 'node:fs/promises';
import { type FileHeader, headerBytes, readHeader, unwrap } from './file-header.js';
import { decrypted, frameBytes } from './frames.js';
import type { MasterKeys } from './master-keys.js';
import { UnreadableFile } from './unreadable-file.js';

/**
 * What a kept file holds, in pieces; the file is opened for the first and closed behind the last. Files from before there was encryption are read as they are.
 * @throws UnreadableFile `altered`, `key_missing`
 */
export async function* contentOf(open: () => Promise<FileHandle>, keys: MasterKeys): AsyncGenerator<Buffer> {
  const file = await open();
  try {
    const header = await headerOf(file);
    if (header) yield* decrypted(file, (await openHeader(header, keys)).dataKey);
    else yield* plain(file);
  } finally {
    await file.close();
  }
}

/** @returns undefined for a file that is not encrypted */
export async function headerOf(file: FileHandle): Promise<FileHeader | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
  return readHeader(buffer.subarray(0, bytesRead));
}

/** @returns the key of the data, and in which slot it was @throws UnreadableFile `key_missing`, `altered` when no slot opens with its key */
export async function openHeader({ fileId, slots }: FileHeader, keys: MasterKeys): Promise<{ dataKey: Buffer; place: number }> {
  let missing: UnreadableFile | undefined;
  for (const [place, slot] of slots.entries()) {
    if (!slot) continue;
    try {
      const dataKey = unwrap(slot, fileId, await keys.find(slot.keyId));
      if (dataKey) return { dataKey, place };
    } catch (error) {
      // A rotation may be under way: the other slot may open.
      if (!(error instanceof UnreadableFile)) throw error;
      missing = error;
    }
  }
  throw missing ?? new UnreadableFile('altered');
}

async function* plain(file: FileHandle): AsyncGenerator<Buffer> {
  for (let place = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(frameBytes), 0, frameBytes, place);
    if (bytesRead === 0) return;
    place += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
