import type { ImportProfile } from '../profiles/import-profile.js';

/** What is asked of a file that waits to be imported. */
export interface DraftWish {
  /** What its mapping began with: `canonical`, `stored:<name>`, `example:<name>`, or `own`. */
  source: string;
  definition: ImportProfile;
  /** The file's own columns, as they were read last. */
  header: string[];
  /** Under which name the mapping is to be kept. */
  keepAs: string;
  onError: 'stop' | 'skip';
  asOf?: string;
  cases?: 'now' | 'later';
}

/** A file that somebody looks at before it is imported. */
export interface ImportDraft {
  companyId: string;
  id: string;
  by: string;
  fileName: string;
  /** Hexadecimal. */
  sha256: string;
  bytes: number;
  /** As far as line feeds tell: of a workbook they tell nothing. */
  lines: number;
  wish: DraftWish;
  /** The import it became; a rejected one leaves the draft to be mended. */
  importId: string | null;
}
