import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { NightDuties } from '../cases/night-duties.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { waitPatiently } from '../platform/database/patient.js';
import { StartupError } from '../platform/startup-error.js';
import { type Leaf, merkleRoot } from './merkle.js';
import { type Seal, sealHash } from './seal.js';
import { type SealFile, writeSealFile } from './seal-file.js';
import { SealKey, type SigningKey } from './seal-key.js';
import { SealMail } from './seal-mail.js';
import { leavesOf, sealColumns } from './verify/seals.js';

/** Who signs; and who did, to vouch for somebody new. */
interface Keys {
  by: SigningKey;
  from?: SigningKey;
}

/** @returns undefined where nothing is to be sealed */
type KeysFor = (last: Seal | undefined, leaves: readonly Leaf[]) => Promise<Keys | undefined>;

/** Seals what happened to a company's cases since the seal before; every night does it, first of all it did itself. */
@Injectable()
export class Sealing implements OnModuleInit {
  private readonly log = new Logger('Sealing');

  constructor(
    private readonly database: Database,
    private readonly key: SealKey,
    private readonly mail: SealMail,
    private readonly config: Config,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add(async (companyId, on) => {
      await this.seal(companyId, on);
    });
  }

  /** @returns the seal, its file written as well; undefined when no case has changed */
  async seal(companyId: string, on: BusinessDate): Promise<Seal | undefined> {
    return this.sealOnce(companyId, on, async (last, leaves) => {
      if (leaves.length === 0) return undefined;
      // Whoever has lost the key of the chain seals all the same, and the verification says so.
      return { by: (last && (await this.key.of(last.publicKey))) ?? (await this.key.newest()) };
    });
  }

  /**
   * The company's next seal is signed by the next key, and the key before vouches for it; also where no case has changed.
   * @returns undefined where nothing was sealed yet, or it is handed over already
   * @throws StartupError where the key before is not here
   */
  async handOver(companyId: string, on: BusinessDate): Promise<Seal | undefined> {
    return this.sealOnce(companyId, on, async (last) => {
      const by = await this.key.successor();
      if (!last || last.publicKey === by.publicKey) return undefined;
      const from = await this.key.of(last.publicKey);
      if (!from)
        throw new StartupError(`The key that signed seal ${last.number} of ${companyId} is not in RECOUP_HOME: it cannot hand over.`);
      return { by, from };
    });
  }

  private async sealOnce(companyId: string, on: BusinessDate, keysFor: KeysFor): Promise<Seal | undefined> {
    await this.writeLastFile(companyId);
    const made = await this.database.transaction(async (tx) => {
      await waitPatiently(tx);
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`seal ${companyId}`]);
      const leaves = await changedCases(tx, companyId);
      const last = await lastSeal(tx, companyId);
      const keys = await keysFor(last, leaves);
      if (!keys) return undefined;
      const seal = await make(tx, companyId, on, leaves, last, keys);
      await write(tx, seal, leaves);
      await this.mail.put(tx, seal);
      return { seal, leaves };
    });
    if (!made) return undefined;
    const path = await this.writeFile(made);
    this.log.log({ company: companyId, number: made.seal.number, cases: made.leaves.length, path }, 'sealed');
    return made.seal;
  }

  /** Where the files are; a careful operator copies them to a place the database's administrators cannot write to. */
  get folder(): string {
    return join(this.config.home, 'seals');
  }

  /** A process that dies between the two leaves a seal without its file. Older files may have been moved to a safer place. */
  private async writeLastFile(companyId: string): Promise<void> {
    const seal = await lastSeal(this.database, companyId);
    if (seal) await this.writeFile({ seal, leaves: await leavesOf(this.database, seal) });
  }

  private async writeFile(made: SealFile): Promise<string> {
    const { path, besideAnother } = await writeSealFile(this.folder, made);
    const { companyId, number } = made.seal;
    if (besideAnother)
      this.log.warn(
        { company: companyId, number, path },
        'another seal of this number is in a file already: has the database been restored from before it?',
      );
    return path;
  }
}

async function lastSeal(tx: Pick<Tx, 'query'>, companyId: string): Promise<Seal | undefined> {
  const [seal] = await tx.query<Seal>(
    `select ${sealColumns} from seals where company_id = $1 order by number desc limit 1`,
    [companyId],
    'seals.last',
  );
  return seal;
}

async function make(
  tx: Tx,
  companyId: string,
  businessDate: BusinessDate,
  leaves: readonly Leaf[],
  last: Seal | undefined,
  { by, from }: Keys,
): Promise<Seal> {
  const [clock] = await tx.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  );
  const unsigned = {
    companyId,
    number: (last?.number ?? 0) + 1,
    businessDate,
    sealedAt: clock?.at ?? '',
    leaves: leaves.length,
    root: merkleRoot(leaves),
    prevHash: last?.hash ?? Buffer.alloc(32),
    publicKey: by.publicKey,
  };
  const hash = sealHash(unsigned);
  return { ...unsigned, hash, signature: by.sign(hash), ...(from && { handover: from.sign(hash) }) };
}

/** A submission that began before the last seal and ended after it cannot have run for longer than this. */
const longestSubmissionDays = 7;

/** Cases that have an entry no seal covers, each with its last. Read from the journal, which is what is sealed; old entries are not looked at again. */
async function changedCases(tx: Tx, companyId: string): Promise<Leaf[]> {
  return tx.query<Leaf>(
    `with last as (
       select max(j.business_date) as on from seal_leaves l
       join case_journal j on j.company_id = l.company_id and j.case_id = l.case_id and j.seq = l.seq
       where l.company_id = $1 and l.number = (select max(number) from seal_leaves where company_id = $1)),
     recent as (
       select distinct case_id from case_journal
       where company_id = $1 and business_date >= coalesce((select last.on from last) - $2::int, '-infinity'))
     select c.id as "caseId", c.version as seq, j.hash from recent r
     join cases c on c.company_id = $1 and c.id = r.case_id
     left join lateral (select l.seq from seal_leaves l where l.company_id = c.company_id and l.case_id = c.id order by l.seq desc limit 1) l on true
     join case_journal j on j.company_id = c.company_id and j.case_id = c.id and j.seq = c.version
     where c.version > coalesce(l.seq, 0) order by c.id`,
    [companyId, longestSubmissionDays],
  );
}

async function write(tx: Tx, seal: Seal, leaves: readonly Leaf[]): Promise<void> {
  await tx.query(
    `insert into seals (company_id, number, business_date, sealed_at, leaves, root, prev_hash, hash, public_key, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      seal.companyId,
      seal.number,
      seal.businessDate,
      seal.sealedAt,
      seal.leaves,
      seal.root,
      seal.prevHash,
      seal.hash,
      seal.publicKey,
      seal.signature,
    ],
  );
  if (seal.handover)
    await tx.query('insert into seal_handovers (company_id, number, signature) values ($1, $2, $3)', [
      seal.companyId,
      seal.number,
      seal.handover,
    ]);
  await tx.query(
    `insert into seal_leaves (company_id, number, case_id, seq, hash)
     select $1, $2, case_id, seq, decode(hash, 'hex') from unnest($3::bigint[], $4::int[], $5::text[]) as l (case_id, seq, hash)`,
    [
      seal.companyId,
      seal.number,
      leaves.map(({ caseId }) => caseId),
      leaves.map(({ seq }) => seq),
      leaves.map(({ hash }) => hash.toString('hex')),
    ],
  );
}
