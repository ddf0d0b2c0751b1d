import type { Share } from '../../../workflows/attribution/causes.js';
import { docketedCase, newCase } from '../support/courses.js';
import { type RefusalExample, refuses, takes } from './example.js';

const sales: Share = { party: 'sales', person: 'sales0001', cause: 'follow_up_neglected', shareHundredths: 60_00 };
const finance: Share = { party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', shareHundredths: 40_00 };
const customer: Share = { party: 'customer', cause: 'customer_insolvent', shareHundredths: 40_00 };
const propose = (...shares: Share[]) => ({ type: 'proposeAttribution', shares }) as const;
const decide = (...shares: Share[]) => ({ type: 'decideAttribution', shares }) as const;
const contest = { type: 'contestAttribution', reason: '不属实' } as const;
const appeal = { type: 'appealAttribution', reason: '有新证据' } as const;
const accept = { type: 'acceptAttribution' } as const;

const proposed = (by = 'sales_director') => docketedCase().by(by, propose(sales, finance));
const contested = (by?: string) => proposed(by).by('sales0001', contest);
const appealed = (by?: string) => proposed(by).by('sales0001', accept).by('ar_clerk', accept).by('sales0001', appeal);

export const responsibilityExamples: readonly RefusalExample[] = [
  {
    rule: 'shares add up to 100',
    key: 'attribution.shares',
    begin: () => docketedCase(),
    refused: refuses('sales_director', propose(sales, { ...customer, shareHundredths: 39_99 })),
    facts: { sum: 99.99, needed: 100 },
    accepted: takes('sales_director', propose(sales, customer)),
  },
  {
    rule: 'a share of sales, finance or legal names the person, the others nobody',
    key: 'attribution.person',
    begin: () => docketedCase(),
    refused: refuses('sales_director', propose({ ...customer, person: 'K1' }, { ...sales, person: undefined })),
    facts: { parties: ['customer', 'sales'] },
    accepted: takes('sales_director', propose(sales, customer)),
  },
  {
    rule: 'responsibility is proposed from the docket on',
    key: 'attribution.before_docket',
    begin: () => newCase().on('2026-04-30'),
    refused: refuses('hr', propose(sales, customer)),
    facts: {},
    accepted: (player) => player.by('legal_manager', { type: 'docket', reason: '客户停业' }).by('hr', propose(sales, customer)),
  },
  {
    rule: 'one accepts once',
    key: 'attribution.answered',
    begin: () => proposed().by('sales0001', accept),
    refused: refuses('sales0001', accept),
    facts: { person: 'sales0001' },
    accepted: takes('ar_clerk', accept),
  },
  {
    rule: 'nobody decides who is named',
    key: 'attribution.self',
    begin: () =>
      docketedCase()
        .by('hr', propose({ ...finance, person: 'finance_director' }, sales))
        .by('sales0001', contest),
    refused: refuses('finance_director', decide(sales, customer)),
    facts: { person: 'finance_director', why: 'named' },
    accepted: takes('general_manager', decide(sales, customer)),
  },
  {
    rule: 'nobody decides who proposed it',
    key: 'attribution.self',
    begin: () => contested('finance_director'),
    refused: refuses('finance_director', decide(sales, customer)),
    facts: { person: 'finance_director', why: 'proposed' },
    accepted: takes('general_manager', decide(sales, customer)),
  },
  {
    rule: 'nobody decides who decided it before',
    key: 'attribution.self',
    begin: () => contested('finance_director').by('general_manager', decide(sales, customer)).by('sales0001', appeal),
    refused: refuses('general_manager', decide(sales, customer)),
    facts: { person: 'general_manager', why: 'decided' },
    accepted: takes('hr', decide(sales, customer)),
  },
  {
    rule: 'nobody decides on oneself',
    key: 'attribution.self',
    begin: () => contested(),
    refused: refuses('finance_director', decide(sales, { ...finance, person: 'finance_director' })),
    facts: { person: 'finance_director', why: 'named' },
    accepted: takes('finance_director', decide(sales, finance)),
  },
  {
    rule: 'what is contested is the chair’s to decide',
    key: 'attribution.decider',
    begin: () => contested(),
    refused: refuses('hr', decide(sales, customer)),
    facts: { decider: 'chair', person: 'hr' },
    accepted: takes('finance_director', decide(sales, customer)),
  },
  {
    rule: 'an appeal is hr’s to decide',
    key: 'attribution.decider',
    begin: () => appealed(),
    refused: refuses('finance_director', decide(sales, customer)),
    facts: { decider: 'hr', person: 'finance_director' },
    accepted: takes('hr', decide(sales, customer)),
  },
  {
    rule: 'an appeal is made once',
    key: 'attribution.appealed_once',
    begin: () => appealed().by('hr', decide(sales, finance)),
    refused: refuses('ar_clerk', appeal),
    facts: { by: 'sales0001' },
    accepted: () => proposed().by('sales0001', accept).by('ar_clerk', accept).by('ar_clerk', appeal),
  },
  {
    rule: 'who takes a case over does not answer for what was before',
    key: 'attribution.not_then',
    begin: () => neglectedCase(),
    refused: refuses('hr', propose({ ...sales, person: 'sales0002' }, customer)),
    facts: { person: 'sales0002', cause: 'follow_up_neglected', from: '2026-05-04', on: '2026-02-28', answered: 'sales0001' },
    accepted: takes('hr', propose(sales, customer)),
  },
  {
    rule: 'a decision does not move the blame to who took the case over either',
    key: 'attribution.not_then',
    begin: () => neglectedCase().by('hr', propose(sales, finance)).by('sales0001', contest),
    refused: refuses('finance_director', decide({ ...sales, person: 'sales0002' }, customer)),
    facts: { person: 'sales0002', cause: 'follow_up_neglected', from: '2026-05-04', on: '2026-02-28', answered: 'sales0001' },
    accepted: takes('finance_director', decide(sales, customer)),
  },
];

/** The follow-up was neglected by sales0001 from the beginning; the case changed hands when that was over. */
function neglectedCase() {
  const owners = [
    { owner: 'sales0001', from: '2026-01-31' },
    { owner: 'sales0002', from: '2026-05-04' },
  ];
  return docketedCase({ office: { beside: { past: { owners } } } }).on('2026-05-06');
}
