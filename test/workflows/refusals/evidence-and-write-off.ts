import type { EvidenceKind, Ground } from '../../../workflows/evidence/grounds.js';
import {
  accept,
  attach,
  badDebtCase,
  docketedCase,
  newCase,
  posted,
  resolve,
  vote,
  votedCase,
  writtenOffCase,
} from '../support/courses.js';
import { type RefusalExample, refuses, takes, voids } from './example.js';

const attached = (by = 'legal_officer') => attach(docketedCase(), 'e1', 'contract', 'origin', by);
const acceptIt = { type: 'acceptEvidence', evidence: 'e1' } as const;
const approve = { type: 'approveWriteOff' } as const;
const post = { type: 'postWriteOff', voucherNo: 'V1' } as const;
const reverse = { type: 'reverseWriteOff', voucherNo: 'V9' } as const;
const waive = { type: 'waiveSmallBalance', reason: '尾差' } as const;
const receipt = { type: 'applyReceipt', receipt: 'R1', amountCents: 1000_01, valueDate: '2026-01-31', instrument: 'cash' } as const;

/** What a vote for bad debt lacks with these documents accepted, and which further ones would carry it. */
const lacking = (
  lacks: string,
  missing: string[],
  has: readonly [EvidenceKind, Ground][],
  needs: readonly [EvidenceKind, Ground][],
): RefusalExample => {
  const proven = (player: ReturnType<typeof votedCase>, documents: readonly [EvidenceKind, Ground][]) =>
    documents.reduce((shown, [kind, ground]) => accept(attach(shown, `${kind} ${ground}`, kind, ground), `${kind} ${ground}`), player);
  return {
    rule: `a bad debt with ${has.map(([kind]) => kind).join(', ') || 'nothing'} needs ${needs.map(([kind]) => kind).join(', ')}`,
    key: 'evidence.required',
    begin: () => proven(votedCase(), has),
    refused: voids((player) => resolve(player, 'bad_debt')),
    facts: { missing, lacks },
    accepted: (player) => resolve(proven(player, needs), 'bad_debt'),
  };
};

export const evidenceAndWriteOffExamples: readonly RefusalExample[] = [
  lacking('origin', ['origin'], [['agreement', 'restructuring']], [['contract', 'origin']]),
  lacking('any_ground', ['any_ground'], [['contract', 'origin']], [['agreement', 'restructuring']]),
  lacking(
    'inability_to_pay',
    ['inability_to_pay'],
    [
      ['contract', 'origin'],
      ['registry_proof', 'deregistered'],
    ],
    [['statement', 'inability_to_pay']],
  ),
  lacking(
    'insolvency_ground',
    ['insolvency_ground'],
    [
      ['contract', 'origin'],
      ['statement', 'inability_to_pay'],
    ],
    [['police_proof', 'death_or_missing']],
  ),
  lacking(
    'origin_and_inability_to_pay',
    ['origin', 'inability_to_pay'],
    [
      ['judgment', 'judgment'],
      ['enforcement_ruling', 'judgment'],
    ],
    [
      ['statement', 'origin'],
      ['enforcement_ruling', 'inability_to_pay'],
    ],
  ),
  lacking(
    'origin_and_insolvency_ground',
    ['origin', 'insolvency_ground'],
    [
      ['statement', 'inability_to_pay'],
      ['judgment', 'judgment'],
    ],
    [
      ['contract', 'origin'],
      ['enforcement_ruling', 'judgment'],
    ],
  ),
  lacking(
    'origin_and_any_ground',
    ['origin', 'any_ground'],
    [['statement', 'force_majeure']],
    [
      ['contract', 'origin'],
      ['agreement', 'force_majeure'],
    ],
  ),
  {
    rule: 'evidence is linked once',
    key: 'evidence.already_linked',
    begin: () => attached(),
    refused: refuses('legal_officer', { type: 'attachEvidence', evidence: 'e1', sha256: 'e1', kind: 'contract', ground: 'origin' }),
    facts: { evidence: 'e1' },
    accepted: (player) => attach(player, 'e2', 'contract', 'origin'),
  },
  {
    rule: 'evidence is known to the case',
    key: 'evidence.unknown',
    begin: () => attached(),
    refused: refuses('legal_manager', { type: 'acceptEvidence', evidence: 'e2' }),
    facts: { evidence: 'e2' },
    accepted: takes('legal_manager', acceptIt),
  },
  {
    rule: 'withdrawn evidence is not accepted',
    key: 'evidence.withdrawn',
    begin: () =>
      attach(attached(), 'e2', 'contract', 'origin').by('legal_officer', { type: 'withdrawEvidence', evidence: 'e2', reason: '传错' }),
    refused: refuses('legal_manager', { type: 'acceptEvidence', evidence: 'e2' }),
    facts: { evidence: 'e2', reason: '传错' },
    accepted: takes('legal_manager', acceptIt),
  },
  {
    rule: 'evidence is accepted once',
    key: 'evidence.already_accepted',
    begin: () => accept(attach(attached(), 'e2', 'contract', 'origin'), 'e1'),
    refused: refuses('legal_manager', acceptIt),
    facts: { evidence: 'e1', acceptedBy: 'legal_manager' },
    accepted: takes('legal_manager', { type: 'acceptEvidence', evidence: 'e2' }),
  },
  {
    rule: 'nobody accepts what they attached; what the legal manager did, the deputy accepts',
    key: 'evidence.same_person',
    begin: () => attached('legal_manager'),
    refused: refuses('legal_manager', acceptIt),
    facts: { evidence: 'e1', person: 'legal_manager' },
    accepted: takes('legal_officer', acceptIt),
  },
  {
    rule: 'what others attached is the legal manager’s to accept, not the deputy’s',
    key: 'evidence.acceptor',
    begin: () => attached('legal_officer2'),
    refused: refuses('legal_officer', acceptIt),
    facts: { evidence: 'e1', person: 'legal_officer' },
    accepted: takes('legal_manager', acceptIt),
  },
  {
    rule: 'a legal step is not dated in the future',
    key: 'legal.in_future',
    begin: () => resolve(votedCase(), 'legal_action'),
    refused: refuses('legal_officer', { type: 'recordLegalStep', step: 'suit', on: '2026-05-07' }),
    facts: { on: '2026-05-07', today: '2026-05-06' },
    accepted: takes('legal_officer', { type: 'recordLegalStep', step: 'suit', on: '2026-05-06' }),
  },
  {
    rule: 'above the limit the general manager approves',
    key: 'writeoff.approver',
    begin: () => badDebtCase({ amount: '500000.01' }),
    refused: refuses('finance_director', approve),
    facts: { balance: '500000.01', limit: '500000.00', rejections: 0, approver: 'general_manager' },
    accepted: takes('general_manager', approve),
  },
  {
    rule: 'up to the limit the finance director approves',
    key: 'writeoff.approver',
    begin: () => badDebtCase({ amount: '500000.00' }),
    refused: refuses('general_manager', approve),
    facts: { balance: '500000.00', limit: '500000.00', rejections: 0, approver: 'finance_director' },
    accepted: takes('finance_director', approve),
  },
  {
    rule: 'after a first rejection the general manager approves',
    key: 'writeoff.approver',
    begin: () => resolve(badDebtCase().by('finance_director', { type: 'rejectWriteOff', reason: '缺少资产调查' }), 'bad_debt'),
    refused: refuses('finance_director', approve),
    facts: { balance: '1000.00', limit: '500000.00', rejections: 1, approver: 'general_manager' },
    accepted: takes('general_manager', approve),
  },
  {
    rule: 'nobody approves on evidence they accepted',
    key: 'writeoff.same_person',
    begin: () => {
      const player = votedCase({ office: { extraRoles: { finance_director: ['legal_manager'] } } });
      const acceptor = (id: string) => (id === 'a' ? 'finance_director' : 'legal_manager');
      attach(attach(player, 'c', 'contract', 'origin'), 'a', 'agreement', 'restructuring');
      return resolve(accept(accept(player, 'c', acceptor('c')), 'a', acceptor('a')), 'bad_debt');
    },
    refused: refuses('finance_director', approve),
    facts: { person: 'finance_director', why: 'evidence', evidence: ['a'] },
    accepted: takes('finance_director2', approve),
  },
  {
    rule: 'nobody approves on evidence they attached',
    key: 'writeoff.same_person',
    begin: () => {
      const player = attach(votedCase({ office: { extraRoles: { finance_director: ['legal_officer'] } } }), 'c', 'contract', 'origin');
      attach(player, 'a', 'agreement', 'restructuring', 'finance_director');
      accept(accept(player, 'c'), 'a');
      return vote(player, { sales_director: 'bad_debt', legal_manager: 'bad_debt' }).close();
    },
    refused: refuses('finance_director', approve),
    facts: { person: 'finance_director', why: 'evidence', evidence: ['a'] },
    accepted: takes('finance_director2', approve),
  },
  {
    rule: 'nobody posts what they approved',
    key: 'writeoff.same_person',
    begin: () => badDebtCase({ office: { extraRoles: { finance_director: ['ar_clerk'] } } }).by('finance_director', approve),
    refused: refuses('finance_director', post),
    facts: { person: 'finance_director', why: 'approved', evidence: [] },
    accepted: takes('ar_clerk', post),
  },
  {
    rule: 'the reversal of a write-off is asked for by the clerk first',
    key: 'reversal.not_asked',
    begin: () => writtenOffCase(),
    refused: refuses('finance_director', reverse),
    facts: {},
    accepted: (player) => player.by('ar_clerk', reverse).by('finance_director', reverse),
  },
  {
    rule: 'the reversal of a write-off names its voucher',
    key: 'reversal.voucher_missing',
    begin: () => writtenOffCase(),
    refused: refuses('ar_clerk', { type: 'reverseWriteOff', reason: '误核销' }),
    facts: {},
    accepted: takes('ar_clerk', reverse),
  },
  {
    rule: 'who asked for the reversal does not confirm it',
    key: 'reversal.same_person',
    begin: () => writtenOffCase({ office: { extraRoles: { ar_clerk: ['finance_director'] } } }).by('ar_clerk', reverse),
    refused: refuses('ar_clerk', reverse),
    facts: { person: 'ar_clerk', askedOn: '2026-05-06' },
    accepted: takes('finance_director', reverse),
  },
  {
    rule: 'the reversal is confirmed by the finance director',
    key: 'reversal.needs_finance_director',
    begin: () => writtenOffCase().by('ar_clerk', reverse),
    refused: refuses('ar_clerk2', reverse),
    facts: { askedBy: 'ar_clerk' },
    accepted: takes('finance_director', reverse),
  },
  {
    rule: 'what is waived is small',
    key: 'waive.too_large',
    begin: () => newCase({ policy: { smallBalanceCents: 5_00 } }).receipt('R1', '994.99'),
    refused: refuses('finance_director', waive),
    facts: { balance: '5.01', atMost: '5.00' },
    accepted: (player) => player.receipt('R2', '0.01').by('finance_director', waive),
  },
  {
    rule: 'nothing is waived where the policy says nothing',
    key: 'waive.too_large',
    begin: () => newCase({ amount: '0.01' }),
    refused: refuses('finance_director', waive),
    facts: { balance: '0.01', atMost: '0.00' },
    accepted: () => newCase({ amount: '0.01', policy: { smallBalanceCents: 1 } }).by('finance_director', waive),
  },
  {
    rule: 'receipts come from finance’s import only',
    key: 'receipt.by_sales',
    begin: () => newCase(),
    refused: refuses('sales0001', { ...receipt, amountCents: 1 }),
    facts: { command: 'applyReceipt' },
    accepted: (player) => player.imported({ ...receipt, amountCents: 1 }),
  },
  {
    rule: 'a receipt is not beyond the balance: the rest stays on account',
    key: 'receipt.beyond_balance',
    begin: () => newCase(),
    refused: (player) => player.refusedImport(receipt),
    facts: { amount: '1000.01', balance: '1000.00' },
    accepted: (player) => player.receipt('R1', '1000.00'),
  },
  {
    rule: 'a recovery is not beyond what was written off',
    key: 'receipt.beyond_balance',
    begin: () => writtenOffCase().receipt('R0', '400.00'),
    refused: (player) => player.refusedImport({ ...receipt, amountCents: 600_01 }),
    facts: { amount: '600.01', balance: '600.00' },
    accepted: (player) => player.receipt('R1', '600.00'),
  },
  {
    rule: 'a credit is not beyond the balance',
    key: 'receipt.beyond_balance',
    begin: () => newCase(),
    refused: (player) => player.refusedImport({ type: 'applyCredit', credit: 'C1', amountCents: 1000_01, creditedOn: '2026-01-31' }),
    facts: { amount: '1000.01', balance: '1000.00' },
    accepted: (player) => player.credit('C1', '1000.00'),
  },
  {
    rule: 'no more of receipts is reversed than was booked',
    key: 'receipt.reversal_beyond',
    begin: () => newCase().receipt('R1', '400.00'),
    refused: (player) => player.refusedImport({ type: 'reverseReceipt', receipt: 'R1', amountCents: 400_01, reversedOn: '2026-01-31' }),
    facts: { amount: '400.01', booked: '400.00' },
    accepted: (player) => player.reversal('R1', '400.00'),
  },
  {
    rule: 'no more of credits is reversed than was booked',
    key: 'receipt.reversal_beyond',
    begin: () => newCase().credit('C1', '400.00'),
    refused: (player) => player.refusedImport({ type: 'reverseCredit', credit: 'C1', amountCents: 400_01, reversedOn: '2026-01-31' }),
    facts: { amount: '400.01', booked: '400.00' },
    accepted: (player) => player.creditReversal('C1', '400.00'),
  },
  {
    rule: 'a posting waits for the approval',
    key: 'state.not_possible',
    begin: () => badDebtCase(),
    refused: refuses('ar_clerk', post),
    facts: { command: 'postWriteOff', state: 'writeOff.awaitingApproval', customerDispute: 'none', attribution: 'none' },
    accepted: (player) => posted(player),
  },
];
