import { type PolicyKey, policyFields } from '../../../workflows/policy-versions/fields.js';

/** Numbers stand together as people look for them, by the clause that each comes from. */
const groups: Readonly<Record<string, readonly string[]>> = {
  course: [
    'salesFollowUp',
    'financeConfirmation',
    'gracePeriod',
    'grace.too_long',
    'boardReview',
    'legalAction',
    'What must always hold, 8',
  ],
  board: ['The board'],
  writeOff: ['writeOff'],
  disputes: ['customerDispute', 'Disputes and pauses'],
  reminders: ['Reminders and letters'],
  evidence: ['Evidence and the grounds of a bad debt', 'Limitation clock'],
  attribution: ['attribution', 'Deduction', 'Who may do what'],
  ledger: ['Ledger in', 'The monthly list', 'Words', 'Assessment, exactly'],
  accounts: ['What the accounts get'],
};

export interface PolicyGroup<T> {
  group: string;
  fields: T[];
}

/** @returns every field, in its group; those of a clause that nobody has placed come last */
export function grouped<T extends { key: PolicyKey }>(fields: readonly T[]): PolicyGroup<T>[] {
  const groupOf = ({ key }: T) => Object.keys(groups).find((group) => groups[group]?.includes(policyFields[key].clause)) ?? 'other';
  return [...Object.keys(groups), 'other']
    .map((group) => ({ group, fields: fields.filter((field) => groupOf(field) === group) }))
    .filter((one) => one.fields.length > 0);
}
