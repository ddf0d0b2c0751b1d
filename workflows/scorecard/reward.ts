import type { Card } from './card.js';
import { exactValue } from './card.js';
import { compare, multiply, ratio } from './curve.js';

/** What a card pays: from so much on, the bonus is multiplied by the factor. The best band stands first, the last one takes everybody. */
export interface Reward {
  /** The card's total, or what was collected of the collection target, in per cent. */
  readonly by: 'total' | 'achievement';
  readonly bands: readonly { readonly from: string; readonly factor: string }[];
}

/** @returns the factor as a decimal; undefined where the card has nothing to go by */
export function factorOf({ by, bands }: Reward, card: Card): string | undefined {
  const reached = by === 'total' ? total(card) : achievement(card);
  return reached && bands.find(({ from }) => compare(reached, ratio(from)) >= 0)?.factor;
}

function total({ totalHundredths }: Card) {
  return totalHundredths === null ? undefined : { n: BigInt(totalHundredths), d: 100n };
}

function achievement({ lines }: Card) {
  const line = lines.find(({ key }) => key === 'collection_achievement');
  const exact = line && exactValue(line.value);
  return exact && multiply(exact, ratio('100'));
}
