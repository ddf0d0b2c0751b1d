import type { FactKind } from '../../../workflows/attribution/facts.js';
import type { NamedFact } from '../../../workflows/review-board/second-vote.js';
import { Id, OneOf, Text } from '../../platform/shapes.js';
import { given } from './form.js';

const kinds: Readonly<Record<FactKind, true>> = {
  attempt_late_entry: true,
  confirmation_late: true,
  credit_check_ignored: true,
  credit_check_missing: true,
  credit_policy_breached: true,
  dunning_notice_late: true,
  evidence_late: true,
  follow_up_neglected: true,
  list_late: true,
};

/** What has come up since the board decided; without a document or a recorded fact of since then it is refused (vote.new_fact). */
export class NewFactForm {
  @Text() note!: string;
  @Id({ optional: true, description: 'A document of the case, filed since the decision' }) evidence?: string;
  @OneOf(Object.keys(kinds), { optional: true, description: 'A fact recorded on the case since the decision' }) fact?: FactKind;
}

export function namedFact({ note, evidence, fact }: NewFactForm): NamedFact {
  return given({ note, evidence, fact }) as NamedFact;
}
