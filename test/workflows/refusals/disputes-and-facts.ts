import { docketedCase, newCase } from '../support/courses.js';
import { type RefusalExample, refuses, takes } from './example.js';

const contest = { type: 'raiseDispute', reason: 'price', contestedCents: 1000_00, note: '价格不符' } as const;
const contested = () => newCase().by('sales0001', { ...contest, contestedCents: 300_00 });
const resolveIt = { type: 'resolveDispute', outcome: 'partly_upheld', creditedCents: 300_00, note: '折让' } as const;
const cancel = { type: 'cancel', reason: '重复立案' } as const;
const correct = { type: 'correctFacts', changes: { amountCents: 400_00 }, reason: '开票有误' } as const;
const confirmIt = { type: 'confirmCorrection', correction: 1 } as const;
const bothRoles = { office: { extraRoles: { ar_clerk: ['finance_director'] } } } as const;

export const disputesAndFactsExamples: readonly RefusalExample[] = [
  {
    rule: 'no more is contested than the balance',
    key: 'dispute.amount',
    begin: () => newCase(),
    refused: refuses('sales0001', { ...contest, contestedCents: 1000_01 }),
    facts: { contested: '1000.01', balance: '1000.00' },
    accepted: takes('sales0001', contest),
  },
  {
    rule: 'no more is credited than was contested',
    key: 'dispute.amount',
    begin: contested,
    refused: refuses('sales_manager', { ...resolveIt, creditedCents: 300_01 }),
    facts: { contested: '300.01', balance: '300.00' },
    accepted: takes('sales_manager', resolveIt),
  },
  {
    rule: 'what is upheld in part says how much',
    key: 'dispute.credited_missing',
    begin: contested,
    refused: refuses('sales_manager', { type: 'resolveDispute', outcome: 'partly_upheld', note: '折让' }),
    facts: { contested: '300.00' },
    accepted: takes('sales_manager', { type: 'resolveDispute', outcome: 'rejected', note: '不成立' }),
  },
  {
    rule: 'a pause ends after it starts',
    key: 'pause.ends_before_start',
    begin: () => newCase().on('2026-03-02'),
    refused: refuses('ar_clerk', { type: 'pause', from: '2026-03-02', until: '2026-03-01', reason: '客户搬迁' }),
    facts: { from: '2026-03-02', until: '2026-03-01' },
    accepted: takes('ar_clerk', { type: 'pause', from: '2026-03-02', until: '2026-03-02', reason: '客户搬迁' }),
  },
  {
    rule: 'a pause is at most 30 working days, of which the first day is none',
    key: 'pause.too_long',
    begin: () => newCase().on('2026-03-02'),
    refused: refuses('ar_clerk', { type: 'pause', until: '2026-04-15', reason: '客户搬迁' }),
    facts: { from: '2026-03-02', until: '2026-04-15', atMost: 30, lastDay: '2026-04-14' },
    accepted: takes('ar_clerk', { type: 'pause', until: '2026-04-14', reason: '客户搬迁' }),
  },
  {
    rule: 'a case is reassigned to somebody else',
    key: 'reassign.same_owner',
    begin: () => newCase(),
    refused: refuses('sales_manager', { type: 'reassign', owner: 'sales0001', reason: '调整', withinTeam: true }),
    facts: { owner: 'sales0001' },
    accepted: takes('sales_manager', { type: 'reassign', owner: 'sales0002', reason: '调整', withinTeam: true }),
  },
  {
    rule: 'a corrected amount covers what was paid and credited',
    key: 'correction.amount',
    begin: () => newCase().receipt('R1', '300.00').credit('C1', '100.00'),
    refused: refuses('ar_clerk', { ...correct, changes: { amountCents: 399_99 } }),
    facts: { amount: '399.99', used: '400.00' },
    accepted: takes('ar_clerk', correct),
  },
  {
    rule: 'a corrected amount covers it still when it is confirmed',
    key: 'correction.amount',
    begin: () => newCase().by('ar_clerk', correct).receipt('R1', '400.01'),
    refused: refuses('finance_director', confirmIt),
    facts: { amount: '400.00', used: '400.01' },
    accepted: (player) => player.reversal('R1', '400.01').by('finance_director', confirmIt),
  },
  {
    rule: 'nothing falls due before it is issued',
    key: 'correction.due_before_issue',
    begin: () => newCase({ issuedOn: '2025-10-01' }),
    refused: refuses('ar_clerk', { ...correct, changes: { dueOn: '2025-09-30' } }),
    facts: { dueOn: '2025-09-30', issuedOn: '2025-10-01' },
    accepted: takes('ar_clerk', { ...correct, changes: { dueOn: '2025-10-01' } }),
  },
  {
    rule: 'a correction that is confirmed was asked for',
    key: 'correction.unknown',
    begin: () => newCase().by('ar_clerk', correct),
    refused: refuses('finance_director', { ...confirmIt, correction: 2 }),
    facts: { correction: 2, open: [1] },
    accepted: takes('finance_director', confirmIt),
  },
  {
    rule: 'who asked for a correction does not confirm it',
    key: 'correction.same_person',
    begin: () => newCase(bothRoles).by('ar_clerk', correct),
    refused: refuses('ar_clerk', confirmIt),
    facts: { person: 'ar_clerk' },
    accepted: takes('finance_director', confirmIt),
  },
  {
    rule: 'a cancellation is asked for by the clerk first',
    key: 'cancel.not_asked',
    begin: () => newCase(),
    refused: refuses('finance_director', cancel),
    facts: {},
    accepted: (player) => player.by('ar_clerk', cancel).by('finance_director', cancel),
  },
  {
    rule: 'who asked for the cancellation does not confirm it',
    key: 'cancel.same_person',
    begin: () => newCase(bothRoles).by('ar_clerk', cancel),
    refused: refuses('ar_clerk', cancel),
    facts: { person: 'ar_clerk', askedOn: '2026-01-31' },
    accepted: takes('finance_director', cancel),
  },
  {
    rule: 'the cancellation is confirmed by the finance director',
    key: 'cancel.needs_finance_director',
    begin: () => newCase().by('ar_clerk', cancel),
    refused: refuses('ar_clerk2', cancel),
    facts: { askedBy: 'ar_clerk' },
    accepted: takes('finance_director', cancel),
  },
  {
    rule: 'role comes before state',
    key: 'role.not_allowed',
    begin: () => docketedCase(),
    refused: refuses('sales0001', { type: 'confirm', view: 'bad', amountCents: 1 }),
    facts: { command: 'confirm', allowed: ['ar_clerk'] },
    accepted: () => newCase().on('2026-05-01').by('ar_clerk', { type: 'confirm', view: 'bad', amountCents: 1000_00 }),
  },
  {
    rule: 'state comes before rule',
    key: 'state.not_possible',
    begin: () => docketedCase(),
    refused: refuses('ar_clerk', { type: 'confirm', view: 'bad', amountCents: 1 }),
    facts: { command: 'confirm', state: 'boardReview.docketed', customerDispute: 'none', attribution: 'none' },
    accepted: () => newCase().on('2026-05-01').by('ar_clerk', { type: 'confirm', view: 'bad', amountCents: 1000_00 }),
  },
  {
    rule: 'the clock does what happens by itself, and nothing else',
    key: 'role.not_allowed',
    begin: () => newCase(),
    refused: (player) => player.refusedClock({ type: 'reportPosition', position: 'will_pay', note: '会付' }),
    facts: { command: 'reportPosition', allowed: [] },
    accepted: (player) => player.repeatNight(),
  },
  {
    rule: 'an import brings money and asks for corrections, and nothing else',
    key: 'role.not_allowed',
    begin: () => newCase(),
    refused: (player) => player.refusedImport({ type: 'dateReached' }),
    facts: { command: 'dateReached', allowed: [] },
    accepted: (player) => player.imported({ type: 'correctFacts', changes: { dueOn: '2026-02-28' }, reason: '账期变更' }),
  },
];
