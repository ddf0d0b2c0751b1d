import type { Fact } from '../../attribution/facts.js';
import type { Told } from '../commands.js';
import type { CaseContext } from '../context.js';
import { dunningDue } from '../dunning.js';
import type { Effect } from '../entries.js';
import { type Change, toRole } from './change.js';

export function isDunningDue(context: CaseContext, { collection, told, rules }: Told): boolean {
  const { reminders, letter, neglects } = dunningDue(context, collection, told.date, rules);
  return reminders.length > 0 || letter !== undefined || neglects.length > 0;
}

/** Who releases a letter; the first level goes by itself (domain.md, Reminders and letters). */
const releasedBy: Readonly<Record<number, string>> = { 2: 'ar_clerk', 3: 'ar_clerk', 4: 'legal_officer' };

/** Reminders of one's own people, the customer's next letter, and what was neglected. */
export const reminded: Change<'remind'> = (context, { collection, told, rules }) => {
  const { reminders, letter, neglects } = dunningDue(context, collection, told.date, rules);
  const role = letter && releasedBy[letter.level];
  const facts: Fact[] = neglects.map(({ kind, numbers }) => ({ kind, on: told.date, numbers }));
  return {
    context: {
      remindedOn: told.date,
      // Its day is the night that finds it: until then nobody could have known, as where a promise has just been broken.
      ...(letter && { letterDue: { level: letter.level, on: told.date } }),
      ...(facts.length > 0 && { facts: [...context.facts, ...facts] }),
    },
    entries: [
      ...reminders.map(({ kind, dueOn, to, facts }) => ({ type: 'reminderDue', kind, dueOn, to: to.map((one) => ({ ...one })), facts })),
      ...(letter ? [{ type: 'letterDue', level: letter.level, on: told.date }] : []),
      ...facts.map(({ kind, numbers }) => ({ type: 'factFound', fact: kind, ...numbers })),
    ],
    effects: [
      ...reminders.flatMap(({ kind, dueOn, to, facts }) => to.map((one): Effect => ({ type: 'notify', kind, to: one, dueOn, facts }))),
      ...(letter && role ? [{ type: 'notify' as const, kind: 'letter_to_release', to: toRole(role), facts: { level: letter.level } }] : []),
    ],
  };
};

/** Something that the night found in other records. */
export const factRecorded: Change<'recordFact'> = (context, { fact, on, numbers }) => ({
  context: { facts: [...context.facts, { kind: fact, on, numbers }] },
  entries: [{ type: 'factFound', fact, on, ...numbers }],
});
