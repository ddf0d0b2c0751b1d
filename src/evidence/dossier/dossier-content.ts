import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Ground } from '../../../workflows/evidence/grounds.js';
import type { TaxPart } from '../../../workflows/evidence/tax-part.js';
import type { Cents } from '../../../workflows/money.js';
import type { FiledDocument } from '../filed-documents.js';

/** Who did something, when, and what they said. */
export interface Done {
  readonly by: string;
  readonly on: BusinessDate;
  readonly note?: string;
}

export interface CastVote {
  readonly seat: string;
  readonly person: string;
  readonly choice: string;
  readonly reason: string;
  readonly on: BusinessDate;
}

/** The vote that made it a bad debt, from the journal's own entry. */
export interface BoardResolution {
  readonly meeting: string;
  readonly on: BusinessDate;
  /** By journal number, where it can be read again. */
  readonly seq: number;
  /** All that were cast, in order; the last of a seat counts. */
  readonly votes: readonly CastVote[];
}

export interface DossierDocument extends FiledDocument {
  /** In the dossier. */
  readonly path: string;
}

export interface JournalLine {
  readonly seq: number;
  readonly on: BusinessDate;
  readonly actor: string;
  readonly command: string;
  readonly state: string;
  readonly said: string;
  readonly amount: string | undefined;
  readonly hash: string;
}

/** All that a dossier says, taken from the record alone: the same record says the same on any day. */
export interface DossierContent {
  readonly company: { readonly id: string; readonly name: string };
  readonly caseId: string;
  /** Of the case's last entry: what the dossier is of. */
  readonly version: number;
  readonly date: BusinessDate;
  readonly lastHash: string;
  readonly customer: { readonly code: string; readonly name: string };
  readonly receivable: {
    readonly document: string;
    readonly instalment: number;
    readonly issuedOn: BusinessDate;
    readonly dueOn: BusinessDate;
    readonly currency: string;
    readonly owner: string;
  };
  readonly amounts: Readonly<Record<'original' | 'received' | 'credited' | 'writtenOff' | 'recovered' | 'balance', Cents>>;
  /** What is, or was, to be written off. */
  readonly lossCents: Cents;
  /** On the day of the decision. */
  readonly overdueDays: number;
  readonly resolvedOn: BusinessDate;
  readonly grounds: readonly Ground[];
  /** A bad debt could be resolved on what is accepted as of the last entry. */
  readonly stillCarried: boolean;
  readonly documents: readonly DossierDocument[];
  readonly resolution?: BoardResolution;
  readonly waived?: Done;
  readonly approved?: Done;
  readonly posted?: Done & { readonly voucherNo: string };
  readonly tax: TaxPart;
  readonly journal: readonly JournalLine[];
  /** By login, of everybody who is named. */
  readonly names: ReadonlyMap<string, string>;
}
