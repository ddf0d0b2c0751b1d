import type { Round } from '../../workflows/collection-case/context.js';
import type { Json } from '../../workflows/collection-case/entries.js';

/** What a journal entry says, as far as something of it may have to be hidden. */
export interface Recorded {
  readonly command: { readonly type: string; readonly [field: string]: Json | undefined };
  readonly entries: readonly { readonly type: string; readonly [fact: string]: Json | undefined }[];
}

/** What of a vote everybody may know before the round closes: that it was cast, by whom, for which seat. */
const openFacts = ['meeting', 'seat', 'person', 'on'];

/** Votes of an open round are hidden from all but their author (architecture.md, One way in). */
export function hideVotes<T extends Recorded>(recorded: T, openRound: Round | undefined, reader: string): T {
  const { command, entries } = recorded;
  const isHidden =
    command.type === 'castVote' &&
    entries.some(({ type, meeting, person }) => type === 'voteCast' && meeting === openRound?.meeting && person !== reader);
  if (!isHidden) return recorded;
  return {
    ...recorded,
    command: { type: command.type, hidden: true },
    entries: entries.map((entry) => ({ type: entry.type, ...pick(entry), hidden: true })),
  };
}

/** The round as the reader may see it. */
export function visibleRound(round: Round, reader: string): Json {
  return {
    meeting: round.meeting,
    openedOn: round.openedOn,
    roll: round.roll.map((seat) => ({ ...seat })),
    recusals: round.recusals.map((recusal) => ({ ...recusal })),
    votes: round.votes.map((vote) => ({ ...visibleVote(vote, reader) })),
  };
}

/** A vote of an open round. */
export function visibleVote<T extends { readonly person: string }>(vote: T, reader: string): object {
  return vote.person === reader ? vote : { ...pick(vote), hidden: true };
}

function pick(vote: object): object {
  return Object.fromEntries(Object.entries(vote).filter(([fact]) => openFacts.some((open) => open === fact)));
}
