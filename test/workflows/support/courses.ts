import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CommandOf } from '../../../workflows/collection-case/commands.js';
import type { EvidenceKind, Ground } from '../../../workflows/evidence/grounds.js';
import { cents } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import type { Choice } from '../../../workflows/review-board/tally.js';
import { CasePlayer, type Receivable } from './case-player.js';
import type { Office } from './people.js';

/** What a course begins with, beside the rules of the house. */
export interface Beginning extends Partial<Receivable> {
  readonly policy?: Partial<Policy>;
  readonly office?: Office;
}

export type Terms = Pick<CommandOf<'castVote'>, 'graceMonths' | 'nextReviewOn'>;

/** Due on 30 January 2026, so that 1 May is overdue day 91. */
export function newCase({ policy, office, ...receivable }: Beginning = {}): CasePlayer {
  return new CasePlayer({ dueOn: '2026-01-30', ...receivable }, policy, office);
}

/** With finance since the night of 1 May 2026, overdue day 91. */
export function escalatedCase(beginning?: Beginning): CasePlayer {
  return newCase(beginning).on('2026-05-01');
}

/** Confirmed on 1 May 2026 and put on the docket by it. */
export function docketedCase(beginning?: Beginning): CasePlayer {
  return confirmed(escalatedCase(beginning));
}

export function confirmed(player: CasePlayer): CasePlayer {
  return player.by('ar_clerk', { type: 'confirm', view: 'doubtful', amountCents: player.context.balanceCents });
}

/** Before the board on 6 May 2026. */
export function votedCase(beginning?: Beginning): CasePlayer {
  return docketedCase(beginning).on('2026-05-06').open();
}

export function vote(player: CasePlayer, votes: Readonly<Record<string, Choice>>, terms: Terms = {}): CasePlayer {
  for (const [login, choice] of Object.entries(votes)) player.by(login, { type: 'castVote', choice, reason: '依据材料', ...terms });
  return player;
}

/** A whole meeting today: all three seats vote for the same. */
export function resolve(player: CasePlayer, choice: Choice, terms: Terms = {}): CasePlayer {
  player.open();
  return vote(player, { sales_director: choice, finance_director: choice, legal_manager: choice }, terms).close();
}

export function plan(player: CasePlayer, instalments: readonly (readonly [dueOn: BusinessDate, amount: string])[]): CasePlayer {
  player.by('sales0001', {
    type: 'proposePlan',
    instalments: instalments.map(([dueOn, amount]) => ({ dueOn, amountCents: cents(amount) })),
  });
  return player.by('ar_clerk', { type: 'acceptPlan' });
}

/** In grace since 6 May 2026 for two months: 500.00 due on 20 May, 500.00 on 20 June. */
export function graceCase(beginning?: Beginning): CasePlayer {
  const player = plan(docketedCase(beginning).on('2026-05-06'), [
    ['2026-05-20', '500.00'],
    ['2026-06-20', '500.00'],
  ]);
  return resolve(player, 'grace', { graceMonths: 2 });
}

export function attach(player: CasePlayer, evidence: string, kind: EvidenceKind, ground: Ground, by = 'legal_officer'): CasePlayer {
  return player.by(by, { type: 'attachEvidence', evidence, sha256: evidence, kind, ground });
}

export function accept(player: CasePlayer, evidence: string, by = 'legal_manager'): CasePlayer {
  return player.by(by, { type: 'acceptEvidence', evidence });
}

/** The contract, the customer's own statement and the court's announcement, all accepted. */
export function proveInsolvency(player: CasePlayer): CasePlayer {
  accept(attach(player, 'origin', 'contract', 'origin'), 'origin');
  accept(attach(player, 'statement', 'statement', 'inability_to_pay'), 'statement');
  return accept(attach(player, 'court', 'court_announcement', 'bankruptcy'), 'court');
}

/** Resolved a bad debt on 6 May 2026; waits for its approval. */
export function badDebtCase(beginning?: Beginning): CasePlayer {
  return resolve(proveInsolvency(docketedCase(beginning).on('2026-05-06')), 'bad_debt');
}

/** Written off on 6 May 2026 by voucher V1. */
export function writtenOffCase(beginning?: Beginning): CasePlayer {
  return posted(badDebtCase(beginning));
}

export function posted(player: CasePlayer, voucherNo = 'V1', approver = 'finance_director'): CasePlayer {
  return player.by(approver, { type: 'approveWriteOff' }).by('ar_clerk', { type: 'postWriteOff', voucherNo });
}

/** The write-off is reversed by its voucher: asked for and confirmed. */
export function writeOffReversed(player: CasePlayer): CasePlayer {
  return player
    .by('ar_clerk', { type: 'reverseWriteOff', voucherNo: 'V9', reason: '误核销' })
    .by('finance_director', { type: 'reverseWriteOff' });
}
