import { factsAndMoneyNotices } from './facts-and-money.js';
import { followUpNotices } from './follow-up.js';
import { legalAndWriteOffNotices } from './legal-and-write-off.js';
import type { Notice } from './notice.js';
import { responsibilityNotices } from './responsibility.js';
import { reviewNotices } from './review.js';
import { roleNotices } from './roles.js';
import { scoreNotices } from './score.js';

/** Every kind that the machine, the assessment and the people's roles tell of. */
export const notices: readonly Notice[] = [
  ...followUpNotices,
  ...reviewNotices,
  ...legalAndWriteOffNotices,
  ...responsibilityNotices,
  ...factsAndMoneyNotices,
  ...scoreNotices,
  ...roleNotices,
];

const byKind = new Map(notices.map((notice) => [notice.kind, notice]));

/** @throws Error for a kind that nobody has declared, which a test forbids */
export function noticeOf(kind: string): Notice {
  const notice = byKind.get(kind);
  if (!notice) throw new Error(`nobody has declared what is mailed of "${kind}"`);
  return notice;
}
