import { addDays, addMonths, type BusinessDate } from '../calendar/dates.js';
import type { Policy } from '../policy.js';

export interface Limited {
  readonly dueOn: BusinessDate;
  /** The last demand that reached the customer, acknowledgement or suit, with proof. */
  readonly limitationFrom?: BusinessDate | undefined;
}

/** The last day on which the debt can be claimed: 3 years from the due date or the last restart (Civil Code art. 188, 195). */
export function limitationEnd({ dueOn, limitationFrom }: Limited, policy: Policy): BusinessDate {
  return addMonths(limitationFrom ?? dueOn, policy.limitationYears * 12);
}

/** The days on which owner and legal are warned: 180, 90 and 30 days before it runs out, earliest first. */
export function limitationWarnings(subject: Limited, policy: Policy): BusinessDate[] {
  const end = limitationEnd(subject, policy);
  return policy.limitationWarningDays.map((days) => addDays(end, -days)).sort();
}

/** The clock's beginning after a restart, which never shortens the term. @param on undefined = there was none */
export function restartedOn({ dueOn, limitationFrom }: Limited, on: BusinessDate | undefined): BusinessDate {
  const from = limitationFrom ?? dueOn;
  return on !== undefined && on > from ? on : from;
}
