import type { BusinessDate } from '../calendar/dates.js';
import { type ListRefusal, notIn } from './refusals.js';
import { type ListRow, type Proposal, type Proposals, type SettlementOutcome, type Side, sides } from './row.js';

/** What a director's word makes of a disagreement. */
export type Settling =
  | { readonly refused: ListRefusal }
  | {
      readonly proposals: Proposals /** Both directors say so; undefined: the other's word is awaited. */;
      readonly outcome?: SettlementOutcome;
    };

/**
 * The sales and the finance director settle together: one proposes, and when the other says the same it is settled. Who says something
 * else makes a proposal of their own. Nobody speaks for both sides, whatever roles they hold or stand in for.
 * @param held the sides that the person may speak for
 */
export function settle(row: ListRow, held: readonly Side[], said: Omit<Proposal, 'on'>, today: BusinessDate): Settling {
  if (row.state !== 'disagreed') return { refused: notIn(row.state, 'disagreed') };
  const side = sideOf(row.proposals, held, said.by);
  if (side === undefined) return { refused: { key: 'list_row.other_director', facts: { person: said.by } } };
  if (row.proposals[side]?.by === said.by && row.proposals[side].outcome === said.outcome)
    return { refused: { key: 'list_row.second_person', facts: { person: said.by, outcome: said.outcome } } };
  const proposals = { ...row.proposals, [side]: { ...said, on: today } };
  const agreed = sides.every((one) => proposals[one]?.outcome === said.outcome);
  return { proposals, ...(agreed && { outcome: said.outcome }) };
}

/** Where they have spoken already, they speak again for that side; else for one that nobody has spoken for, before replacing another's word. */
function sideOf(proposals: Proposals, held: readonly Side[], person: string): Side | undefined {
  const own = sides.find((side) => proposals[side]?.by === person);
  if (own !== undefined) return held.includes(own) ? own : undefined;
  return held.find((side) => proposals[side] === undefined) ?? held[0];
}
