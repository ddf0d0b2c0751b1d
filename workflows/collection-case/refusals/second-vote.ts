import { type NamedFact, votableAgainFrom } from '../../review-board/second-vote.js';
import type { CaseContext } from '../context.js';
import { type Refusal, refusal } from '../refusal.js';
import type { Rule } from './rule.js';

/** vote.same_month: what the board has decided is not put to it again in the same month, unless something has come up since. */
export const onceAMonth: Rule<'openVoting'> = (context, { newFact, told, rules }) => {
  if (rules.machine < 3) return undefined;
  if (newFact) return refuseFact(context, newFact);
  const { decided } = context;
  if (!decided || context.newFact || told.date >= votableAgainFrom(decided)) return undefined;
  const { on: decidedOn, outcome, meeting } = decided;
  return refusal('vote.same_month', { decidedOn, outcome, meeting, from: votableAgainFrom(decided) });
};

/** Who dockets a case may say at once what is new. */
export const newFactStands: Rule<'docket'> = (context, { newFact }) => newFact && refuseFact(context, newFact);

/** vote.new_fact: words alone are none; a document or a recorded fact must show it, and must not have been there when the board decided. */
function refuseFact({ decided, evidence, facts }: CaseContext, { evidence: id, fact }: NamedFact): Refusal | undefined {
  const decidedOn = decided?.on ?? null;
  if (id === undefined && fact === undefined) return refusal('vote.new_fact', { why: 'unproved' });
  if (id !== undefined) {
    if (!evidence.some((item) => item.id === id && item.withdrawnReason === undefined))
      return refusal('vote.new_fact', { why: 'no_evidence', evidence: id });
    if (decided?.evidence.includes(id)) return refusal('vote.new_fact', { why: 'known_evidence', evidence: id, decidedOn });
  }
  if (fact === undefined) return undefined;
  const last = facts.findLastIndex(({ kind }) => kind === fact);
  if (last < 0) return refusal('vote.new_fact', { why: 'no_fact', fact });
  return last < (decided?.facts ?? 0) ? refusal('vote.new_fact', { why: 'known_fact', fact, decidedOn }) : undefined;
}
