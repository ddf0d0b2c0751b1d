import type { StoredCase } from '../../../workflows/collection-case/decide.js';

/** How a fact of a notice is made, which decides how it may be written: amounts are cents, roles their keys. One that ends in `?` may be missing. */
export type FactKind = 'amount' | 'date' | 'count' | 'text' | 'role' | 'date?' | 'text?';

export type Facts = Readonly<Record<string, unknown>>;

/** A notice's case, as it is when the mail is put together. One without a case has its facts and its recipient alone. */
export interface Held {
  readonly context: StoredCase['context'];
  /** The regions' states, the collection's as a path. */
  readonly collection: string;
  readonly dispute: string;
  readonly attribution: string;
  /** Of the notice. */
  readonly facts: Facts;
  /** A login, or `role:<key>`. */
  readonly recipient: string;
}

/** What is mailed of a kind of notice. Its words stand in `templates/mail/<kind>/`. */
export interface Notice {
  readonly kind: string;
  /** 1 = somebody has to act today, 2 = this week, 3 = good to know. */
  readonly urgency: 1 | 2 | 3;
  /** The facts that its words may use. */
  readonly facts: Readonly<Record<string, FactKind>>;
  /** Days may lie between the notice and its mail: whether it is still worth telling. */
  readonly stillHolds: (held: Held) => boolean;
  /** The owner's team hears of it in its chat, too. */
  readonly forTeam?: true;
  /** About the person, not the case: no business of a stand-in's. */
  readonly personal?: true;
  /** About a scheme, an appeal, a card or a role: there is no case, and no figures of one stand in its subject. */
  readonly isWithoutCase?: true;
}

export function isOpen({ collection }: Pick<Held, 'collection'>): boolean {
  return !['settled', 'cancelled', 'writtenOff'].includes(collection);
}

/** @param path a state, or one with states inside it */
export function isIn(...paths: string[]): (held: Pick<Held, 'collection'>) => boolean {
  return ({ collection }) => paths.some((path) => collection === path || collection.startsWith(`${path}.`));
}
