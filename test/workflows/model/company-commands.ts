import type { Share } from '../../../workflows/attribution/causes.js';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Command } from '../../../workflows/collection-case/commands.js';
import type { CaseContext } from '../../../workflows/collection-case/context.js';
import { choices } from '../../../workflows/review-board/tally.js';
import { board } from '../support/people.js';

type Context = Omit<CaseContext, 'out'>;
type Of = readonly [login: string, Command[]];

export function managerCommands({ owner, corrections }: Context): Command[] {
  const other = owner === 'sales0001' ? 'sales0002' : 'sales0001';
  return [
    ...(corrections.length > 0 ? [] : [{ type: 'reassign', owner: other, reason: 'r', withinTeam: true } as const]),
    ...(['upheld', 'partly_upheld', 'rejected'] as const).map(
      (outcome): Command => ({ type: 'resolveDispute', outcome, creditedCents: 0, note: 'n' }),
    ),
  ];
}

export function clerkCommands({ balanceCents, amountCents, dueOn, corrections }: Context, date: BusinessDate): Command[] {
  const changes = [{ amountCents: amountCents - balanceCents }, { dueOn: addDays(dueOn, 40) }, { customer: 'K2' }];
  return [
    { type: 'confirm', view: 'doubtful', amountCents: balanceCents },
    { type: 'returnToSales', reason: 'r' },
    { type: 'acceptPlan' },
    { type: 'pause', until: addDays(date, 5), reason: 'r' },
    { type: 'recordLetter', level: 1, channel: 'post', sentOn: date },
    { type: 'postWriteOff', voucherNo: 'V' },
    { type: 'reverseWriteOff', voucherNo: 'V' },
    { type: 'cancel', reason: 'r' },
    // One correction at a time: a second one leads nowhere else.
    ...(corrections.length > 0 ? [] : changes.map((change): Command => ({ type: 'correctFacts', changes: change, reason: 'r' }))),
  ];
}

export function directorCommands({ corrections }: Context): Of[] {
  const decisions: Command[] = [{ type: 'approveWriteOff' }, { type: 'rejectWriteOff', reason: 'r' }];
  const chair: Command[] = [
    { type: 'docket', reason: 'r' },
    { type: 'callToBoard', meeting: 'M' },
    { type: 'openVoting', meeting: 'M', roll: board },
    { type: 'closeVoting', meeting: 'M' },
    { type: 'waiveSmallBalance', reason: 'r' },
    { type: 'reverseWriteOff' },
    { type: 'cancel', reason: 'r' },
    { type: 'confirmCorrection', correction: corrections.at(-1)?.id ?? 0 },
  ];
  return [
    ['finance_director', [...decisions, ...chair]],
    ['general_manager', [...decisions, { type: 'nameSeat', seat: 'legal_manager', person: 'hr' }]],
  ];
}

/** Two seats vote, the second with the first: what they would do otherwise leads nowhere else. */
export function boardCommands({ round }: Context): Of[] {
  const cast = round?.votes ?? [];
  const open = choices.filter((choice) => cast.length === 0 || (cast.length === 1 && choice === cast[0]?.choice));
  const recusing = ['sales_director', 'legal_manager', 'legal_officer'][round?.recusals.length ?? 0];
  return [
    [cast.length === 0 ? 'sales_director' : 'finance_director', open.map((choice): Command => ({ type: 'castVote', choice, reason: 'r' }))],
    ...(recusing === undefined ? [] : [[recusing, [{ type: 'recuse', reason: 'r' }]] satisfies Of]),
  ];
}

/** The contract and the agreement of a restructuring carry a bad debt. */
export function legalCommands({ evidence }: Context, date: BusinessDate): Of[] {
  const id = `E${evidence.length}`;
  const contract: Command = { type: 'attachEvidence', evidence: id, sha256: 'x', kind: 'contract', ground: 'origin' };
  const agreement: Command = { type: 'attachEvidence', evidence: id, sha256: 'x', kind: 'agreement', ground: 'restructuring' };
  const last = evidence.at(-1)?.id ?? '';
  const waiting = evidence.find(({ acceptedBy }) => acceptedBy === undefined)?.id ?? '';
  return [
    ['legal_officer', evidence.length === 0 ? [contract] : evidence.length === 1 ? [agreement] : []],
    ['legal_officer', [{ type: 'withdrawEvidence', evidence: last, reason: 'r' }]],
    [
      'legal_officer',
      [
        { type: 'recordLegalStep', step: 'review', on: date },
        { type: 'exhaustLegalAction', reason: 'r' },
      ],
    ],
    ['legal_manager', [{ type: 'acceptEvidence', evidence: waiting }, { type: 'requestEvidence' }]],
  ];
}

export function attributionCommands(): Of[] {
  const sales: Share = { party: 'sales', person: 'sales0001', cause: 'over_promised', shareHundredths: 50_00 };
  const finance: Share = { party: 'finance', person: 'ar_clerk', cause: 'evidence_late', shareHundredths: 50_00 };
  const customer: Share = { party: 'customer', cause: 'customer_insolvent', shareHundredths: 50_00 };
  const proposals = [
    [customer, customer],
    [sales, finance],
  ].map((shares): Command => ({ type: 'proposeAttribution', shares }));
  const answers: Command[] = [
    { type: 'acceptAttribution' },
    { type: 'contestAttribution', reason: 'r' },
    { type: 'appealAttribution', reason: 'r' },
  ];
  const decision: Command = { type: 'decideAttribution', shares: [sales, customer] };
  return [
    ['sales_director', proposals],
    ['sales0001', answers],
    ['ar_clerk', answers],
    ['finance_director', [decision]],
    ['hr', [decision]],
  ];
}
