import type { Command } from '../../../workflows/collection-case/commands.js';
import type { Refusal } from '../../../workflows/collection-case/refusal.js';
import type { CasePlayer } from '../support/case-player.js';

/** A rule that refuses: what it refuses, by which facts, and beside it what it takes in the very same situation. */
export interface RefusalExample {
  /** The rule, as the title of its test. */
  readonly rule: string;
  readonly key: string;
  readonly begin: () => CasePlayer;
  readonly refused: (player: CasePlayer) => Pick<Refusal, 'key' | 'facts'>;
  readonly facts: Refusal['facts'];
  readonly accepted: (player: CasePlayer) => CasePlayer;
}

export function refuses(login: string, command: Command): RefusalExample['refused'] {
  return (player) => player.refused(login, command);
}

export function takes(login: string, command: Command): RefusalExample['accepted'] {
  return (player) => player.by(login, command);
}

/** Why the meeting that closes now leaves the case without a resolution. */
export function voids(close: (player: CasePlayer) => CasePlayer): RefusalExample['refused'] {
  return (player) => {
    const closed = close(player).entries.findLast(({ type }) => type === 'votingClosed');
    return { key: String(closed?.why), facts: closed?.lacks as Refusal['facts'] };
  };
}
