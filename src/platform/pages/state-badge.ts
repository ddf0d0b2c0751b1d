/** A case's states as the API gives them. */
export interface SeenState {
  readonly collection: string | { readonly [state: string]: string };
  readonly customerDispute?: string;
}

/** One outlined word. */
export interface Badge {
  /** `state-<tone>` of the stylesheet; '' is the plain one. */
  readonly tone: string;
  /** Of `cases:`. */
  readonly word: string;
}

const tones: Readonly<Record<string, string>> = {
  salesFollowUp: 'open',
  financeConfirmation: 'confirm',
  boardReview: 'board',
  gracePeriod: 'grace',
  legalAction: 'legal',
  writeOff: 'off',
  writtenOff: 'off',
  settled: 'in',
  cancelled: '',
};

/** Where the case is, and an open dispute beside it, for the partial `state`. */
export function badgesOf({ collection, customerDispute }: SeenState): Badge[] {
  const [state = '', inner] = typeof collection === 'string' ? [collection] : (Object.entries(collection)[0] ?? []);
  const where = { tone: tones[state] ?? '', word: inner === undefined ? `badge.${state}` : `badge.${state}.${inner}` };
  return customerDispute === 'open' ? [where, { tone: 'soon', word: 'badge.disputed' }] : [where];
}
