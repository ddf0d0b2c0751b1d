import { accept, attach, badDebtCase, docketedCase, newCase, posted, resolve, vote, writtenOffCase } from '../support/courses.js';
import { type RefusalExample, refuses, takes } from './example.js';

const approve = { type: 'approveWriteOff' } as const;
const post = { type: 'postWriteOff', voucherNo: 'V1' } as const;
const reverse = { type: 'reverseWriteOff', voucherNo: 'V9' } as const;
const waive = { type: 'waiveSmallBalance', reason: '尾差' } as const;

const nothing = { amountCents: 0, documents: [] };
const writtenOffBefore = (amountCents: number) => ({
  beside: { forgiven: { since: '2025-05-06', writeOffs: { amountCents, documents: ['INV-8', 'INV-9'] }, waivers: nothing } },
});
const waivedBefore = (amountCents: number) => ({
  beside: { forgiven: { since: '2025-01-31', writeOffs: nothing, waivers: { amountCents, documents: ['INV-7'] } } },
});

export const writeOffExamples: readonly RefusalExample[] = [
  {
    rule: 'a posting waits for the approval',
    key: 'state.not_possible',
    begin: () => badDebtCase(),
    refused: refuses('ar_clerk', post),
    facts: { command: 'postWriteOff', state: 'writeOff.awaitingApproval', customerDispute: 'none', attribution: 'none' },
    accepted: (player) => posted(player),
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
    begin: () =>
      resolve(badDebtCase().by('finance_director', { type: 'rejectWriteOff', reason: '缺少资产调查' }).on('2026-06-01'), 'bad_debt'),
    refused: refuses('finance_director', approve),
    facts: { balance: '1000.00', limit: '500000.00', rejections: 1, approver: 'general_manager' },
    accepted: takes('general_manager', approve),
  },
  {
    rule: 'what one customer is written off counts together, however it is split',
    key: 'writeoff.split',
    begin: () => badDebtCase({ amount: '200000.00', office: writtenOffBefore(300_000_01) }),
    refused: refuses('finance_director', approve),
    facts: {
      balance: '200000.00',
      sum: '500000.01',
      limit: '500000.00',
      since: '2025-05-06',
      documents: ['INV-1', 'INV-8', 'INV-9'],
    },
    accepted: takes('general_manager', approve),
  },
  {
    rule: 'up to the limit together the finance director approves',
    key: 'writeoff.approver',
    begin: () => badDebtCase({ amount: '200000.00', office: writtenOffBefore(300_000_00) }),
    refused: refuses('general_manager', approve),
    facts: { balance: '200000.00', limit: '500000.00', rejections: 0, approver: 'finance_director' },
    accepted: takes('finance_director', approve),
  },
  {
    rule: 'a posting names its root cause where the evidence does not say it',
    key: 'writeoff.root_cause',
    begin: () => {
      const player = newCase({ dueOn: '2023-01-30', openedOn: '2026-01-31' }).on('2026-05-06');
      accept(attach(player, 'c', 'contract', 'origin'), 'c');
      accept(attach(player, 's', 'statement', 'over_3_years'), 's');
      return resolve(player, 'bad_debt').by('finance_director', approve);
    },
    refused: refuses('ar_clerk', post),
    facts: { balance: '1000.00' },
    accepted: takes('ar_clerk', { ...post, rootCause: 'limitation_missed' }),
  },
  {
    rule: 'nobody approves on evidence they accepted',
    key: 'writeoff.same_person',
    begin: () => {
      const player = docketedCase({ office: { extraRoles: { finance_director: ['legal_manager'] } } }).on('2026-05-06');
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
      const docketed = docketedCase({ office: { extraRoles: { finance_director: ['legal_officer'] } } }).on('2026-05-06');
      const player = attach(docketed, 'c', 'contract', 'origin');
      attach(player, 'a', 'agreement', 'restructuring', 'finance_director');
      accept(accept(player, 'c'), 'a');
      return vote(player.open(), { sales_director: 'bad_debt', legal_manager: 'bad_debt' }).close();
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
    rule: 'what one customer is waived counts together, in however many parts',
    key: 'waive.split',
    begin: () => newCase({ amount: '3.00', policy: { smallBalanceCents: 5_00 }, office: waivedBefore(2_01) }),
    refused: refuses('finance_director', waive),
    facts: { balance: '3.00', sum: '5.01', atMost: '5.00', since: '2025-01-31', documents: ['INV-1', 'INV-7'] },
    accepted: () =>
      newCase({ amount: '3.00', policy: { smallBalanceCents: 5_00 }, office: waivedBefore(2_00) }).by('finance_director', waive),
  },
];
