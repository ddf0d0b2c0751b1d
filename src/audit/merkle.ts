import { createHash } from 'node:crypto';

/** What a seal says of one case: its last entry by then. */
export interface Leaf {
  readonly caseId: string;
  readonly seq: number;
  /** Of that journal entry. */
  readonly hash: Buffer;
}

/** A leaf and a node are hashed with different first bytes, so that neither can pass for the other (RFC 6962). */
const leafMark = Buffer.of(0);
const nodeMark = Buffer.of(1);

export function leafHash({ caseId, seq, hash }: Leaf): Buffer {
  const text = `${caseId}:${seq}:${hash.toString('hex')}`;
  return createHash('sha256').update(leafMark).update(text).digest();
}

/** Root over the leaves in their order; an odd one is carried up as it is. No leaves: SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Leaf[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  let level = leaves.map(leafHash);
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      if (left) above.push(right ? createHash('sha256').update(nodeMark).update(left).update(right).digest() : left);
    }
    level = above;
  }
  const [root] = level;
  if (!root) throw new Error('a tree with leaves has a root');
  return root;
}
