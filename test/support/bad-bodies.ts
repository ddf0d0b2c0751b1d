/** A body that a door must refuse, as it is written, and the field whose error says so. */
export interface BadBody {
  what: string;
  field: string;
  body: unknown;
}

type Body = Readonly<Record<string, unknown>>;

const badAmounts = [
  '0.001',
  '1e3',
  '0x10',
  '1,234.5',
  ' 1 ',
  '+1',
  '-0',
  '-1.00',
  '12345678901234',
  '１００',
  '1.',
  '.5',
  'NaN',
  '1_000',
  '',
];
const badDates = [
  '2027-02-29',
  '2027-2-9',
  '2027-02-09T00:00',
  '0000-01-01',
  '9999-12-31',
  '2027-13-01',
  '20270209',
  ' 2027-02-09',
  '２０２７-02-09',
  '',
];
const badIds = ['1e3', '99999999999999999999', '0x1', '-1', '1.0', ' 1', '１', '../1', '1\0', ''];
const unwritable = ['a\0b', 'lone \ud800', 'a\u0007b', 'a\u202egnp.exe', 'a\u2066b', 'x'.repeat(2001)];
const unseen = ['a\u200bb', 'a\u200fb', 'a\nb', '\u3164', '\ufeff', '\u2028'];
const unstorable = ['a\0b', 'lone \ud800', ''];

const secrets = ['password', 'old', 'new'];

/** Every value of a good body replaced by every kind of value that it must not be, one at a time; and a field too many in every object. */
export function badBodies(good: Body): BadBody[] {
  return [...wrongWithin(good, []), ...strangers(good)].map(({ path, value, what }) => ({
    what,
    field: path.join('.'),
    body: withValue(good, path, value),
  }));
}

interface Change {
  path: string[];
  value: unknown;
  what: string;
}

function wrongWithin(value: unknown, path: string[]): Change[] {
  const own = path.length === 0 ? [] : wrongValues(value, path);
  const changes = own.map((wrong): Change => ({ path, value: wrong, what: `${path.join('.')} = ${JSON.stringify(wrong).slice(0, 40)}` }));
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...changes, ...inner.flatMap(([key, member]) => wrongWithin(member, [...path, key]))];
}

function wrongValues(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return [null, {}, 'x', 7, true, [null], [7], [[]]];
  if (typeof value === 'object') return [null, [], 'x', 7, true];
  if (typeof value === 'number') return [null, [], {}, [value], String(value), true, -1, 0, 1.005, 1e10];
  if (typeof value === 'boolean') return [null, [], {}, 'true', 1, 0];
  return [null, [], {}, [value], 7, true, ...wrongTexts(String(value), path)];
}

function wrongTexts(value: string, path: string[]): string[] {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return badDates;
  if (/^\d+\.\d{2}$/.test(value)) return badAmounts;
  if (/^\d+$/.test(value)) return badIds;
  if (secrets.includes(path.at(-1) ?? '')) return unstorable;
  return isNote(path) ? unwritable : [...unwritable, ...unseen, ''];
}

/** In people's own words, or in those of a foreign file's header: line breaks and joined emoji may stand there. */
function isNote(path: string[]): boolean {
  return ['note', 'reason', 'bandReason'].includes(path.at(-1) ?? '') || path.at(-2) === 'columns';
}

function strangers(good: Body): Change[] {
  const added = (value: unknown, path: string[]): Change[] => {
    if (typeof value !== 'object' || value === null) return [];
    const inner = Object.entries(value).flatMap(([key, member]) => added(member, [...path, key]));
    return Array.isArray(value)
      ? inner
      : [{ path: [...path, 'amuont'], value: '1', what: `${[...path, 'amuont'].join('.')} added` }, ...inner];
  };
  return added(good, []);
}

function withValue(target: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const members = target as Record<string, unknown>;
  const changed = withValue(members[key], rest, value);
  return Array.isArray(target) ? target.map((item, index) => (String(index) === key ? changed : item)) : { ...members, [key]: changed };
}
