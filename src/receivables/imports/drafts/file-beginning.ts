import type { ImportDraft } from './import-draft.js';

const beginningBytes = 1024 * 1024;

/** A workbook is one archive, and nothing without its end. */
export function beginningOf({ fileName }: ImportDraft): number | undefined {
  return /\.xlsx$/i.test(fileName) ? undefined : beginningBytes;
}
