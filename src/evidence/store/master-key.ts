import { createHash, randomBytes } from 'node:crypto';
import { StartupError } from '../../platform/startup-error.js';

export interface MasterKey {
  /** 16 hexadecimal digits that tell which key it is, and nothing of it. */
  readonly id: string;
  readonly secret: Buffer;
}

const secretBytes = 32;

/**
 * Keys as an operator writes them: 32 bytes in base64 or hexadecimal each, separated by white space or commas, the newest first;
 * what stands behind a # is a remark.
 * @param where the setting or file, for the sentence of the error; what stands there is never repeated
 * @throws StartupError
 */
export function readMasterKeys(text: string, where: string): MasterKey[] {
  const words = text.replace(/#.*$/gm, '').split(/[\s,]+/);
  const keys = words.filter((word) => word !== '').map((word) => masterKey(secretOf(word, where)));
  if (keys.length === 0) throw new StartupError(`${where} has no master key; make one with: openssl rand -base64 32`);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new StartupError(`${where} has the same master key twice.`);
  return keys;
}

/** As the file of keys keeps a new one. */
export function newMasterKeyLine(): string {
  return `${randomBytes(secretBytes).toString('base64')}\n`;
}

function masterKey(secret: Buffer): MasterKey {
  const id = createHash('sha256').update('recoup master key\0').update(secret).digest('hex').slice(0, 16);
  return { id, secret };
}

function secretOf(word: string, where: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(word)) return Buffer.from(word, 'hex');
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(word) ? Buffer.from(word, 'base64') : Buffer.alloc(0);
  if (bytes.length === secretBytes) return bytes;
  throw new StartupError(`${where} has something that is no master key: 32 bytes in base64 or hexadecimal, as by openssl rand -base64 32`);
}
