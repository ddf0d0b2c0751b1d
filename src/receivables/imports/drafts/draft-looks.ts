import { Injectable } from '@nestjs/common';
import { businessDate } from '../../../cases/circumstances.js';
import { Database } from '../../../platform/database/database.js';
import { Problem } from '../../../platform/errors/problem.js';
import { kinds } from '../import-kinds.js';
import type { Kind } from '../kinds.js';
import type { ImportProfile } from '../profiles/import-profile.js';
import { shownIn } from '../reading/file-row.js';
import { rowsOfFile } from '../reading/file-rows.js';
import { Slots } from '../slots.js';
import { checkRows, type FileCheck } from './check-rows.js';
import { beginningOf } from './file-beginning.js';
import { withoutRequired } from './guess-mapping.js';
import type { DraftWish, ImportDraft } from './import-draft.js';
import { ImportDrafts } from './import-drafts.js';
import { firstRows } from './sniff.js';

/** How a draft reads as it is mapped now. */
export interface DraftLook {
  /** The file's columns, each with what the first row has there. */
  columns: { label: string; sample: string }[];
  /** What every row needs and nothing gives yet; meanwhile the rest is shown. */
  missing: string[];
  /** Left out where it cannot be read so. */
  check?: FileCheck;
  /** Why not. */
  problem?: Problem;
}

const rowsShown = 10;
/** What is larger is looked at in its beginning only. */
const wholeUpTo = { bytes: 5_000_000, lines: 20_000 };
const looksAtOnce = 2;

/** How a file that waits reads, as its wish stands. */
@Injectable()
export class DraftLooks {
  private readonly slots = new Slots(looksAtOnce);

  constructor(
    private readonly database: Database,
    private readonly drafts: ImportDrafts,
  ) {}

  /** What is understood of the file as its wish stands. */
  of(draft: ImportDraft): Promise<DraftLook> {
    const isWhole = draft.bytes <= wholeUpTo.bytes && draft.lines <= wholeUpTo.lines;
    const { wish } = draft;
    return this.slots.use(() =>
      this.drafts.withFile(
        draft,
        async (path) => {
          let columns: DraftLook['columns'] = wish.header.map((label) => ({ label, sample: '' }));
          let missing: string[] = [];
          try {
            columns = columnsOf(await firstRows(path, wish.definition, 2));
            const { companyId } = draft;
            const around = { companyId, businessDate: await businessDate(this.database, companyId) };
            const mapping = mappingOf(wish);
            const kind = kinds[wish.definition.kind];
            missing = mapping ? missingOf(kind, mapping) : [];
            const shownKind = missing.length > 0 ? withoutRequired(kind, (name) => !missing.includes(name)) : kind;
            const rows = rowsOfFile(path, wish.definition);
            const options = { shown: rowsShown, whole: isWhole };
            const notation = { ...around, notation: wish.definition };
            return { columns, missing, check: await checkRows(shownKind, rows, mapping, notation, options) };
          } catch (error) {
            if (error instanceof Problem) return { columns, missing, problem: error };
            throw error;
          }
        },
        isWhole ? undefined : beginningOf(draft),
      ),
    );
  }
}

/** A canonical file is read without one, so that a header nobody knows is told. */
function mappingOf({ source, definition }: DraftWish): ImportProfile | undefined {
  return source === 'canonical' ? undefined : definition;
}

function missingOf({ columns }: Kind, { columns: mapped, constants }: ImportProfile): string[] {
  return columns.filter(({ name, required }) => required && !(name in mapped) && !(name in constants)).map(({ name }) => name);
}

function columnsOf([header, first]: Awaited<ReturnType<typeof firstRows>>): DraftLook['columns'] {
  return (header?.cells ?? []).map((cell, place) => {
    const sample = first?.cells[place];
    return { label: shownIn(cell).trim(), sample: sample === undefined ? '' : shownIn(sample) };
  });
}
