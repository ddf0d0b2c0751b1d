import type { Command } from '../../workflows/collection-case/commands.js';
import type { CaseValue } from '../../workflows/collection-case/decide.js';
import type { Entry } from '../../workflows/collection-case/entries.js';
import type { Refusal } from '../../workflows/collection-case/refusal.js';
import type { CaseKey } from './case-rows.js';

/** A command for a case. */
export interface CaseCommand extends CaseKey {
  readonly command: Command;
  /** What the person saw: the command is stale when the case has gone on since. `any` where that is decided elsewhere; left out, a command that needs it is refused. */
  readonly version?: number | 'any';
}

/** What became of a command. Amounts are in minor units; the API's view converts them. */
export type Answer =
  | {
      readonly companyId: string;
      readonly caseId: string;
      readonly accepted: true;
      readonly version: number;
      readonly state: CaseValue;
      readonly entries: readonly Entry[];
    }
  | { readonly companyId: string; readonly caseId: string; readonly accepted: false; readonly refusal: Refusal | NotReached };

/** Refusals of the desk itself, before the machine is asked. */
export type NotReached =
  /** Out of scope, or there is none: the two are not told apart. */
  | { readonly kind: 'scope'; readonly key: 'case.unknown'; readonly facts: { readonly case: string } }
  | {
      readonly kind: 'stale';
      readonly key: 'request.stale';
      readonly facts: { readonly version: number; readonly changes: readonly Change[] };
    }
  /** A person's command that does not say which version of the case it was given for. */
  | { readonly kind: 'versionless'; readonly key: 'request.version_required'; readonly facts: { readonly version: number } };

/** What happened to a case since the person looked. */
export interface Change {
  readonly seq: number;
  readonly actor: string;
  readonly entries: readonly string[];
}
