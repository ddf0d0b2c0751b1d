import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Door } from '../door.js';

export type FileKind = 'receivables' | 'receipts' | 'customers' | 'contracts' | 'schedules' | 'surveys' | 'complaints';

/** The business date so many days before the one that the demo company is made for. */
export type DaysAgo = (days: number) => BusinessDate;

/** What somebody does: a file, a command to the case of a document, or what belongs to the scores. */
export type Deed = Bringing | Chasing | Arranging;

export interface Bringing {
  readonly daysAgo: number;
  readonly login: string;
  readonly kind: FileKind;
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
