import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../platform/startup-error.js';
import type { Leaf } from './merkle.js';
import type { Seal } from './seal.js';

/** A seal outside the database: enough to catch a history that was rewritten together with its seals. */
export interface SealFile {
  readonly seal: Seal;
  /** What it covers, to name the case that was rewritten; a seal that was mailed only counts them. */
  readonly leaves?: readonly Leaf[];
}

interface Written {
  company: string;
  number: number;
  businessDate: string;
  sealedAt: string;
  root: string;
  prevHash: string;
  hash: string;
  publicKey: string;
  signature: string;
  handover?: string;
  leaves: [caseId: string, seq: number, hash: string][] | number;
}

/** As the database counts. */
const most = 2 ** 31 - 1;

export function sealName({ companyId, number }: Pick<Seal, 'companyId' | 'number'>): string {
  return `${companyId}-${String(number).padStart(6, '0')}.json`;
}

/** What such a file says. */
export function sealText({ seal, leaves }: SealFile): string {
  return `${JSON.stringify(written(seal, leaves), null, 1)}\n`;
}

/**
 * The file is whole or not there, whoever else writes it at the same time. One of another seal with the same number, as is there where the
 * database was restored from before it, stays: it proves what was lost, and the new one is put beside it.
 */
export async function writeSealFile(folder: string, file: SealFile): Promise<{ path: string; besideAnother: boolean }> {
  await mkdir(folder, { recursive: true });
  const hash = file.seal.hash.toString('hex');
  const usual = join(folder, sealName(file.seal));
  const there = await readFile(usual, 'utf8').catch(unlessMissing);
  if (there?.includes(`"${hash}"`)) return { path: usual, besideAnother: false };
  const besideAnother = there !== undefined;
  const path = besideAnother ? usual.replace(/\.json$/, `-${hash.slice(0, 12)}.json`) : usual;
  await put(path, sealText(file));
  return { path, besideAnother };
}

/** @throws StartupError for a file that is no seal */
export async function readSealFile(path: string): Promise<SealFile> {
  try {
    const { company, number, businessDate, sealedAt, root, prevHash, hash, publicKey, signature, handover, leaves } = JSON.parse(
      await readFile(path, 'utf8'),
    ) as Partial<Record<keyof Written, unknown>>;
    const covered = Array.isArray(leaves) ? leaves.map(readLeaf) : undefined;
    const seal = {
      companyId: text('company', company),
      number: count('number', number),
      businessDate: text('businessDate', businessDate),
      sealedAt: text('sealedAt', sealedAt),
      leaves: covered?.length ?? count('leaves', leaves, 0),
      root: hex('root', root),
      prevHash: hex('prevHash', prevHash),
      hash: hex('hash', hash),
      publicKey: text('publicKey', publicKey),
      signature: hex('signature', signature),
      ...(handover !== undefined && { handover: hex('handover', handover) }),
    };
    return { seal, ...(covered && { leaves: covered }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartupError(`${path} cannot be read as a seal: ${code === 'ENOENT' ? 'there is no such file' : message}`);
  }
}

function written(seal: Seal, leaves: SealFile['leaves']): Written {
  const { companyId, root, prevHash, hash, signature, handover, leaves: count, ...same } = seal;
  return {
    company: companyId,
    ...same,
    root: root.toString('hex'),
    prevHash: prevHash.toString('hex'),
    hash: hash.toString('hex'),
    signature: signature.toString('hex'),
    ...(handover && { handover: handover.toString('hex') }),
    leaves: leaves?.map((leaf) => [leaf.caseId, leaf.seq, leaf.hash.toString('hex')]) ?? count,
  };
}

async function put(path: string, text: string): Promise<void> {
  const own = `${path}.${randomUUID()}.new`;
  const file = await open(own, 'wx', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(own, path);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function readLeaf(leaf: unknown, index: number): Leaf {
  const [caseId, seq, hash] = Array.isArray(leaf) && leaf.length === 3 ? (leaf as unknown[]) : [];
  if (typeof caseId !== 'string' || !/^[1-9]\d{0,17}$/.test(caseId)) throw new Error(`leaf ${index + 1} names no case`);
  return { caseId, seq: count(`leaf ${index + 1}`, seq), hash: hex(`leaf ${index + 1}`, hash) };
}

function text(what: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${what} is no text`);
  return value;
}

function count(what: string, value: unknown, least = 1): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw new Error(`${what} has no number`);
  return value;
}

function hex(what: string, value: unknown): Buffer {
  if (typeof value !== 'string' || !/^([0-9a-f]{2})+$/.test(value)) throw new Error(`${what} is not hexadecimal`);
  return Buffer.from(value, 'hex');
}
