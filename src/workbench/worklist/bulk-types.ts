import type { FormType } from '../../cases/forms/command-forms.js';

/** Commands that make sense for many cases at once, with the fields of their forms. */
export const bulkFields = {
  logAttempt: ['channel', 'outcome', 'on', 'with', 'note'],
  pause: ['from', 'until', 'reason'],
  reassign: ['owner', 'reason'],
  docket: ['reason'],
  requestEvidence: ['note'],
} as const satisfies Partial<Record<FormType, readonly string[]>>;

export type BulkType = keyof typeof bulkFields;

export const bulkTypes = Object.keys(bulkFields) as BulkType[];

export function isBulkType(type: unknown): type is BulkType {
  return typeof type === 'string' && Object.hasOwn(bulkFields, type);
}
