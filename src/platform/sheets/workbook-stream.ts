import { Zip } from 'fflate';
import { type Cell, footer, type SheetPage, sheetEnd, sheetRow, sheetStart } from './sheet-xml.js';
import { contentTypes, packageRelations, styles, workbookParts } from './workbook-parts.js';
import { ZipEntry } from './zip-entry.js';

/** A sheet of one head line and any number of rows. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly { readonly head: string /** In characters. */; readonly width: number }[];
  /** Some at a time: no more of them are held than that. */
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
  /** A line below the rows, which sorting and filtering leave alone. */
  readonly foot?: string;
  readonly page?: SheetPage;
}

/**
 * An XLSX, written as its rows come: a list of any length takes the memory of some rows. Libraries that write workbooks either hold
 * the whole of it or bring dozens of packages; a plain table of texts, amounts and dates needs neither.
 */
export async function* workbookStream(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, data) => {
    if (error) failure = error;
    else written.push(data);
  });
  function* taken(): Generator<Uint8Array> {
    if (failure) throw failure;
    yield* written.splice(0);
  }
  const fixed = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': packageRelations,
    'xl/styles.xml': styles,
    ...workbookParts(sheets.map(({ name }) => name)),
  };
  for (const [path, xml] of Object.entries(fixed)) {
    const file = add(zip, path);
    await file.write(bytes(xml));
    await file.end();
    yield* taken();
  }
  for (const [index, sheet] of sheets.entries()) {
    const file = add(zip, `xl/worksheets/sheet${index + 1}.xml`);
    await file.write(bytes(sheetStart(sheet.columns)));
    let line = 1;
    for await (const rows of sheet.rows) {
      await file.write(bytes(rows.map((cells) => sheetRow(++line, cells)).join('')));
      yield* taken();
    }
    const below = sheet.foot === undefined ? '' : sheetRow(line + 2, [sheet.foot]);
    await file.write(bytes(below + sheetEnd(sheet.columns.length, line) + footer(sheet.page)));
    await file.end();
    yield* taken();
  }
  zip.end();
  yield* taken();
}

function add(zip: Zip, path: string): ZipEntry {
  const file = new ZipEntry(path);
  zip.add(file);
  return file;
}

const encoder = new TextEncoder();

function bytes(xml: string): Uint8Array {
  return encoder.encode(xml);
}
