import type { MeetingOutline } from '../../review-board/agenda.js';

type Item = MeetingOutline['agenda'][number];

/** How an item of the agenda stands to the reader. */
export type Standing = 'voted' | 'missing' | 'recused' | 'lapsed' | 'resolved' | 'others' | 'docketed';

export interface Square {
  n: number;
  path: string;
  standing: Standing;
  isHere: boolean;
}

/** The agenda as small squares, those of a customer beside each other. */
export interface Strip {
  groups: Square[][];
  /** Items before and after the shown ones. */
  before: number;
  after: number;
  voted: number;
  /** That the reader has to vote on. */
  mine: number;
  items: number;
}

/** On a long agenda only so many squares to each side. */
const shownToEachSide = 30;

export function stripOf({ id, agenda, seats }: MeetingOutline, login: string, here?: string): Strip {
  const at = Math.max(
    0,
    agenda.findIndex((item) => item.case === here),
  );
  const from = Math.max(0, Math.min(at - shownToEachSide, agenda.length - 2 * shownToEachSide));
  const shown = agenda.slice(from, from + 2 * shownToEachSide);
  const groups: Square[][] = [];
  shown.forEach((item, i) => {
    const square = { n: from + i + 1, path: roomPath(id, item.case), standing: standingOf(item, seats, login), isHere: item.case === here };
    const group = groups.at(-1);
    if (group && shown[i - 1]?.customer === item.customer) group.push(square);
    else groups.push([square]);
  });
  const mine = agenda.filter((item) => item.seats.some((seat) => seat.mine));
  return {
    groups,
    before: from,
    after: Math.max(0, agenda.length - from - shown.length),
    voted: mine.filter((item) => standingOf(item, seats, login) === 'voted').length,
    mine: mine.length,
    items: agenda.length,
  };
}

export function standingOf({ outcome, seats }: Item, held: MeetingOutline['seats'], login: string): Standing {
  if (outcome === 'docketed' || outcome === 'lapsed') return outcome;
  if (outcome !== 'open') return 'resolved';
  const mine = seats.filter((seat) => seat.mine);
  if (mine.length > 0) return mine.some(({ state }) => state === 'missing') ? 'missing' : 'voted';
  return held.some(({ member }) => member === login) ? 'recused' : 'others';
}

/** The next item that waits for the reader's vote, from this one on and around. */
export function nextMissing(agenda: readonly Item[], here: string): string | undefined {
  const at = agenda.findIndex((item) => item.case === here);
  return [...agenda.slice(at + 1), ...agenda.slice(0, at + 1)].find((item) =>
    item.seats.some(({ mine, state }) => mine && state === 'missing'),
  )?.case;
}

export function meetingPath(meeting: string): string {
  return `/board/${meeting}`;
}

export function roomPath(meeting: string, caseId: string): string {
  return `/board/${meeting}/${caseId}`;
}
