import { commercialKinds } from './commercial-kinds.js';
import type { Kind } from './kinds.js';
import { ledgerKinds } from './ledger-kinds.js';

const all = { ...ledgerKinds, ...commercialKinds };

/** What files may be of, by the name by which it is asked for. */
export type ImportKind = keyof typeof all;
export const importKinds = Object.keys(all) as ImportKind[];
export const kinds: Readonly<Record<ImportKind, Kind>> = all;
