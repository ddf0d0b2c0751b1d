import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { headerBytes } from './file-header.js';
import { UnreadableFile } from './unreadable-file.js';

export const frameBytes = 64 * 1024;
const tagBytes = 16;

/**
 * The content in frames of AES-256-GCM. A frame's number and whether it is the last are its nonce, so that none can be left out, put
 * elsewhere or cut off at the end; the data key is the file's own and never used twice.
 */
export async function* encrypted(content: AsyncIterable<Buffer>, dataKey: Buffer): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of content) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    // What fills a frame exactly may be the last one.
    while (held.length > frameBytes) {
      yield encryptFrame(held.subarray(0, frameBytes), dataKey, number++, false);
      held = held.subarray(frameBytes);
    }
  }
  yield encryptFrame(held, dataKey, number, true);
}

/** @throws UnreadableFile `altered` at the first frame that is not as it was written */
export async function* decrypted(file: FileHandle, dataKey: Buffer): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const frames = Math.ceil((size - headerBytes) / (frameBytes + tagBytes));
  if (frames < 1) throw new UnreadableFile('altered');
  for (let number = 0; number < frames; number += 1) {
    const place = headerBytes + number * (frameBytes + tagBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(frameBytes + tagBytes), 0, frameBytes + tagBytes, place);
    yield decryptFrame(buffer.subarray(0, bytesRead), dataKey, number, number === frames - 1);
  }
}

function encryptFrame(content: Buffer, dataKey: Buffer, number: number, last: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonceOf(number, last));
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function decryptFrame(frame: Buffer, dataKey: Buffer, number: number, last: boolean): Buffer {
  if (frame.length < tagBytes) throw new UnreadableFile('altered');
  const decipher = createDecipheriv('aes-256-gcm', dataKey, nonceOf(number, last), { authTagLength: tagBytes });
  decipher.setAuthTag(frame.subarray(frame.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(frame.subarray(0, frame.length - tagBytes)), decipher.final()]);
  } catch {
    throw new UnreadableFile('altered');
  }
}

/** Seven zero bytes, the number from 0, and 1 for the last. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
