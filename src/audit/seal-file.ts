import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../platform/startup-error.js';
import type { Leaf } from './merkle.js';
import type { Seal } from './seal.js';

/** A seal outside the database, with the leaves it covers: enough to catch a history that was rewritten together with its seals. */
export interface SealFile {
  readonly seal: Seal;
  readonly leaves: readonly Leaf[];
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
  leaves: [caseId: string, seq: number, hash: string][];
}

export function sealPath(folder: string, { companyId, number }: Pick<Seal, 'companyId' | 'number'>): string {
  return join(folder, `${companyId}-${String(number).padStart(6, '0')}.json`);
}

/** What such a file says. */
export function sealText({ seal, leaves }: SealFile): string {
  return `${JSON.stringify(written(seal, leaves), null, 1)}\n`;
}

/** @returns the path; the file is whole or not there, whoever else writes it at the same time */
export async function writeSealFile(folder: string, { seal, leaves }: SealFile): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = sealPath(folder, seal);
  const own = `${path}.${randomUUID()}.new`;
  const file = await open(own, 'wx', 0o644);
  try {
    await file.writeFile(sealText({ seal, leaves }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(own, path);
  return path;
}

/** @throws StartupError for a file that is no seal */
export async function readSealFile(path: string): Promise<SealFile> {
  try {
    const { company, root, prevHash, hash, signature, leaves, ...same } = JSON.parse(await readFile(path, 'utf8')) as Written;
    const seal = {
      ...same,
      companyId: company,
      leaves: leaves.length,
      root: hex(root),
      prevHash: hex(prevHash),
      hash: hex(hash),
      signature: hex(signature),
    };
    return { seal, leaves: leaves.map(([caseId, seq, leaf]) => ({ caseId, seq, hash: hex(leaf) })) };
  } catch (error) {
    throw new StartupError(`${path} cannot be read as a seal: ${(error as Error).message}`);
  }
}

function written(seal: Seal, leaves: readonly Leaf[]): Written {
  const { companyId, root, prevHash, hash, signature, leaves: _, ...same } = seal;
  return {
    company: companyId,
    ...same,
    root: root.toString('hex'),
    prevHash: prevHash.toString('hex'),
    hash: hash.toString('hex'),
    signature: signature.toString('hex'),
    leaves: leaves.map((leaf) => [leaf.caseId, leaf.seq, leaf.hash.toString('hex')]),
  };
}

function hex(text: string): Buffer {
  if (!/^([0-9a-f]{2})+$/.test(text)) throw new Error(`not hexadecimal: ${String(text).slice(0, 40)}`);
  return Buffer.from(text, 'hex');
}
