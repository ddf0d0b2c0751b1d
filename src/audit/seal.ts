import { createHash, createPublicKey, verify } from 'node:crypto';

/** A seal, as the database and its file keep it. Hashes are raw bytes. */
export interface Seal {
  readonly companyId: string;
  /** Counts from 1 without gaps. */
  readonly number: number;
  readonly businessDate: string;
  /** UTC with milliseconds. */
  readonly sealedAt: string;
  readonly leaves: number;
  readonly root: Buffer;
  /** Of the seal before; zeros for the first. */
  readonly prevHash: Buffer;
  readonly hash: Buffer;
  /** Ed25519, SPKI in base64. */
  readonly publicKey: string;
  /** Over `hash`. */
  readonly signature: Buffer;
  /** Where the key is another one than the seal's before: that one's signature over `hash`. */
  readonly handover?: Buffer | null;
}

/** SHA-256 over the fields as netstrings, in this order. */
export function sealHash(seal: Omit<Seal, 'hash' | 'signature' | 'handover'>): Buffer {
  const fields = [
    seal.companyId,
    String(seal.number),
    seal.businessDate,
    seal.sealedAt,
    String(seal.leaves),
    seal.root.toString('hex'),
    seal.prevHash.toString('hex'),
    seal.publicKey,
  ];
  const hash = createHash('sha256');
  for (const field of fields) hash.update(`${Buffer.byteLength(field)}:${field},`);
  return hash.digest();
}

/** Whether the signature is the key's own over the seal's hash. */
export function isSigned({ hash, signature, publicKey }: Pick<Seal, 'hash' | 'signature' | 'publicKey'>): boolean {
  try {
    return verify(null, hash, createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }), signature);
  } catch {
    // A key that is none has signed nothing.
    return false;
  }
}
