import type { EvidenceKind, Ground } from '../../../workflows/evidence/grounds.js';
import type { CasePlayer } from '../support/case-player.js';
import { accept, attach, docketedCase, resolve, vote, votedCase } from '../support/courses.js';
import { type RefusalExample, refuses, takes, voids } from './example.js';

const attached = (by = 'legal_officer') => attach(docketedCase(), 'e1', 'contract', 'origin', by);
const acceptIt = { type: 'acceptEvidence', evidence: 'e1' } as const;

/** What a vote for bad debt lacks with these documents accepted, and which further ones would carry it. */
const lacking = (
  lacks: string,
  missing: string[],
  has: readonly [EvidenceKind, Ground][],
  needs: readonly [EvidenceKind, Ground][],
): RefusalExample => {
  const proven = (player: CasePlayer, documents: readonly [EvidenceKind, Ground][]) =>
    documents.reduce((shown, [kind, ground]) => accept(attach(shown, `${kind} ${ground}`, kind, ground), `${kind} ${ground}`), player);
  return {
    rule: `a bad debt with ${has.map(([kind]) => kind).join(', ') || 'nothing'} needs ${needs.map(([kind]) => kind).join(', ')}`,
    key: 'evidence.required',
    begin: () => proven(docketedCase().on('2026-05-06'), has),
    refused: voids((player) => resolve(player, 'bad_debt')),
    facts: { missing, lacks },
    accepted: (player) => resolve(proven(player, needs), 'bad_debt'),
  };
};

export const evidenceExamples: readonly RefusalExample[] = [
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
    rule: 'what is accepted after the opening carries no bad debt in this round',
    key: 'evidence.required',
    begin: () => accept(attach(docketedCase().on('2026-05-06'), 'o', 'contract', 'origin'), 'o').open(),
    refused: voids((player) =>
      vote(accept(attach(player, 'a', 'agreement', 'restructuring'), 'a'), {
        sales_director: 'bad_debt',
        finance_director: 'bad_debt',
      }).close(),
    ),
    facts: { missing: ['any_ground'], lacks: 'any_ground', tooLate: 1 },
    accepted: (player) => resolve(player, 'bad_debt'),
  },
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
    rule: 'evidence is asked for by a day that nobody has missed yet',
    key: 'evidence.needed_in_past',
    begin: docketedCase,
    refused: refuses('finance_director', { type: 'requestEvidence', neededBy: '2026-04-30' }),
    facts: { neededBy: '2026-04-30', today: '2026-05-01' },
    accepted: takes('finance_director', { type: 'requestEvidence', neededBy: '2026-05-01' }),
  },
  {
    rule: 'a legal step is not dated in the future',
    key: 'legal.in_future',
    begin: () => resolve(votedCase(), 'legal_action'),
    refused: refuses('legal_officer', { type: 'recordLegalStep', step: 'suit', on: '2026-05-07' }),
    facts: { on: '2026-05-07', today: '2026-05-06' },
    accepted: takes('legal_officer', { type: 'recordLegalStep', step: 'suit', on: '2026-05-06' }),
  },
];
