import type { Role } from '../../../workflows/collection-case/actor.js';
import { commercialKinds } from './commercial-kinds.js';
import type { Kind } from './kinds.js';
import { ledgerKinds } from './ledger-kinds.js';
import { voiceKinds } from './voice-kinds.js';

const all = { ...ledgerKinds, ...commercialKinds, ...voiceKinds };

/** What files may be of, by the name by which it is asked for. */
export type ImportKind = keyof typeof all;
export const importKinds = Object.keys(all) as ImportKind[];
export const kinds: Readonly<Record<ImportKind, Kind>> = all;

/** Who brings files of the kind: money comes from finance alone, what customers say also from hr. */
export function importersOf(kind: ImportKind): [Role, ...Role[]] {
  return kind in voiceKinds ? ['hr', 'ar_clerk'] : ['ar_clerk'];
}
