import { breaksGrace, failsForEvidence, isBadDebt, isGrantedGrace, isProven } from './board.js';
import { fallsDue, growsOld, isChased } from './follow-up.js';
import { isOnRecord } from './record.js';
import type { Stage } from './stage.js';
import { isAnsweredFor, isPartlyRecovered, isWrittenOff } from './write-off.js';

/** One overdue account on its whole course, chapter by chapter. */
export const course: readonly ((stage: Stage) => Promise<void>)[] = [
  fallsDue,
  isChased,
  growsOld,
  isGrantedGrace,
  breaksGrace,
  failsForEvidence,
  isProven,
  isBadDebt,
  isWrittenOff,
  isAnsweredFor,
  isPartlyRecovered,
  isOnRecord,
];
