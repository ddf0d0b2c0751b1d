import type { CaseDesk } from '../../cases/case-desk.js';
import type { Batch, Merged } from './batch.js';
import { RowsRefused } from './case-commands.js';
import { type ImportKind, kinds } from './import-kinds.js';
import { markOpening } from './import-record.js';
import { judgeCredits } from './judge-credits.js';
import { judgeReceipts } from './judge-receipts.js';
import { judgeComplaints, mergeComplaints } from './merge-complaints.js';
import { judgeContracts, mergeContracts } from './merge-contracts.js';
import { judgeCreditChecks, mergeCreditChecks } from './merge-credit-checks.js';
import { mergeCredits } from './merge-credits.js';
import { mergeCustomers } from './merge-customers.js';
import { judgeOrders, mergeOrders } from './merge-orders.js';
import { judgeRates, mergeRates } from './merge-rates.js';
import { mergeReceipts } from './merge-receipts.js';
import { judgeReceivables, mergeReceivables } from './merge-receivables.js';
import { judgeSchedules, mergeSchedules } from './merge-schedules.js';
import { judgeSurveys, mergeSurveys } from './merge-surveys.js';
import { judgeOpenItems, mergeOpenItems } from './open-items.js';
import { addFoundFaults, countBadRows } from './row-faults.js';
import { judgeRepetitions } from './staging.js';

/** How a kind goes from the staging table into the ledger. */
interface Way {
  /** Finds the bad rows that only show beside the ledger, and prepares what `write` needs. */
  judge?(batch: Batch): Promise<void>;
  /** @throws RowsRefused as `submitRows` */
  write(batch: Batch, desk: CaseDesk): Promise<Merged>;
  /** Moves receivables, so that cases may have to be opened. */
  ofLedger: boolean;
}

const ways: Readonly<Record<ImportKind, Way>> = {
  receivables: { judge: judgeReceivables, write: mergeReceivables, ofLedger: true },
  open_items: { judge: judgeOpenItems, write: mergeOpenItems, ofLedger: true },
  receipts: { judge: judgeReceipts, write: mergeReceipts, ofLedger: true },
  credits: { judge: judgeCredits, write: mergeCredits, ofLedger: true },
  customers: { write: mergeCustomers, ofLedger: false },
  contracts: { judge: judgeContracts, write: mergeContracts, ofLedger: false },
  schedules: { judge: judgeSchedules, write: mergeSchedules, ofLedger: false },
  credit_checks: { judge: judgeCreditChecks, write: mergeCreditChecks, ofLedger: false },
  orders: { judge: judgeOrders, write: mergeOrders, ofLedger: false },
  rates: { judge: judgeRates, write: mergeRates, ofLedger: false },
  surveys: { judge: judgeSurveys, write: mergeSurveys, ofLedger: false },
  complaints: { judge: judgeComplaints, write: mergeComplaints, ofLedger: false },
};

/**
 * Takes the staged rows into the ledger, and opens the cases of what is overdue then.
 * @returns undefined where bad rows stop the file: nothing of it is written then, and what is wrong stands in `stage_fault`
 */
export async function merge(batch: Batch, desk: CaseDesk): Promise<Merged | undefined> {
  const { tx, kind } = batch;
  const way = ways[kind];
  await judgeRepetitions(tx, kinds[kind]);
  await way.judge?.(batch);
  if (!batch.skipsBadRows && (await countBadRows(tx)) > 0) return undefined;
  await tx.query('savepoint merge');
  try {
    const merged = await way.write(batch, desk);
    if (way.ofLedger) await markOpening(tx, batch.companyId, batch.businessDate);
    if (way.ofLedger && batch.opensCases) await openCases(batch, desk);
    return merged;
  } catch (error) {
    if (!(error instanceof RowsRefused)) throw error;
    await tx.query('rollback to savepoint merge');
    await addFoundFaults(tx, error.faults);
    return undefined;
  }
}

async function openCases({ tx, companyId, importId, login }: Batch, desk: CaseDesk): Promise<void> {
  for (;;) {
    const opened = await desk.openCases(companyId, { kind: 'import', id: importId, login }, { within: tx });
    if (opened === 0) return;
  }
}
