import type { Policy } from '../../../workflows/policy.js';
import type { Tx } from '../../platform/database/database.js';
import type { ImportKind } from './import-kinds.js';

/** One file on its way into the ledger: what every step needs to know of it. */
export interface Batch {
  tx: Tx;
  companyId: string;
  importId: string;
  kind: ImportKind;
  /** Who brought it. */
  login: string;
  fileName: string;
  businessDate: string;
  /** In force on that date. */
  policy: Policy;
  /** The day that the file shows. */
  asOf?: string;
  /** A second person has released a list from which much has vanished. */
  released: boolean;
  /** Rows with a fault are left out instead of stopping the file. */
  skipsBadRows: boolean;
  /** Whether what is overdue then gets its case at once. */
  opensCases: boolean;
  /** Canonical columns that the file, or its profile, says something about. */
  said: ReadonlySet<string>;
}

/** How many rows changed something. A row that is neither this nor bad was known already. */
export interface Merged {
  accepted: number;
}
