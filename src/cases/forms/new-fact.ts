import { type FactKind, factKinds } from '../../../workflows/attribution/facts.js';
import { Id, OneOf, Text } from '../../platform/shapes.js';

/** What has come up since the board decided; without a document or a recorded fact of since then it is refused (vote.new_fact). */
export class NewFactForm {
  @Text() text!: string;
  @Id({ optional: true, description: 'A document of the case, filed since the decision' }) evidence?: string;
  @OneOf(factKinds, { optional: true, description: 'A fact recorded on the case since the decision' }) fact?: FactKind;
}
