import { grouped, type Stage } from './stage.js';

const chair = 'finance_director';
const others = ['sales_director', 'legal_manager'];

interface Meeting {
  readonly agenda: readonly Item[];
}

interface Item {
  readonly outcome: string;
  readonly tally: { readonly for?: number; readonly of?: number } | null;
}

interface Vote {
  readonly person: string;
  readonly choice?: string;
  readonly hidden?: true;
}

/** The board grants grace on a plan that finance has accepted. */
export async function isGrantedGrace(stage: Stage): Promise<void> {
  stage.chapter('first_meeting');
  await stage.on('2026-04-21');
  const meeting = await callAndOpen(stage, 'findsMeeting');
  const vote = { type: 'castVote', choice: 'grace', graceMonths: 1 };
  await stage.refusedCommand({ login: 'sales_director', key: 'voteWithoutReason' }, { ...vote, reason: '' });
  await stage.give({ login: 'sales_director', key: 'voteGrace' }, { ...vote, reason: stage.say('demo:note.grace') });
  await tellVotes(stage, 'legal_manager', 'votesHidden');

  const instalments = [
    { dueOn: '2026-05-06', amount: '193000.00' },
    { dueOn: '2026-05-20', amount: '193000.00' },
  ];
  await stage.give({ login: 'sales0001', key: 'planProposed' }, { type: 'proposePlan', instalments });
  await stage.give({ login: 'ar_clerk', key: 'planAccepted' }, { type: 'acceptPlan' });
  await stage.give(
    { login: 'legal_manager', key: 'voteLegal' },
    { type: 'castVote', choice: 'legal_action', reason: stage.say('demo:note.legal') },
  );
  await stage.give({ login: chair, key: 'voteGrace' }, { ...vote, reason: stage.say('demo:note.plan') });
  await close(stage, meeting);
}

/** 6 May, then three working days of leeway; Saturday the 9th is one of them, by the public calendar. */
export async function breaksGrace(stage: Stage): Promise<void> {
  stage.chapter('broken_grace');
  await stage.on('2026-05-10');
  await stage.night('graceBroken', { amount: grouped('193000.00') });
}

/** All vote for bad debt, and it is void: there is no evidence. */
export async function failsForEvidence(stage: Stage): Promise<void> {
  stage.chapter('second_meeting');
  await stage.on('2026-05-11');
  await voteBadDebt(stage);
}

/** Legal files what the board lacked, and another person accepts it. */
export async function isProven(stage: Stage): Promise<void> {
  stage.chapter('evidence');
  await stage.on('2026-05-14');
  const evidence: string[] = [];
  for (const { key, name, kind, ground } of papers) {
    const file = { name, content: `${name}\n` };
    const filed = await stage.upload<{ id: string }>({ login: 'legal_officer', key }, `${stage.casePath}/evidence`, { kind, ground }, file);
    evidence.push(filed.id);
  }
  await stage.refusedCommand({ login: 'legal_officer', key: 'acceptsOwn' }, { type: 'acceptEvidence', evidence: evidence[0] });
  for (const id of evidence)
    await stage.give({ login: 'legal_manager', key: 'accepts', facts: { id } }, { type: 'acceptEvidence', evidence: id });
}

const papers = [
  { key: 'filesContract', name: '销售合同.txt', kind: 'contract', ground: 'origin' },
  { key: 'filesStatement', name: '无力偿还声明.txt', kind: 'statement', ground: 'inability_to_pay' },
  { key: 'filesAnnouncement', name: '法院破产公告.txt', kind: 'court_announcement', ground: 'bankruptcy' },
];

export async function isBadDebt(stage: Stage): Promise<void> {
  stage.chapter('third_meeting');
  await stage.on('2026-05-18');
  await voteBadDebt(stage);
}

async function voteBadDebt(stage: Stage): Promise<void> {
  const meeting = await callAndOpen(stage, 'callsMeeting');
  const vote = { type: 'castVote', choice: 'bad_debt', reason: stage.say('demo:note.bad_debt') };
  for (const login of [...others, chair]) await stage.give({ login, key: 'voteBadDebt' }, vote);
  await close(stage, meeting);
}

/** @returns the meeting's number */
async function callAndOpen(stage: Stage, key: string): Promise<string> {
  const { id } = await stage.post<{ id: string }>({ login: chair, key }, '/api/v1/meetings', { company: 'C01' });
  await stage.post({ login: chair, key: 'meetingOpened' }, `/api/v1/meetings/${id}/open`);
  return id;
}

async function close(stage: Stage, meeting: string): Promise<void> {
  const { agenda } = await stage.post<Meeting>({ login: chair, key: 'meetingClosed' }, `/api/v1/meetings/${meeting}/close`);
  const [item] = agenda;
  const outcome = item?.outcome ?? '';
  stage.telling.remark(stage.say(`demo:outcome.${outcome}`, { for: item?.tally?.for ?? 0, of: item?.tally?.of ?? 0 }));
  const closing = await lastEntry(stage, 'votingClosed');
  if (closing?.why === 'evidence.required') stage.telling.refused(stage.say('refusals:evidence.required', closing.lacks));
}

/** A vote is secret until the round closes: others see that it was cast, not what it says. */
async function tellVotes(stage: Stage, login: string, key: string): Promise<void> {
  const { facts } = await stage.get<{ facts: { round: { votes: Vote[] } } }>({ login, key }, stage.casePath);
  for (const { person, choice, hidden } of facts.round.votes)
    stage.telling.remark(stage.say(hidden ? 'demo:vote_hidden' : 'demo:vote_seen', { person, choice }));
}

interface Entry {
  readonly type: string;
  readonly why?: string;
  readonly lacks?: Record<string, unknown>;
}

async function lastEntry(stage: Stage, type: string): Promise<Entry | undefined> {
  const { items } = await stage.read<{ items: { entries: Entry[] }[] }>('auditor', `${stage.casePath}/journal`);
  return items.flatMap(({ entries }) => entries).findLast((entry) => entry.type === type);
}
