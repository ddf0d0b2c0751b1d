import type pg from 'pg';
import { meetQueries, type Send } from '../../support/meet-queries.js';

/** Takes the place of sending, for one statement. @returns what sending would */
export type Interruption = (client: pg.Client, send: Send, isStream: boolean) => unknown;

/** Counts the statements of this process's clients, and does something else instead of one of them. */
export class Statements {
  count = 0;
  readonly end: () => void;
  private at = Number.POSITIVE_INFINITY;
  private instead: Interruption | undefined;

  /** @param isCounted leaves the clients of others alone */
  constructor(isCounted: (client: pg.Client) => boolean = () => true) {
    this.end = meetQueries((client, [first], send) => {
      if (!isCounted(client) || this.count++ !== this.at || !this.instead) return send();
      return this.instead(client, send, typeof (first as { submit?: unknown }).submit === 'function');
    });
  }

  /** From here on it counts anew. @param at the statement, from 0, that is not simply sent */
  begin(at = Number.POSITIVE_INFINITY, instead?: Interruption): void {
    this.count = 0;
    this.at = at;
    this.instead = instead;
  }
}
