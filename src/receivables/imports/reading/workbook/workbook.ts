import { Problem } from '../../../../platform/errors/problem.js';
import { type Relation, relationsOf } from './relations.js';
import { damaged, type Part, type WorkbookFile } from './workbook-file.js';
import { type Attributes, readXml } from './xml.js';

/** What a workbook says of itself. */
export interface Workbook {
  /** Days are counted from 1904 on, as Excel for the Mac used to. */
  from1904: boolean;
  /** Those that a person sees, in the order of their tabs. */
  sheets: Sheet[];
  styles?: Part;
  sharedTexts?: Part;
}

export interface Sheet {
  name: string;
  part: Part;
}

const mostSheets = 1_000;

/**
 * With macros or without: they are among the parts that nobody asks for.
 * @throws Problem 415 `file.not_a_workbook` for another kind of ZIP, such as a text document or an .xlsb; 400 `workbook.damaged`
 */
export async function readWorkbook(file: WorkbookFile): Promise<Workbook> {
  const main = (await relationsOf(file, '')).find(({ type }) => type === 'officeDocument')?.part;
  if (!main?.name.endsWith('.xml')) throw notAWorkbook();
  const relations = await relationsOf(file, main.name);
  const partOf = (wanted: string) => relations.find(({ type }) => type === wanted)?.part;
  const sheets: Sheet[] = [];
  let from1904 = false;
  let root: string | undefined;
  await readXml(file, main, {
    open: (element, attributes) => {
      root ??= element;
      if (root !== 'workbook') throw notAWorkbook();
      if (element === 'workbookPr') from1904 = isTrue(attributes.date1904);
      if (element === 'sheet' && !/hidden$/i.test(attributes.state ?? '')) sheets.push(...sheetOf(main, relations, attributes));
      if (sheets.length > mostSheets) throw damaged(main);
    },
  });
  return { from1904, sheets, styles: partOf('styles'), sharedTexts: partOf('sharedStrings') };
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** None for a sheet of another kind, such as a chart. */
function sheetOf(main: Part, relations: readonly Relation[], attributes: Attributes): Sheet[] {
  const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
  const told = relations.find((relation) => relation.id === id);
  if (told && told.type !== 'worksheet') return [];
  if (!told?.part) throw damaged(main);
  return [{ name: attributes.name ?? '', part: told.part }];
}

function notAWorkbook(): Problem {
  return new Problem(415, 'file.not_a_workbook');
}
