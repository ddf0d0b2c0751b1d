import { describe, expect, it } from '@jest/globals';
import { overdueDays } from '../../../workflows/collection-case/context.js';
import type { CaseValue } from '../../../workflows/collection-case/decide.js';
import type { EvidenceKind, Ground } from '../../../workflows/evidence/grounds.js';
import { type Body, commandOf } from '../support/bodies.js';
import { CasePlayer, type Receivable } from '../support/case-player.js';
import { golden } from '../support/golden.js';

interface Step {
  readonly on: string;
  readonly by?: string;
  readonly command?: Body;
  readonly receipt?: { receipt: string; amount: string; valueDate: string; instrument: string; reversedOn?: string };
  readonly evidence?: { kind: EvidenceKind; ground: Ground; as: string };
  readonly meeting?: 'call' | 'open' | 'close';
  readonly expect: Partial<CaseValue> & { balance?: string; overdueDays?: number; refused?: string };
}

describe('A story told day by day ends as it was told', () => {
  const stories = golden<{ name: string; receivable: Receivable; steps: Step[] }>('stories');

  it.each(stories)('$name', ({ receivable, steps }) => {
    const player = new CasePlayer(receivable);
    for (const [index, step] of steps.entries()) {
      player.on(step.on);
      const refused = take(player, step);
      const { refused: expected, ...seen } = step.expect;
      expect({ index, refused: refused && (expected === '*' ? '*' : refused) }).toEqual({ index, refused: expected });
      const { value, balance } = player;
      expect({ index, ...value, balance, overdueDays: overdueDays(player.context, player.date) }).toMatchObject({ index, ...seen });
    }
    expect(player.replayed()).toEqual(player.state);
  });
});

/** @returns the key of the refusal, where the step is refused */
function take(player: CasePlayer, { by = '', command, receipt, evidence, meeting, expect: { refused } }: Step): string | undefined {
  if (command && refused !== undefined) return player.refused(by, commandOf(command)).key;
  if (command) player.by(by, commandOf(command));
  if (receipt && receipt.reversedOn === undefined) player.receipt(receipt.receipt, receipt.amount, receipt.valueDate, receipt.instrument);
  if (receipt?.reversedOn !== undefined) player.reversal(receipt.receipt, receipt.amount, receipt.reversedOn);
  if (evidence)
    player.by(by, {
      type: 'attachEvidence',
      evidence: `$${evidence.as}`,
      sha256: evidence.as,
      kind: evidence.kind,
      ground: evidence.ground,
    });
  if (meeting) player[meeting]();
  return undefined;
}
