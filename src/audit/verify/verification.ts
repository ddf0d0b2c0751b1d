import { Injectable } from '@nestjs/common';
import { RecordChecks } from '../../cases/record-checks.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { bePatient } from '../../platform/database/patient.js';
import type { SealFile } from '../seal-file.js';
import { checkChain } from './chain.js';
import { checkColumns, checkReceivables } from './columns.js';
import { checkMoney, ExpectedDeductions } from './derived.js';
import { type Finding, Findings } from './findings.js';
import { readHistories } from './read-histories.js';
import { checkReplay } from './replay.js';
import { checkSealFile, checkSeals } from './seals.js';

export interface Verified {
  readonly ok: boolean;
  readonly cases: number;
  readonly entries: number;
  readonly seals: number;
  /** How many in all; `problems` holds the first 1,000. */
  readonly problemCount: number;
  readonly problems: readonly Finding[];
}

/** Derives the whole record again from the journal and says what does not hold. Reads one moment of the database and changes nothing. */
@Injectable()
export class Verification {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly checks: RecordChecks,
  ) {}

  /**
   * @param seals from outside the database, to be found again in it
   * @param onCase told after each case, for progress
   */
  async verify(seals: readonly SealFile[] = [], onCase: (cases: number) => void = () => undefined): Promise<Verified> {
    const findings = new Findings();
    const counts = await this.database.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read read only');
      await bePatient(tx);
      const histories = await this.verifyHistories(tx, findings, onCase);
      await checkMoney(tx, findings);
      await checkReceivables(tx, findings);
      const kept = await checkSeals(tx, findings);
      for (const file of seals) await checkSealFile(tx, file, findings);
      return { ...histories, seals: kept };
    });
    await this.checks.run((damage) => findings.add({ check: 'evidence', ...damage }));
    return { ok: findings.count === 0, ...counts, problemCount: findings.count, problems: findings.list };
  }

  private async verifyHistories(tx: Tx, findings: Findings, onCase: (cases: number) => void): Promise<{ cases: number; entries: number }> {
    const deductions = new ExpectedDeductions();
    let cases = 0;
    let entries = 0;
    for await (const history of readHistories(tx)) {
      cases += 1;
      entries += history.entries.length;
      // What a broken chain says is not worth replaying.
      const replayed = checkChain(history, findings) ? await checkReplay(history, this.rules, findings) : undefined;
      const last = replayed?.at(-1);
      if (replayed) deductions.add(replayed);
      if (last) checkColumns(history, last.accepted, findings);
      onCase(cases);
    }
    await deductions.check(tx, findings);
    return { cases, entries };
  }
}
