import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { WaitingCases } from '../../cases/waiting-list.js';

/** What is late or due today. */
export interface Due {
  readonly tasks: number;
  readonly cases: number;
  /** Not all cases were looked at. */
  readonly isMore: boolean;
}

/** Of all that waits for somebody. */
export function dueBy(today: BusinessDate, { items, isMore }: WaitingCases): Due {
  const due = items.filter(({ waiting }) => waiting.dueOn <= today);
  return { tasks: due.length, cases: new Set(due.map(({ id }) => id)).size, isMore };
}

/** People whose numbers are remembered. */
const peopleAtMost = 5_000;

/**
 * What was late or due when somebody last looked at their day: to find it out takes the rules and the cases themselves, which is too
 * much for every page. Forgotten with the process and with the day; a number that is missing is not shown.
 */
@Injectable()
export class SeenDays {
  private readonly seen = new Map<string, Due & { on: BusinessDate }>();

  keep(login: string, company: string, on: BusinessDate, due: Due): void {
    const key = `${company} ${login}`;
    this.seen.delete(key);
    this.seen.set(key, { ...due, on });
    const [oldest] = this.seen.keys();
    if (this.seen.size > peopleAtMost && oldest !== undefined) this.seen.delete(oldest);
  }

  of(login: string, company: string, on: BusinessDate): Due | undefined {
    const seen = this.seen.get(`${company} ${login}`);
    return seen?.on === on ? seen : undefined;
  }
}
