import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Door } from '../door.js';

/** The business date so many days before the one that the demo company is made for. */
export type DaysAgo = (days: number) => BusinessDate;

/** What somebody does: a file, a command to the case of a document, or what belongs to the scores. */
export type Deed = Bringing | Chasing | Arranging;

export interface Bringing {
  readonly daysAgo: number;
  readonly login: string;
  /** As `POST /api/v1/imports` names it. */
  readonly kind: string;
  readonly company: string;
  readonly content: (day: DaysAgo) => string;
  /** Tells it from another file of the kind and day. */
  readonly name?: string;
  readonly cases?: 'later';
}

export interface Arranging {
  readonly daysAgo: number;
  /** May be done twice. */
  readonly arrange: (door: Door, day: DaysAgo) => Promise<void>;
}

export interface Chasing {
  readonly daysAgo: number;
  readonly login: string;
  readonly document: string;
  readonly command: (day: DaysAgo) => object;
}
