import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { ledgerCells } from '../support/ledger-files.js';
import {
  asXml,
  columnName,
  number,
  type SheetCell,
  sharedTextsXml,
  sheetXml,
  type WorkbookForm,
  type WorkbookSheet,
  workbook,
  workbookOf,
} from '../support/workbook.js';
import { type ZipEntry, zipFile } from '../support/zip-file.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
});

afterAll(() => ledger.system.close());

type Content = Uint8Array<ArrayBuffer>;

const [header = [], usual = []] = ledgerCells('receivables', { document: 'S1' });
const rows: SheetCell[][] = [header, usual];
const sheet = sheetXml({ rows });
const sheetName = 'xl/worksheets/sheet1.xml';

/** A good workbook but for what is told. */
const broken = (form: Partial<WorkbookForm>) => workbook(rows, form);
const withSheet = (xml: string) => workbookOf({ sheets: [{ xml }] });
const withEntry = (entry: ZipEntry) => broken({ entries: [entry] });
const beside = (name: string, xml: string) => broken({ parts: { [name]: xml } });

const row = (attributes: string, ...cells: string[]) => `<row ${attributes}>${cells.join('')}</row>`;
const cell = (place: string, value = 'x') => `<c r="${place}" t="str"><v>${value}</v></c>`;
const headed = (...lines: string[]) => withSheet(dataOf([header]).replace('</sheetData>', `${lines.join('')}</sheetData>`));
const data = (...lines: string[]) => `<sheetData>${lines.join('')}</sheetData>`;

const doctype = (root: string, subset: string) => `<?xml version="1.0"?><!DOCTYPE ${root} ${subset}>`;
const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');

const spaces = Buffer.alloc(9_000_000, ' ');
const bomb = `<?xml version="1.0"?><worksheet>${spaces}</worksheet>`;

type BadFile = [what: string, content: Content, status: number, code: string, facts: object];

const otherFiles: BadFile[] = [
  ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 415, 'file.old_workbook', {}],
  ['a ZIP of something else', zipFile([{ name: 'ledger.csv', content: header.join() }]), 415, 'file.not_a_workbook', {}],
  ['an empty ZIP', zipFile([]), 415, 'file.not_a_workbook', {}],
  ['a text document', broken({ parts: { 'xl/workbook.xml': '<w:document xmlns:w="w"/>' } }), 415, 'file.not_a_workbook', {}],
  ['a workbook without its root', broken({ parts: { '_rels/.rels': undefined } }), 415, 'file.not_a_workbook', {}],
  ['a binary workbook', rerooted('xl/workbook.bin'), 415, 'file.not_a_workbook', {}],
  ['a workbook cut off', broken({}).slice(0, -30), 415, 'file.not_a_workbook', {}],
  ['a name that climbs out of its folder', withEntry({ name: '../../evil.xml', content: 'x' }), 415, 'file.not_a_workbook', {}],
  ['the same part twice', twice(), 415, 'file.not_a_workbook', {}],
  ['more parts than any workbook', manyParts(), 415, 'file.not_a_workbook', {}],
];

const bombs: BadFile[] = [
  ['a part that unpacks too far', beside(sheetName, bomb), 413, 'workbook.unpacks_too_far', { times: 200 }],
  ['texts that unpack too far', beside('xl/sharedStrings.xml', bomb), 413, 'workbook.unpacks_too_far', {}],
  ['formats that unpack too far', beside('xl/styles.xml', bomb), 413, 'workbook.unpacks_too_far', {}],
  ['a part that says it is huge', withEntry(claiming(2_000_000_000)), 413, 'workbook.too_large', { largestMegabytes: 1024 }],
  ['a part that unpacks to more than it says', withEntry(claiming(1_000)), 400, 'workbook.damaged', { part: sheetName }],
  ['a part that unpacks to less than it says', withEntry(claiming(Buffer.byteLength(sheet) + 1)), 400, 'workbook.damaged', {}],
  ['more texts than are kept', beside('xl/sharedStrings.xml', manyTexts()), 413, 'workbook.shared_texts', { most: 2_000_000 }],
  ['a text longer than a cell', broken({ sharedTexts: [`<t>${'x'.repeat(32_768)}</t>`] }), 400, 'workbook.text_too_long', {}],
  ['the same in a cell', withSheet(data(row('', cell('A1', 'x'.repeat(32_768))))), 400, 'workbook.text_too_long', { longest: 32_767 }],
  ['elements without end', withSheet('<a>'.repeat(100_000)), 400, 'workbook.damaged', {}],
  ['attributes without end', withSheet(`<a ${numbered((at) => `a${at}=""`, 100_000).join(' ')}/>`), 400, 'workbook.damaged', {}],
  ['a tag without end', withSheet(`<a b="${'x'.repeat(1_000_000)}"/>`), 400, 'workbook.damaged', {}],
];

const xml: BadFile[] = [
  [
    'entities that multiply',
    beside(sheetName, `${doctype('worksheet', `[<!ENTITY l0 "ha">${laughs}]`)}<worksheet>&l9;</worksheet>`),
    400,
    'workbook.doctype',
    { part: sheetName },
  ],
  [
    'an entity from a file of the server',
    beside('xl/sharedStrings.xml', `${doctype('sst', '[<!ENTITY f SYSTEM "file:///etc/passwd">]')}<sst><si><t>&f;</t></si></sst>`),
    400,
    'workbook.doctype',
    {},
  ],
  [
    'a document type from elsewhere',
    beside('xl/workbook.xml', doctype('workbook', 'SYSTEM "http://127.0.0.1/x"')),
    400,
    'workbook.doctype',
    {},
  ],
  ['an entity that nobody declared', withSheet(data(row('', cell('A1', '&evil;')))), 400, 'workbook.damaged', {}],
  ['a tag never closed', beside(sheetName, sheet.slice(0, -20)), 400, 'workbook.damaged', {}],
  ['no XML at all', beside('xl/styles.xml', 'styles'), 400, 'workbook.damaged', { part: 'xl/styles.xml' }],
  ['another encoding', withEntry({ name: sheetName, content: Buffer.from(sheet, 'utf16le') }), 400, 'workbook.damaged', {}],
  [
    'bytes that are no UTF-8',
    withEntry({ name: sheetName, content: Buffer.from(sheet.replace('K1', '\xff'), 'latin1') }),
    400,
    'workbook.damaged',
    {},
  ],
  ['an attribute that means to trip the parser', withSheet('<a hasOwnProperty="" b=""/>'), 400, 'workbook.damaged', {}],
];

const damagedZips: BadFile[] = [
  ['a wrong checksum', withEntry({ name: sheetName, content: sheet, claims: { crc: 1 } }), 400, 'workbook.damaged', {}],
  ['a part that is encrypted', withEntry({ name: sheetName, content: sheet, claims: { flags: 1 } }), 400, 'workbook.damaged', {}],
  ['a part packed in an unknown way', withEntry({ name: sheetName, content: sheet, claims: { method: 12 } }), 400, 'workbook.damaged', {}],
  ['a part that is not deflated as it says', withEntry(garbage()), 400, 'workbook.damaged', {}],
  ['a sheet that there is none of', broken({ parts: { [sheetName]: undefined } }), 400, 'workbook.damaged', { part: 'xl/workbook.xml' }],
  ['a text that there is none of', withSheet(data(row('', '<c r="A1" t="s"><v>1</v></c>'))), 400, 'workbook.damaged', { part: sheetName }],
  ['a text of a number that is none', withSheet(data(row('', '<c r="A1" t="s"><v>-1</v></c>'))), 400, 'workbook.damaged', {}],
  ['a type of cell that there is none of', withSheet(data(row('', '<c r="A1" t="x"><v>1</v></c>'))), 400, 'workbook.damaged', {}],
];

const misplaced: BadFile[] = [
  ['a row twice', headed(row('r="2"', cell('A2')), row('r="2"', cell('A2'))), 400, 'sheet.misplaced', { place: '2' }],
  ['rows out of order', headed(row('r="3"', cell('A3')), row('r="2"', cell('A2'))), 400, 'sheet.misplaced', { place: '2' }],
  ['a row beyond the last', withSheet(data(row('r="1048577"', cell('A1048577')))), 400, 'sheet.misplaced', { lastRow: 1_048_576 }],
  ['a row of no number', withSheet(data(row('r="x"', cell('A1')))), 400, 'sheet.misplaced', { place: 'x' }],
  ['a cell twice', withSheet(data(row('r="1"', cell('A1'), cell('A1')))), 400, 'sheet.misplaced', { place: 'A1' }],
  ['cells out of order', withSheet(data(row('r="1"', cell('B1'), cell('A1')))), 400, 'sheet.misplaced', { place: 'A1' }],
  ['a cell of another row', withSheet(data(row('r="1"', cell('A2')))), 400, 'sheet.misplaced', { place: 'A2' }],
  [
    'a cell beyond the last column',
    withSheet(data(row('r="1"', cell('XFE1')))),
    400,
    'sheet.misplaced',
    { place: 'XFE1', lastColumn: 16_384 },
  ],
  ['a row within a row', withSheet(data('<row r="1"><row r="2"/></row>')), 400, 'workbook.damaged', {}],
  ['a cell within a cell', withSheet(data(row('r="1"', '<c r="A1"><c r="B1"/></c>'))), 400, 'workbook.damaged', {}],
  ['a cell outside of rows', withSheet(data(cell('A1'))), 400, 'workbook.damaged', {}],
  [
    '16,384 columns',
    withSheet(data(row('r="1"', ...numbered((at) => cell(`${columnName(at)}1`), 16_384)))),
    400,
    'sheet.too_wide',
    { most: 1_000 },
  ],
  ['something behind the header', workbook([header, [...usual, 'x']]), 400, 'file.ragged', { line: 2, expected: 12, found: 13 }],
];

const unclear: BadFile[] = [
  ['nothing in it', workbook([]), 400, 'file.empty', {}],
  ['blanks only', workbook([['  ', '']]), 400, 'file.empty', {}],
  ['only hidden sheets', workbook(rows, { state: 'hidden' }), 400, 'file.empty', {}],
  ['a title above the header', workbook([['应收明细'], ...rows]), 400, 'file.missing_columns', { found: '应收明细' }],
  ['a column twice', workbook([[...header, 'amount'], usual]), 400, 'file.duplicate_header', { column: 'amount' }],
  [
    'two sheets with something in them',
    several({ name: '7月', rows }, { name: '8月', rows }),
    400,
    'workbook.several_sheets',
    { sheets: '7月, 8月' },
  ],
  ['a hidden row', workbook(rows, { rowAttributes: { 2: 'hidden="1"' } }), 400, 'sheet.hidden_row', { line: 2 }],
  ['merged cells', merged('D2:D3', [...rows, usual]), 400, 'sheet.merged', { area: 'D2:D3' }],
  ['a header over two rows', merged('A1:A2'), 400, 'sheet.merged', {}],
  ['merged cells that are none', merged('A0'), 400, 'workbook.damaged', {}],
  ['cells that one formula computes', arrayFormula(), 400, 'sheet.array_formula', { area: 'I2:I3' }],
];

const known = 'select (select count(*) from receivables)::int as receivables, (select count(*) from imports)::int as imports';

describe.each<[string, BadFile[]]>([
  ['that is something else', otherFiles],
  ['that unpacks to more than anybody can hold', bombs],
  ['with XML that no spreadsheet writes', xml],
  ['that is damaged', damagedZips],
  ['whose cells stand where they cannot', misplaced],
  ['of which nobody knows what is meant', unclear],
])('A workbook %s is a problem, and nothing is written:', (_kind, files) => {
  test.each(files)('%s', async (_what, content, status, code, facts) => {
    const before = await ledger.system.rows(known);
    const answer = await sent(content);
    expect(answer.body).toMatchObject({ status, code, facts, detail: expect.stringMatching(/。$/) });
    expect(await ledger.system.rows(known)).toEqual(before);
  });
});

describe('A workbook is taken', () => {
  test.each<[what: string, content: Content]>([
    ['beside an empty sheet', several({}, { rows })],
    ['beside a sheet of empty cells', several({ rows: [[number('')]] }, { rows })],
    [
      'beside an empty sheet that says what may be entered',
      several({ tail: '<extLst><ext><x:f xmlns:x="x">Sheet2!A1</x:f></ext></extLst>' }, { rows }),
    ],
    ['beside a hidden sheet', several({ state: 'hidden', rows: [['old']] }, { state: 'veryHidden', rows: [['x']] }, { rows })],
    ['with macros, which nobody looks at', withEntry({ name: 'xl/vbaProject.bin', content: spaces })],
    ['with a bomb that nobody looks at', withEntry({ name: 'xl/media/image1.png', content: zipFile([{ name: 'x', content: spaces }]) })],
    ['with a part that is not deflated', withEntry({ name: sheetName, content: sheet, stored: true })],
    ['with backslashes for slashes', withBackslashes()],
    ['with hidden columns', workbookOf({ sheets: [{ xml: `<cols><col min="2" max="3" hidden="1"/></cols>${dataOf(rows)}` }] })],
    ['with a hidden row that is empty', workbook([...rows, [number('')]], { rowAttributes: { 3: 'hidden="1"' } })],
    ['with merged cells in the header alone', merged('K1:L1')],
    ['with merged cells beside the rows', merged('N1:N9')],
    ['with merged cells behind the rows', merged('A4:L4')],
  ])('%s', async (_what, content) => {
    expect((await ledger.import('receivables', content)).body).toMatchObject({ status: 'done', rows: 1, errors: [] });
  });

  it('whose preview is refused for what would refuse it', async () => {
    const file = { name: 'a.xlsx', content: several({ rows }, { rows }) };
    const { body } = await ledger.api.upload('ar_clerk', '/api/v1/imports/preview', { kind: 'receivables', company: 'C01' }, file);
    expect(body).toMatchObject({ status: 400, code: 'workbook.several_sheets' });
  });
});

/** Not taken in the background, however large it says to be. */
function sent(content: Content) {
  const fields = { kind: 'receivables', company: 'C01' };
  return ledger.api.upload('ar_clerk', '/api/v1/imports', fields, { name: 'a.csv', content }, { prefer: 'wait' });
}

function several(...sheets: WorkbookSheet[]): Content {
  return workbookOf({ sheets });
}

function merged(area: string, of = rows): Content {
  return workbook(of, { tail: `<mergeCells count="1"><mergeCell ref="${area}"/></mergeCells>` });
}

function dataOf(of: SheetCell[][]): string {
  return /<sheetData>.*<\/sheetData>/s.exec(sheetXml({ rows: of }))?.[0] ?? '';
}

function arrayFormula(): Content {
  const first = asXml('<c r="{place}"><f t="array" ref="I2:I3">A1:A2</f><v>1</v></c>');
  return workbook([header, usual.map((value, index) => (header[index] === 'amount' ? first : value)), usual]);
}

/** Says that the sheet has so many bytes. */
function claiming(size: number): ZipEntry {
  return { name: sheetName, content: sheet, claims: { size } };
}

function garbage(): ZipEntry {
  return { name: sheetName, content: '', deflated: Buffer.from('not deflated'), claims: { size: 100 } };
}

function rerooted(target: string): Content {
  const relation = `<Relationship Id="rId1" Type="x/officeDocument" Target="${target}"/>`;
  return broken({ parts: { '_rels/.rels': `<Relationships>${relation}</Relationships>`, [target]: 'binary' } });
}

function twice(): Content {
  return zipFile(['a', 'A'].map((name) => ({ name, content: '' })));
}

function manyParts(): Content {
  return broken({ entries: numbered((at) => ({ name: `xl/x${at}`, content: '', stored: true as const }), 5_001) });
}

/** In no order, so that they do not unpack too far before there are too many. */
function manyTexts(): string {
  let random = 1;
  return sharedTextsXml(
    numbered(() => {
      random = (random * 48_271) % 2_147_483_647;
      return `<t>${random % 10}</t>`;
    }, 2_000_001),
  );
}

function withBackslashes(): Content {
  return broken({ parts: { [sheetName]: undefined }, entries: [{ name: sheetName.replaceAll('/', '\\'), content: sheet }] });
}

function numbered<T>(make: (at: number) => T, count: number): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
