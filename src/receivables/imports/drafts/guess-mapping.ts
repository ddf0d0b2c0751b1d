import { type ImportKind, kinds } from '../import-kinds.js';
import type { Kind, Surroundings } from '../kinds.js';
import { canonical, type ImportProfile } from '../profiles/import-profile.js';
import type { FileRow } from '../reading/file-row.js';
import type { TextForm } from '../reading/file-rows.js';
import { checkRows } from './check-rows.js';

/** Date formats that exports use. */
export const usualDateFormats = [
  'YYYY-MM-DD',
  'YYYY/M/D',
  'YYYY.M.D',
  'YYYYMMDD',
  'YYYY年M月D日',
  'DD.MM.YYYY',
  'D/M/YYYY',
  'M/D/YYYY',
] as const;

/** What exports write before a sum under, or between, the rows. */
const usualTotals = ['合计', '总计', '小计', '合计：', 'Total'];

/** How exports write numbers. */
export const numberStyles = {
  plain: { decimalMark: '.', groupingMark: undefined, shown: '1234.56' },
  comma: { decimalMark: '.', groupingMark: ',', shown: '1,234.56' },
  dot: { decimalMark: ',', groupingMark: '.', shown: '1.234,56' },
  space: { decimalMark: ',', groupingMark: ' ', shown: '1 234,56' },
  apostrophe: { decimalMark: '.', groupingMark: "'", shown: "1'234.56" },
  plainComma: { decimalMark: ',', groupingMark: undefined, shown: '1234,56' },
} as const;
export type NumberStyle = keyof typeof numberStyles;

const guessedStyles = ['plain', 'comma', 'dot'] as const satisfies readonly NumberStyle[];

export function numberStyleOf({ decimalMark, groupingMark }: Pick<ImportProfile, 'decimalMark' | 'groupingMark'>): NumberStyle {
  const styles = Object.keys(numberStyles) as NumberStyle[];
  return (
    styles.find((style) => numberStyles[style].decimalMark === decimalMark && numberStyles[style].groupingMark === groupingMark) ?? 'plain'
  );
}

/** What is known of headers: the canonical column by a label in small letters. */
export type KnownLabels = ReadonlyMap<string, string>;

/** What exports of Chinese systems call the columns, beside the words of our pages. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  company: ['公司代码', '公司', '组织', '法人'],
  customer: ['客户代码', '客户编号', '客户号', '往来单位编码'],
  customerName: ['客户全称', '客户', '往来单位', '往来单位名称'],
  document: ['单据编号', '应收单号', '发票号', '核销单据号', '来源单据号'],
  instalment: ['分期', '期数', '期号'],
  issuedOn: ['单据日期', '业务日期', '开票日', '发票日期'],
  dueOn: ['到期日期', '收款到期', '收款到期日', '应收日期'],
  valueDate: ['起息日', '收款日期', '到账日期', '入账日期'],
  currency: ['币别', '货币'],
  amount: ['价税合计', '应收金额', '原币金额', '收款金额', '本币金额'],
  openAmount: ['未收金额', '余额', '未核销金额'],
  owner: ['业务员', '职员', '销售员', '销售员编码', '业务员编码', '业务员代码'],
  contract: ['合同编码', '合同编号'],
  channel: ['业务类型', '销售渠道'],
  receipt: ['收款单号', '回款单号'],
  name: ['客户名称', '客户全称'],
  email: ['邮箱', '电子邮件'],
};

/** Each canonical column once, by the name of a file's column. */
export function guessColumns(kind: ImportKind, header: readonly string[], known: KnownLabels): Record<string, string> {
  const columns: Record<string, string> = {};
  const names = kinds[kind].columns.map(({ name }) => name);
  for (const label of header) {
    const name =
      names.find((one) => one.toLowerCase() === label.toLowerCase()) ??
      known.get(label.toLowerCase()) ??
      names.find((one) => !(one in columns) && otherNames[one]?.includes(label));
    if (name !== undefined && names.includes(name) && !(name in columns)) columns[name] = label;
  }
  return columns;
}

/** The format of dates and amounts with which the first rows have the fewest faults. */
export async function guessNotation(profile: ImportProfile, rows: readonly FileRow[], around: Omit<Surroundings, 'notation'>) {
  let best = { faults: Number.POSITIVE_INFINITY, dateFormat: profile.dateFormat, style: 'plain' as NumberStyle };
  for (const dateFormat of usualDateFormats)
    for (const style of guessedStyles) {
      const faults = await faultsWith({ ...profile, dateFormat, ...marksOf(style) }, rows, around);
      if (faults < best.faults) best = { faults, dateFormat, style };
    }
  return { dateFormat: best.dateFormat, ...marksOf(best.style) };
}

export function marksOf(style: NumberStyle): { decimalMark: '.' | ','; groupingMark?: string } {
  const { decimalMark, groupingMark } = numberStyles[style];
  return { decimalMark, ...(groupingMark !== undefined && { groupingMark }) };
}

/** What a file without a profile is read like. */
export function canonicalProfile(kind: ImportKind, header: readonly string[]): ImportProfile {
  return { kind, ...canonical, columns: guessColumns(kind, header, new Map()), constants: {} };
}

/** For a file whose columns are not all mapped yet, which is no fault of its rows. */
export function withoutRequired(kind: Kind, unless: (column: string) => boolean = () => false): Kind {
  return { ...kind, columns: kind.columns.map((column) => (unless(column.name) ? column : { ...column, required: undefined })) };
}

/** A profile that maps nothing yet. */
export function emptyProfile(kind: ImportKind, form: TextForm): ImportProfile {
  return { kind, ...canonical, totals: usualTotals, ...form, columns: {}, constants: {} };
}

async function faultsWith(profile: ImportProfile, rows: readonly FileRow[], around: Omit<Surroundings, 'notation'>): Promise<number> {
  const check = await checkRows(
    withoutRequired(kinds[profile.kind]),
    once(rows),
    profile,
    { ...around, notation: profile },
    { shown: rows.length, whole: false },
  );
  return check.rows
    .flatMap(({ faults }) => faults)
    .filter(({ code }) => /^(date\.(malformed|not_a_day)|amount\.malformed|rate\.malformed)$/.test(code)).length;
}

async function* once(rows: readonly FileRow[]): AsyncGenerator<FileRow[]> {
  yield [...rows];
}
