import { type ImportKind, kinds } from '../import-kinds.js';
import type { ImportProfile } from '../profiles/import-profile.js';

/** A profile that a file may have been written with. */
export interface KnownProfile {
  /** `stored:<name>` or `example:<name>`. */
  source: string;
  name: string;
  definition: ImportProfile;
}

/** Whether the file's columns are the canonical ones, and no other. */
export function isCanonical(kind: ImportKind, header: readonly string[]): boolean {
  const names = kinds[kind].columns.map(({ name }) => name);
  const labels = header.filter((label) => label !== '');
  return labels.length > 0 && labels.every((label) => names.includes(label));
}

/** The profile of the kind all of whose columns are in the file, and the most of them; of equals, the first. */
export function recognise(kind: ImportKind, header: readonly string[], known: readonly KnownProfile[]): KnownProfile | undefined {
  const fitting = known.filter(
    ({ definition }) => definition.kind === kind && Object.values(definition.columns).every((label) => header.includes(label)),
  );
  return fitting.toSorted((one, other) => widthOf(other) - widthOf(one))[0];
}

function widthOf({ definition }: KnownProfile): number {
  return Object.keys(definition.columns).length;
}
