import type { Tx } from '../../platform/database/database.js';
import { type Leaf, merkleRoot } from '../merkle.js';
import { isSigned, type Seal, sealHash } from '../seal.js';
import type { SealFile } from '../seal-file.js';
import { exactInstant } from './exact-instant.js';
import type { Findings } from './findings.js';

export const sealColumns = `company_id as "companyId", number, business_date as "businessDate",
  ${exactInstant('sealed_at')} as "sealedAt", leaves, root, prev_hash as "prevHash", hash,
  public_key as "publicKey", signature,
  (select h.signature from seal_handovers h where h.company_id = seals.company_id and h.number = seals.number) as handover`;

/** Seals follow each other, are signed, and what they cover is still in the journal as it was. @returns how many there are */
export async function checkSeals(tx: Tx, findings: Findings): Promise<number> {
  const seals = await tx.query<Seal>(`select ${sealColumns} from seals order by company_id, number`);
  let before: Seal | undefined;
  for (const seal of seals) {
    const follows = before?.companyId === seal.companyId ? before : undefined;
    checkSeal(seal, await leavesOf(tx, seal), follows, findings);
    before = seal;
  }
  await checkLeaves(tx, findings);
  return seals.length;
}

/** A seal from outside against the database: the seal must be there, and every leaf that the file has in the journal. */
export async function checkSealFile(tx: Tx, { seal, leaves }: SealFile, findings: Findings): Promise<void> {
  const { companyId, number } = seal;
  const found = (what: string, caseId?: string) =>
    findings.add({ check: 'seal', companyId, ...(caseId !== undefined && { caseId }), what });
  if (!sealHash(seal).equals(seal.hash) || (leaves && !merkleRoot(leaves).equals(seal.root)) || !isSigned(seal))
    found(`the file of seal ${number} does not hold together`);
  const [kept] = await tx.query<{ hash: Buffer }>('select hash from seals where company_id = $1 and number = $2', [companyId, number]);
  if (!kept) found(`seal ${number} of the file is not in the database`);
  else if (!kept.hash.equals(seal.hash)) found(`seal ${number} in the database is another one than in the file`);
  if (!leaves) return;
  const there = await tx.query<{ caseId: string; seq: number; hash: Buffer }>(
    `select l.case_id as "caseId", l.seq, j.hash from unnest($2::bigint[], $3::int[]) as l (case_id, seq)
     join case_journal j on j.company_id = $1 and j.case_id = l.case_id and j.seq = l.seq`,
    [companyId, leaves.map(({ caseId }) => caseId), leaves.map(({ seq }) => seq)],
  );
  const byKey = new Map(there.map((leaf) => [`${leaf.caseId} ${leaf.seq}`, leaf.hash]));
  for (const { caseId, seq, hash } of leaves) {
    const now = byKey.get(`${caseId} ${seq}`);
    if (!now) found(`entry ${seq}, sealed in ${number}, is gone`, caseId);
    else if (!now.equals(hash)) found(`entry ${seq} has been rewritten since seal ${number}`, caseId);
  }
}

function checkSeal(seal: Seal, leaves: readonly Leaf[], before: Seal | undefined, findings: Findings): void {
  const found = (what: string) => findings.add({ check: 'seal', companyId: seal.companyId, what: `seal ${seal.number} ${what}` });
  if (seal.number !== (before?.number ?? 0) + 1) found(`does not follow ${before?.number ?? 'anything'}`);
  if (!seal.prevHash.equals(before?.hash ?? Buffer.alloc(32))) found('does not carry the hash of the one before');
  if (!sealHash(seal).equals(seal.hash)) found('is not what was hashed');
  if (!isSigned(seal)) found('is not signed by its key');
  const isHandedOver = before !== undefined && before.publicKey !== seal.publicKey;
  if (isHandedOver && !isSigned({ hash: seal.hash, signature: seal.handover ?? Buffer.alloc(0), publicKey: before.publicKey }))
    found('is signed by another key than the one before, which does not vouch for it');
  if (!isHandedOver && seal.handover) found('hands over to the key that it was signed by before');
  if (leaves.length !== seal.leaves || !merkleRoot(leaves).equals(seal.root)) found('covers other leaves than its root says');
}

/** In the order of the root. */
export async function leavesOf(tx: Pick<Tx, 'query'>, { companyId, number }: Pick<Seal, 'companyId' | 'number'>): Promise<Leaf[]> {
  return tx.query<Leaf>('select case_id as "caseId", seq, hash from seal_leaves where company_id = $1 and number = $2 order by case_id', [
    companyId,
    number,
  ]);
}

async function checkLeaves(tx: Tx, findings: Findings): Promise<void> {
  const wrong = await tx.query<{ companyId: string; caseId: string; seq: number; number: number; gone: boolean }>(
    `select l.company_id as "companyId", l.case_id as "caseId", l.seq, l.number, j.hash is null as gone from seal_leaves l
     left join case_journal j on j.company_id = l.company_id and j.case_id = l.case_id and j.seq = l.seq
     where j.hash is null or j.hash <> l.hash order by 1, 2, 3 limit 1000`,
  );
  for (const { companyId, caseId, seq, number, gone } of wrong)
    findings.add({
      check: 'seal',
      companyId,
      caseId,
      what: `entry ${seq}, sealed in ${number}, ${gone ? 'is gone' : 'has been rewritten'}`,
    });
}
