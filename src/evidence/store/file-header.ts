import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.js';

/**
 * The beginning of an encrypted file; `src/evidence/README.md` describes it for strangers. The key of the file's data stands in it,
 * wrapped, in one of two slots: a rotation fills the empty one before it empties the other, so that one is whole at any moment.
 */
export const headerBytes = 1536;

/** No document begins so: what has a zero byte is no text, and other kinds have marks of their own. */
export const magic = Buffer.from('\0RECOUP\x01', 'latin1');

/** In disk sectors of their own. */
export const slotOffsets = [512, 1024] as const;

const fileIdBytes = 16;
const keyIdBytes = 8;
const nonceBytes = 12;
const dataKeyBytes = 32;
const tagBytes = 16;
export const slotBytes = keyIdBytes + nonceBytes + dataKeyBytes + tagBytes;

export interface FileHeader {
  /** Random; binds the slots to the file. */
  readonly fileId: Buffer;
  /** By place; undefined where it is empty. */
  readonly slots: readonly (Slot | undefined)[];
}

export interface Slot {
  /** Of the master key that wraps, 16 hexadecimal digits. */
  readonly keyId: string;
  readonly bytes: Buffer;
}

/** A header for a new file, with the key to encrypt its data with. */
export function newHeader(master: MasterKey): { header: Buffer; dataKey: Buffer } {
  const header = Buffer.alloc(headerBytes);
  const fileId = randomBytes(fileIdBytes);
  const dataKey = randomBytes(dataKeyBytes);
  magic.copy(header, 0);
  fileId.copy(header, magic.length);
  wrap(dataKey, fileId, master).copy(header, slotOffsets[0]);
  return { header, dataKey };
}

/** @returns undefined for a file that is not encrypted */
export function readHeader(bytes: Buffer): FileHeader | undefined {
  if (bytes.length < headerBytes || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const fileId = Buffer.from(bytes.subarray(magic.length, magic.length + fileIdBytes));
  return { fileId, slots: slotOffsets.map((offset) => slotAt(bytes, offset)) };
}

/** A slot with the data key, wrapped with AES-256-GCM; key and file are authenticated with it. */
export function wrap(dataKey: Buffer, fileId: Buffer, { id, secret }: MasterKey): Buffer {
  const keyId = Buffer.from(id, 'hex');
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.concat([magic, fileId, keyId]));
  const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return Buffer.concat([keyId, nonce, wrapped, cipher.getAuthTag()]);
}

/** @returns undefined when the slot was altered, or half written */
export function unwrap({ bytes, keyId }: Slot, fileId: Buffer, secret: Buffer): Buffer | undefined {
  const nonce = bytes.subarray(keyIdBytes, keyIdBytes + nonceBytes);
  const wrapped = bytes.subarray(keyIdBytes + nonceBytes, keyIdBytes + nonceBytes + dataKeyBytes);
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.concat([magic, fileId, Buffer.from(keyId, 'hex')]))
    .setAuthTag(bytes.subarray(slotBytes - tagBytes));
  try {
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}

function slotAt(header: Buffer, offset: number): Slot | undefined {
  const bytes = Buffer.from(header.subarray(offset, offset + slotBytes));
  if (bytes.every((byte) => byte === 0)) return undefined;
  return { keyId: bytes.toString('hex', 0, keyIdBytes), bytes };
}
