import { randomUUID } from 'node:crypto';
import { addDays, type BusinessDate, dayOfWeek } from '../../../workflows/calendar/dates.js';
import type { CommandType } from '../../../workflows/collection-case/commands.js';
import type { WaitingKind } from '../../../workflows/collection-case/waiting.js';
import type { WaitingCase, WaitingCases } from '../../cases/waiting-list.js';
import type { Language } from '../../platform/i18n/language.js';
import { roomPath } from '../board/strip.js';
import { hasForm } from '../case/actions-view.js';
import { toldFacts } from '../case-words.js';
import { casePath } from '../paths.js';
import { isPlaceType, placeForm } from '../place-form.js';

/** More would be no plan for a day; the worklist has the rest. */
const shownAtMost = 40;

const icons: Readonly<Record<WaitingKind, string>> = {
  promise: 'hand',
  promise_broken: 'warn',
  position: 'flag',
  attempt: 'phone',
  instalment: 'money',
  confirmation: 'check',
  letter: 'mail',
  plan: 'list',
  vote: 'board',
  meeting: 'board',
  evidence_requested: 'doc',
  evidence_to_accept: 'doc',
  legal_review: 'legal',
  write_off_approval: 'check',
  write_off_posting: 'check',
  write_off_reversal: 'check',
  correction: 'check',
  cancellation: 'x',
  dispute: 'hand',
  attribution_answer: 'user',
  attribution_decision: 'user',
  attribution_proposal: 'user',
};

/** What is late, due today, and due until the week's end, each with the one action that it needs. */
export function tasksView(
  { items, isMore }: WaitingCases,
  { today, open, opened, language }: { today: BusinessDate; open: string | undefined; opened: object | undefined; language: Language },
): object {
  const until = weekEnd(today);
  const ahead = items.filter(({ waiting }) => waiting.dueOn <= until);
  const shown = shownOf({ items, isMore }, today);
  const groups = [
    { name: 'late', tasks: shown.filter(({ waiting }) => waiting.dueOn < today) },
    { name: 'today', tasks: shown.filter(({ waiting }) => waiting.dueOn === today) },
    { name: 'week', tasks: shown.filter(({ waiting }) => waiting.dueOn > today) },
  ];
  const count = (is: (dueOn: BusinessDate) => boolean) => ahead.filter(({ waiting }) => is(waiting.dueOn)).length;
  return {
    count: ahead.length,
    isMore,
    late: count((dueOn) => dueOn < today),
    today: count((dueOn) => dueOn === today),
    week: count((dueOn) => dueOn > today),
    rest: ahead.length - shown.length,
    groups: groups.filter(({ tasks }) => tasks.length > 0).map(({ name, tasks }) => ({ name, until, tasks: tasks.map(taskOf) })),
    first: (['logAttempt', 'reportPosition', 'confirm'] as const).flatMap((type) => {
      const found = shown.find(({ waiting }) => waiting.command === type);
      return found ? [{ type, href: openAt(keyOf(found)) }] : [];
    })[0],
  };

  function taskOf(one: WaitingCase): object {
    const { waiting, id, version } = one;
    const key = keyOf(one);
    const isPlace = isPlaceType(waiting.command);
    const isOpen = open === key && (isPlace || opened !== undefined);
    const isHere = isPlace || hasWholeForm(waiting.command);
    return {
      ...one,
      key,
      icon: icons[waiting.kind],
      kind: waiting.kind,
      go: goOf(waiting),
      facts: toldFacts(waiting, language),
      isOpen,
      href: isOpen ? `/#${key}` : isHere && open !== key ? openAt(key) : elsewhere(one),
      ...(isOpen && opened && { whole: opened }),
      ...(isOpen &&
        !opened && {
          form: placeForm({ id, type: waiting.command ?? '', version, back: '/', key: randomUUID(), today, balance: one.balance }),
        }),
    };
  }
}

/** The tasks that the page lists. */
export function shownOf({ items }: WaitingCases, today: BusinessDate): WaitingCase[] {
  const until = weekEnd(today);
  return items.filter(({ waiting }) => waiting.dueOn <= until).slice(0, shownAtMost);
}

/** Sunday is 0: on that day the week to come is what is ahead. */
function weekEnd(today: BusinessDate): BusinessDate {
  return addDays(today, 7 - dayOfWeek(today));
}

/** No fragment in the address: browsers then leave autofocus aside, and whoever types has to look for the form. */
function openAt(key: string): string {
  return `/?open=${key}`;
}

export function keyOf({ id, waiting }: WaitingCase): string {
  return `${id}-${waiting.kind}`;
}

/** Votes and documents are read before they are answered, each in its own room. */
const inRooms: readonly (CommandType | undefined)[] = ['castVote', 'acceptEvidence'];

/** Done in place by the same form as on the page of the case. */
export function hasWholeForm(command: CommandType | undefined): command is CommandType {
  return command !== undefined && !isPlaceType(command) && !inRooms.includes(command) && hasForm(command);
}

/** Where the rest is done. */
function elsewhere({ id, customer, meeting, waiting }: WaitingCase): string {
  switch (waiting.kind) {
    case 'vote':
      return meeting === undefined ? '/board' : roomPath(meeting, id);
    case 'letter':
      return `/letters?customer=${encodeURIComponent(customer)}`;
    case 'evidence_requested':
    case 'evidence_to_accept':
      return `/legal/${id}`;
    default:
      return casePath(id);
  }
}

/** The word on the button. */
function goOf({ kind, command }: WaitingCase['waiting']): string {
  if (kind === 'letter' || kind === 'evidence_requested') return kind;
  return command ?? 'look';
}
