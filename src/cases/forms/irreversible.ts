import type { CommandType } from '../../../workflows/collection-case/commands.js';

/** What no later command takes back: a page asks once more before it is given. */
export const irreversible: readonly CommandType[] = [
  'withdrawEvidence',
  'approveWriteOff',
  'postWriteOff',
  'waiveSmallBalance',
  'acceptAttribution',
  'decideAttribution',
  'appealAttribution',
  'confirmCorrection',
  'cancel',
];
