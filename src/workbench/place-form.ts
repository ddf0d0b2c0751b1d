import { attemptChannels, attemptOutcomes, positions, views } from '../../workflows/collection-case/commands.js';

/** Commands that have a small form where they are wanted; the others are given on the case's own page. */
export const placeTypes = ['logAttempt', 'recordPromise', 'reportPosition', 'confirm'] as const;

export type PlaceType = (typeof placeTypes)[number];

export function isPlaceType(type: unknown): type is PlaceType {
  return placeTypes.some((one) => one === type);
}

export interface PlaceFormFacts {
  id: string;
  type: string;
  version: unknown;
  back: string;
  key: string;
  today: string;
  balance?: string;
  typed?: Record<string, unknown>;
}

/** What `partials/place-form` shows. */
export function placeForm({ today, balance, typed = {}, ...facts }: PlaceFormFacts): object {
  const usual = { on: today, channel: 'phone', outcome: 'reached', amount: balance };
  return {
    ...facts,
    typed: { ...usual, ...typed },
    channels: attemptChannels,
    outcomes: attemptOutcomes,
    positions,
    views,
    isKnown: isPlaceType(facts.type),
  };
}
