import type { Seat } from '../../../workflows/review-board/seats.js';
import type { CasePlayer } from '../support/case-player.js';
import { accept, attach, badDebtCase, docketedCase, escalatedCase, graceCase, resolve, vote, votedCase } from '../support/courses.js';
import { board } from '../support/people.js';
import { type RefusalExample, refuses, takes } from './example.js';

const cast = { type: 'castVote', choice: 'legal_action', reason: '依据材料' } as const;
const recuse = { type: 'recuse', reason: '利害关系' } as const;
const seatsOfBoard = ['sales_director: sales_director', 'finance_director: finance_director', 'legal_manager: legal_manager'];
const nameFor = (seat: Seat) => ({ type: 'nameSeat', seat, person: 'hr' }) as const;
const twoRecused = () =>
  ['sales_director', 'legal_manager', 'legal_officer'].reduce((player, login) => player.by(login, recuse), votedCase());

/** Sits for both directors, who are recused. */
const oneDeputyForTwo = () => {
  const roll = (['sales_director', 'finance_director'] as const).map((seat) => ({ seat, member: seat, deputy: 'general_manager' }));
  const player = docketedCase().on('2026-05-06').by('finance_director', { type: 'openVoting', meeting: 'M1', roll });
  return player.by('sales_director', recuse).by('finance_director', recuse).by('general_manager', cast);
};

/** Decided a bad debt on 6 May 2026, which the finance director has sent back since. */
const sentBack = () => badDebtCase().by('finance_director', { type: 'rejectWriteOff', reason: '缺少资产调查' }).on('2026-05-21');
const openAgain = (newFact?: { note: string; evidence?: string; fact?: 'follow_up_neglected' | 'list_late' }) =>
  ({ type: 'openVoting', meeting: 'M9', roll: board, ...(newFact && { newFact }) }) as const;
const note = '债务人新设关联公司转移资产';
const recordLateList = (player: CasePlayer) => player.clock({ type: 'recordFact', fact: 'list_late', on: player.date, numbers: {} });
/** Members have until 8 May. */
const circular = () =>
  docketedCase().on('2026-05-06').by('finance_director', { type: 'openVoting', meeting: 'M1', roll: board, until: '2026-05-08' });
const closeCircular = { type: 'closeVoting', meeting: 'M1' } as const;

export const reviewExamples: readonly RefusalExample[] = [
  {
    rule: 'who has no seat does not vote',
    key: 'vote.not_seated',
    begin: () => votedCase(),
    refused: refuses('auditor', cast),
    facts: { person: 'auditor', seats: seatsOfBoard },
    accepted: takes('legal_manager', cast),
  },
  {
    rule: 'a deputy does not vote while the member sits',
    key: 'vote.not_seated',
    begin: () => votedCase(),
    refused: refuses('legal_officer', cast),
    facts: { person: 'legal_officer', seats: seatsOfBoard },
    accepted: (player) => player.by('legal_manager', recuse).by('legal_officer', cast),
  },
  {
    rule: 'a member votes for no seat but their own',
    key: 'vote.not_seated',
    begin: () => votedCase(),
    refused: refuses('legal_manager', { ...cast, forSeat: 'sales_director' }),
    facts: { person: 'legal_manager', seats: ['legal_manager'] },
    accepted: takes('legal_manager', { ...cast, forSeat: 'legal_manager' }),
  },
  {
    rule: 'one person votes for one seat',
    key: 'vote.twice',
    begin: oneDeputyForTwo,
    refused: refuses('general_manager', { ...cast, forSeat: 'finance_director' }),
    facts: { person: 'general_manager', voted: 'sales_director', wanted: 'finance_director' },
    accepted: takes('general_manager', { ...cast, choice: 'continue' }),
  },
  {
    rule: 'nobody votes after the close',
    key: 'vote.closed',
    begin: () => vote(votedCase(), { sales_director: 'legal_action' }).close(),
    refused: refuses('legal_manager', cast),
    facts: { state: 'boardReview.docketed' },
    accepted: (player) => player.open().by('legal_manager', cast),
  },
  {
    rule: 'nobody votes before a meeting has opened',
    key: 'state.not_possible',
    begin: () => docketedCase().on('2026-05-06').call(),
    refused: refuses('legal_manager', cast),
    facts: { command: 'castVote', state: 'boardReview.docketed', customerDispute: 'none', attribution: 'none' },
    accepted: (player) => player.open().by('legal_manager', cast),
  },
  {
    rule: 'who declared an interest does not vote',
    key: 'vote.recused',
    begin: () => votedCase().by('legal_manager', recuse),
    refused: refuses('legal_manager', cast),
    facts: { person: 'legal_manager', why: 'declared' },
    accepted: takes('legal_officer', cast),
  },
  {
    rule: 'the owner of the case does not vote',
    key: 'vote.recused',
    begin: () => votedCase({ owner: 'sales_director' }),
    refused: refuses('sales_director', cast),
    facts: { person: 'sales_director', why: 'owner' },
    accepted: takes('sales_manager', cast),
  },
  {
    rule: 'the owner’s direct manager does not vote',
    key: 'vote.recused',
    begin: () => votedCase({ office: { away: ['sales_director'] } }),
    refused: refuses('sales_manager', cast),
    facts: { person: 'sales_manager', why: 'owners_manager' },
    accepted: takes('finance_director', cast),
  },
  {
    rule: 'who attached evidence does not vote',
    key: 'vote.recused',
    begin: () => attach(votedCase(), 'origin', 'contract', 'origin', 'legal_manager'),
    refused: refuses('legal_manager', cast),
    facts: { person: 'legal_manager', why: 'attached_evidence' },
    accepted: takes('legal_officer', cast),
  },
  {
    rule: 'a vote has a reason',
    key: 'vote.reason_required',
    begin: () => votedCase(),
    refused: refuses('legal_manager', { ...cast, reason: '  ' }),
    facts: {},
    accepted: takes('legal_manager', cast),
  },
  {
    rule: 'grace is 2 months at most',
    key: 'grace.too_long',
    begin: () => votedCase(),
    refused: refuses('legal_manager', { ...cast, choice: 'grace', graceMonths: 3 }),
    facts: { months: 3, granted: 0, atMost: 2, left: 2 },
    accepted: takes('legal_manager', { ...cast, choice: 'grace', graceMonths: 2 }),
  },
  {
    rule: 'grace is 2 months at most in all, a month by default',
    key: 'grace.too_long',
    begin: () => graceCase().on('2026-05-26').open(),
    refused: refuses('legal_manager', { ...cast, choice: 'grace' }),
    facts: { months: 1, granted: 2, atMost: 2, left: 0 },
    accepted: takes('legal_manager', cast),
  },
  {
    rule: 'a review lies ahead',
    key: 'continue.not_ahead',
    begin: () => votedCase(),
    refused: refuses('legal_manager', { ...cast, choice: 'continue', nextReviewOn: '2026-05-06' }),
    facts: { nextReviewOn: '2026-05-06', today: '2026-05-06' },
    accepted: takes('legal_manager', { ...cast, choice: 'continue', nextReviewOn: '2026-05-07' }),
  },
  {
    rule: 'a review is at most 3 months on',
    key: 'continue.too_far',
    begin: () => votedCase(),
    refused: refuses('legal_manager', { ...cast, choice: 'continue', nextReviewOn: '2026-08-07' }),
    facts: { nextReviewOn: '2026-08-07', latest: '2026-08-06', months: 3 },
    accepted: takes('legal_manager', { ...cast, choice: 'continue', nextReviewOn: '2026-08-06' }),
  },
  {
    rule: 'what was decided this month is not voted on again without news',
    key: 'vote.same_month',
    begin: sentBack,
    refused: refuses('finance_director', openAgain()),
    facts: { decidedOn: '2026-05-06', outcome: 'bad_debt', meeting: 'M1', from: '2026-06-01' },
    accepted: (player) =>
      attach(player, 'new', 'registry_proof', 'deregistered').by('finance_director', openAgain({ note, evidence: 'new' })),
  },
  {
    rule: 'what was decided this month is voted on in the next',
    key: 'vote.same_month',
    begin: () => resolve(docketedCase().on('2026-05-06'), 'continue', { nextReviewOn: '2026-05-07' }).on('2026-05-20').call(),
    refused: refuses('finance_director', openAgain()),
    facts: { decidedOn: '2026-05-06', outcome: 'continue', meeting: 'M1', from: '2026-06-01' },
    accepted: (player) => player.on('2026-06-01').by('finance_director', openAgain()),
  },
  {
    rule: 'words alone are no news',
    key: 'vote.new_fact',
    begin: sentBack,
    refused: refuses('finance_director', openAgain({ note })),
    facts: { why: 'unproved' },
    accepted: (player) =>
      attach(player, 'new', 'registry_proof', 'deregistered').by('finance_director', openAgain({ note, evidence: 'new' })),
  },
  {
    rule: 'a document that the case has not shows nothing',
    key: 'vote.new_fact',
    begin: sentBack,
    refused: refuses('finance_director', openAgain({ note, evidence: 'new' })),
    facts: { why: 'no_evidence', evidence: 'new' },
    accepted: (player) =>
      attach(player, 'new', 'registry_proof', 'deregistered').by('finance_director', openAgain({ note, evidence: 'new' })),
  },
  {
    rule: 'a document that the board had is no news',
    key: 'vote.new_fact',
    begin: () => attach(sentBack(), 'new', 'registry_proof', 'deregistered'),
    refused: refuses('finance_director', openAgain({ note, evidence: 'court' })),
    facts: { why: 'known_evidence', evidence: 'court', decidedOn: '2026-05-06' },
    accepted: (player) => accept(player, 'new').by('finance_director', openAgain({ note, evidence: 'new' })),
  },
  {
    rule: 'a fact that nobody recorded is no news',
    key: 'vote.new_fact',
    begin: sentBack,
    refused: refuses('finance_director', openAgain({ note, fact: 'list_late' })),
    facts: { why: 'no_fact', fact: 'list_late' },
    accepted: (player) => recordLateList(player).by('finance_director', openAgain({ note, fact: 'list_late' })),
  },
  {
    rule: 'a fact that the board knew is no news',
    key: 'vote.new_fact',
    begin: sentBack,
    refused: refuses('finance_director', openAgain({ note, fact: 'follow_up_neglected' })),
    facts: { why: 'known_fact', fact: 'follow_up_neglected', decidedOn: '2026-05-06' },
    accepted: (player) => recordLateList(player).by('finance_director', openAgain({ note, fact: 'list_late' })),
  },
  {
    rule: 'who dockets a case names news that can be seen',
    key: 'vote.new_fact',
    begin: () => escalatedCase(),
    refused: refuses('legal_manager', { type: 'docket', newFact: { note } }),
    facts: { why: 'unproved' },
    accepted: (player) =>
      attach(player, 'new', 'registry_proof', 'deregistered').by('legal_manager', { type: 'docket', newFact: { note, evidence: 'new' } }),
  },
  {
    rule: 'means that are exhausted are news by themselves',
    key: 'vote.same_month',
    begin: sentBack,
    refused: refuses('finance_director', openAgain()),
    facts: { decidedOn: '2026-05-06', outcome: 'bad_debt', meeting: 'M1', from: '2026-06-01' },
    accepted: () =>
      resolve(docketedCase().on('2026-05-06'), 'legal_action')
        .by('legal_officer', { type: 'exhaustLegalAction', reason: '终结执行' })
        .by('finance_director', openAgain()),
  },
  {
    rule: 'a circular vote lets everybody have their days',
    key: 'vote.deadline_ahead',
    begin: () => vote(circular(), { sales_director: 'legal_action', finance_director: 'legal_action' }),
    refused: refuses('finance_director', closeCircular),
    facts: { until: '2026-05-08', missing: 'legal_manager' },
    accepted: (player) => vote(player, { legal_manager: 'legal_action' }).by('finance_director', closeCircular),
  },
  {
    rule: 'a circular vote does not wait for seats that are recused',
    key: 'vote.deadline_ahead',
    begin: () => vote(circular(), { sales_director: 'legal_action' }).by('legal_manager', recuse).by('legal_officer', recuse),
    refused: refuses('finance_director', closeCircular),
    facts: { until: '2026-05-08', missing: 'finance_director' },
    accepted: (player) => vote(player, { finance_director: 'legal_action' }).by('finance_director', closeCircular),
  },
  {
    rule: 'nobody votes after the last day of a circular vote',
    key: 'vote.deadline_passed',
    begin: () => circular(),
    refused: (player) => player.on('2026-05-09').refused('legal_manager', cast),
    facts: { until: '2026-05-08', today: '2026-05-09' },
    accepted: (player) => player.by('finance_director', closeCircular),
  },
  {
    rule: 'a meeting closes its own votes only',
    key: 'meeting.another',
    begin: () => votedCase(),
    refused: refuses('finance_director', { type: 'closeVoting', meeting: 'M9' }),
    facts: { meeting: 'M9', voting: 'M1' },
    accepted: takes('finance_director', { type: 'closeVoting', meeting: 'M1' }),
  },
  {
    rule: 'nobody is named while two seats can be filled',
    key: 'seat.board_is_able',
    begin: () => votedCase().by('legal_manager', recuse).by('legal_officer', recuse),
    refused: refuses('general_manager', nameFor('legal_manager')),
    facts: { filled: ['sales_director', 'finance_director'], needed: 2 },
    accepted: (player) => player.by('sales_director', recuse).by('general_manager', nameFor('legal_manager')),
  },
  {
    rule: 'nobody is named for a seat that is filled',
    key: 'seat.filled',
    begin: twoRecused,
    refused: refuses('general_manager', nameFor('finance_director')),
    facts: { seat: 'finance_director', empty: ['sales_director', 'legal_manager'] },
    accepted: takes('general_manager', nameFor('sales_director')),
  },
  {
    rule: 'nobody is named who sits already',
    key: 'seat.sits_already',
    begin: twoRecused,
    refused: refuses('general_manager', { type: 'nameSeat', seat: 'legal_manager', person: 'finance_director' }),
    facts: { person: 'finance_director', seat: 'finance_director' },
    accepted: takes('general_manager', { type: 'nameSeat', seat: 'legal_manager', person: 'general_manager' }),
  },
];
