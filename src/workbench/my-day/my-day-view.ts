import { randomUUID } from 'node:crypto';
import { addDays, type BusinessDate, dayOfWeek } from '../../../workflows/calendar/dates.js';
import type { WaitingKind } from '../../../workflows/collection-case/waiting.js';
import type { WaitingCase, WaitingCases } from '../../cases/waiting-list.js';
import type { Language } from '../../platform/i18n/language.js';
import { toldFacts } from '../case-words.js';
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
  { today, open, language }: { today: BusinessDate; open: string | undefined; language: Language },
): object {
  // Sunday is 0: on that day the week to come is what is ahead.
  const until = addDays(today, 7 - dayOfWeek(today));
  const ahead = items.filter(({ waiting }) => waiting.dueOn <= until);
  const shown = ahead.slice(0, shownAtMost);
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
      return found ? [{ type, href: `/?open=${keyOf(found)}#${keyOf(found)}` }] : [];
    })[0],
  };

  function taskOf(one: WaitingCase): object {
    const { waiting, id, version } = one;
    const key = keyOf(one);
    const isOpen = open === key && isPlaceType(waiting.command);
    const hasForm = isPlaceType(waiting.command);
    return {
      ...one,
      key,
      icon: icons[waiting.kind],
      kind: waiting.kind,
      command: waiting.command,
      facts: toldFacts(waiting, language),
      isOpen,
      href: isOpen ? `/#${key}` : hasForm ? `/?open=${key}#${key}` : `/cases/${id}${waiting.command ? `?do=${waiting.command}` : ''}`,
      ...(isOpen && {
        form: placeForm({ id, type: waiting.command ?? '', version, back: '/', key: randomUUID(), today, balance: one.balance }),
      }),
    };
  }
}

function keyOf({ id, waiting }: WaitingCase): string {
  return `${id}-${waiting.kind}`;
}
