import type { Choice } from '../../../workflows/review-board/tally.js';
import type { Answer } from '../../support/api.js';
import { confirm } from './finance.js';
import type { Office, SeenCase } from './office.js';

const members = ['sales_director', 'finance_director', 'legal_manager'] as const;

/** What a meeting came to. */
export interface Held {
  readonly id: string;
  readonly agenda: readonly { readonly document: string; readonly outcome: string }[];
  /** Over 90 days at the opening, undecided, and on no agenda. */
  readonly forgotten: readonly string[];
}

/** The meeting that the night of the 20th has called: opened on its day, voted on, closed on the next. */
export async function meet(office: Office): Promise<Held> {
  await office.moveTo(`${office.today.slice(0, 8)}20`);
  const { items } = await office.get('finance_director', '/api/v1/meetings?company=C01&limit=1');
  const [{ id, plannedOn }] = items;
  await office.moveTo(plannedOn);
  // The last word of finance before the cut-off: what has escalated since the call.
  await confirm(office, 100);
  const old = await office.cases(
    `not c.closed and c.due_on < business_date('C01') - 90 and c.collection in ('salesFollowUp', 'financeConfirmation', 'boardReview.docketed')`,
  );
  const { agenda, leftOut } = await office.post('finance_director', `/api/v1/meetings/${id}/open`);
  const looked = new Set([...agenda, ...leftOut].map((item: { case: string }) => item.case));
  const forgotten = old.filter((seen) => !looked.has(seen.id) && seen.context.nextReviewOn === undefined).map(({ document }) => document);
  await vote(office, id, agenda);
  await office.moveTo(office.in(1));
  const closed = await office.post('finance_director', `/api/v1/meetings/${id}/close`);
  return { id, agenda: closed.agenda, forgotten };
}

/** Of what does not wait for the meeting: a customer has stopped trading. */
export async function voteByCircular(office: Office): Promise<Held> {
  const young = await office.cases(`c.collection = 'salesFollowUp' and c.due_on > business_date('C01') - 60 and c.balance > 100`);
  const { taken } = await office.give(
    'finance_director',
    young.slice(0, 2).map((seen) => [seen, { type: 'docket', reason: '客户停业' }]),
  );
  const until = office.in(3);
  const cases = taken.map((seen) => ({ case: seen.id }));
  const { id } = await office.post('finance_director', '/api/v1/meetings/circular', { company: 'C01', until, cases });
  const voting = await inMeeting(office, id);
  await cast(office, new Map(voting.map((seen) => [seen, ['legal_action', 'legal_action', 'continue'] as const])));
  const closed = await office.post('finance_director', `/api/v1/meetings/${id}/close`);
  return { id, agenda: closed.agenda, forgotten: [] };
}

async function vote(office: Office, meeting: string, agenda: readonly Answer['body'][]): Promise<void> {
  const voting = await inMeeting(office, meeting);
  const [group] = [...Map.groupBy(agenda, ({ customer }) => customer)].filter(([, items]) => items.length > 1);
  if (group) await voteForGroup(office, meeting, group[0]);
  const rest = voting.filter(({ customer }) => customer !== group?.[0]);
  await recuse(office, rest.at(-1));
  await cast(office, new Map(rest.map((seen) => [seen, votesOf(office, seen)])));
}

/** One vote of each member for all cases of a customer. */
async function voteForGroup(office: Office, meeting: string, customer: string): Promise<void> {
  const ballot = { customer, choice: 'legal_action', reason: '一并起诉' };
  for (const login of members) {
    const { answers } = await office.post(login, `/api/v1/meetings/${meeting}/votes`, ballot);
    const refused = answers.find(({ code }: { code?: string }) => code !== undefined && code !== 'vote.recused');
    if (refused) throw new Error(`${office.today}: ${JSON.stringify(refused)}`);
  }
}

async function recuse(office: Office, seen: SeenCase | undefined): Promise<void> {
  if (seen) await office.give('legal_manager', [[seen, { type: 'recuse', reason: '亲属任职于该客户' }]]);
}

/** In the order of the members; whom a rule bars, does not vote. */
async function cast(office: Office, votes: ReadonlyMap<SeenCase, readonly (Choice | undefined)[]>): Promise<void> {
  for (const [index, login] of members.entries()) {
    const mine = [...votes].flatMap(([seen, choices]) => {
      const choice = choices[index];
      return choice === undefined ? [] : [[seen, ballot(choice)] as const];
    });
    if (mine.length > 0) await office.give(login, mine, 'vote.recused');
  }
}

function ballot(choice: Choice) {
  return { type: 'castVote', choice, reason: '按材料', ...(choice === 'grace' && { graceMonths: 1 }) };
}

/** Mostly of one mind; sometimes of three, or too few to resolve. */
function votesOf(office: Office, seen: SeenCase): readonly (Choice | undefined)[] {
  const chance = office.picks.next() % 100;
  if (chance < 6) return ['continue', 'bad_debt', 'legal_action'];
  if (chance < 10) return ['continue', undefined, undefined];
  const choice = choiceOf(office, seen);
  return chance < 25 ? [choice, choice, 'continue'] : [choice, choice, choice];
}

function choiceOf(office: Office, seen: SeenCase): Choice {
  const { evidence, plan, graceMonthsGranted, continuedTimes } = seen.context;
  if (evidence.some(({ acceptedBy }) => acceptedBy !== undefined)) return 'bad_debt';
  if (plan?.acceptedOn !== undefined && graceMonthsGranted === 0) return 'grace';
  // What has failed once is lost, and legal will look for the proof.
  if (graceMonthsGranted > 0) office.book.debt(seen.document).fate = 'fails';
  if (office.fateOf(seen) === 'fails' && office.happens(20)) return 'bad_debt';
  return office.fateOf(seen) === 'sued' || continuedTimes > 1 ? 'legal_action' : 'continue';
}

function inMeeting(office: Office, meeting: string): Promise<SeenCase[]> {
  return office.cases(`c.collection = 'boardReview.voting' and c.snapshot #>> '{context,round,meeting}' = $1`, [meeting]);
}
