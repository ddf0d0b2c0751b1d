import { formatAmount, parseAmount } from '../money.js';
import { causes, type DeductionBand, type Policy } from '../policy.js';
import { type PolicyKey, policyFields, type Shape } from './fields.js';

/** A value of the policy as JSON shows it: money, per cent and factors as text. */
export type Written = string | number | readonly Written[] | { readonly [key: string]: Written };

/** What is wrong with a value, `at` the place inside it. */
export interface Fault {
  readonly at: readonly string[];
  readonly code: 'required' | 'unknown' | 'whole_number' | 'money' | 'percent' | 'day_list' | 'choice' | 'account' | 'causes' | 'bands';
  readonly facts: Readonly<Record<string, string | number>>;
}

export type Read = { readonly value: unknown } | { readonly faults: readonly Fault[] };

const accountPattern = /^[0-9A-Za-z][0-9A-Za-z.-]{0,29}$/;
const percentPattern = /^\d{1,3}(\.\d{1,2})?$/;
const factorPattern = /^\d{1,2}(\.\d)?$/;
const largestFactorTenths = 100;

export function written(key: PolicyKey, policy: Policy): Written {
  switch (policyFields[key].shape.kind) {
    case 'money':
    case 'percent':
      return formatAmount(policy[key] as number);
    case 'bands':
      return policy.deductionBands.map(({ underCents, factorTenths }) => ({
        ...(underCents !== undefined && { under: formatAmount(underCents) }),
        factor: factorText(factorTenths),
      }));
    default:
      return policy[key] as Written;
  }
}

/** Undefined where the kind has no such bounds. */
export function boundsOf(shape: Shape): { min: string | number; max: string | number } | undefined {
  if (!('min' in shape)) return undefined;
  const { kind, min, max } = shape;
  return kind === 'money' || kind === 'percent' ? { min: formatAmount(min), max: formatAmount(max) } : { min, max };
}

/** A value from outside, which may be anything that JSON can say. */
export function read(key: PolicyKey, value: unknown): Read {
  const { shape } = policyFields[key];
  switch (shape.kind) {
    case 'whole':
      return isWhole(value, shape) ? { value } : fault('whole_number', { min: shape.min, max: shape.max });
    case 'money':
      return readMoney(value, shape);
    case 'percent':
      return readPercent(value, shape);
    case 'days':
      return isDays(value, shape)
        ? { value }
        : fault('day_list', { min: shape.min, max: shape.max, fewest: shape.fewest, most: shape.most, order: shape.order ?? 'any' });
    case 'choice':
      return typeof value === 'string' && shape.of.includes(value) ? { value } : fault('choice', { allowed: shape.of.join(', ') });
    case 'account':
      return typeof value === 'string' && accountPattern.test(value) ? { value } : fault('account', {});
    case 'causes':
      return readCauses(value, shape);
    case 'bands':
      return readBands(value, shape);
  }
}

type Of<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

function readMoney(value: unknown, { min, max }: Of<'money'>): Read {
  const cents = typeof value === 'string' ? parseAmount(value) : undefined;
  const fits = cents !== undefined && cents >= min && cents <= max && !(value as string).startsWith('-');
  return fits ? { value: cents } : fault('money', { min: formatAmount(min), max: formatAmount(max) });
}

function readPercent(value: unknown, { min, max }: Of<'percent'>): Read {
  const hundredths = typeof value === 'string' && percentPattern.test(value) ? parseAmount(value) : undefined;
  const fits = hundredths !== undefined && hundredths >= min && hundredths <= max;
  return fits ? { value: hundredths } : fault('percent', { min: formatAmount(min), max: formatAmount(max) });
}

function isDays(value: unknown, { min, max, fewest, most, order }: Of<'days'>): boolean {
  if (!Array.isArray(value) || value.length < fewest || value.length > most) return false;
  if (!value.every((day) => isWhole(day, { min, max }))) return false;
  const days = value as number[];
  return order === undefined || days.every((day, i) => i === 0 || (order === 'ascending' ? day > at(days, i - 1) : day < at(days, i - 1)));
}

/** All of them: what is left out would be a number that nobody has decided. */
function readCauses(value: unknown, { min, max }: Of<'causes'>): Read {
  if (!isObject(value)) return fault('causes', { causes: causes.join(', '), min, max });
  const faults = [
    ...Object.keys(value)
      .filter((cause) => !(causes as readonly string[]).includes(cause))
      .map((cause): Fault => ({ at: [cause], code: 'unknown', facts: {} })),
    ...causes.flatMap((cause): Fault[] => {
      if (value[cause] === undefined) return [{ at: [cause], code: 'required', facts: {} }];
      return isWhole(value[cause], { min, max }) ? [] : [{ at: [cause], code: 'whole_number', facts: { min, max } }];
    }),
  ];
  return faults.length > 0 ? { faults } : { value };
}

/** Each band begins where the one before ends; only the last has no end. */
function readBands(value: unknown, { most }: Of<'bands'>): Read {
  const wrong = fault('bands', { most });
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return wrong;
  const bands = value.map(readBand);
  if (bands.some((band) => band === undefined)) return wrong;
  const ends = (bands as DeductionBand[]).map(({ underCents }) => underCents);
  const rises = ends.every((end, i) => (i === ends.length - 1 ? end === undefined : end !== undefined && end > (ends[i - 1] ?? 0)));
  return rises ? { value: bands } : wrong;
}

function readBand(value: unknown): DeductionBand | undefined {
  if (!isObject(value) || Object.keys(value).some((key) => key !== 'under' && key !== 'factor')) return undefined;
  const { under, factor } = value;
  const underCents = typeof under === 'string' ? parseAmount(under) : undefined;
  if (under !== undefined && underCents === undefined) return undefined;
  if (typeof factor !== 'string' || !factorPattern.test(factor)) return undefined;
  const factorTenths = Number(factor.replace('.', '')) * (factor.includes('.') ? 1 : 10);
  return factorTenths <= largestFactorTenths ? { ...(underCents !== undefined && { underCents }), factorTenths } : undefined;
}

function fault(code: Fault['code'], facts: Fault['facts']): Read {
  return { faults: [{ at: [], code, facts }] };
}

function isWhole(value: unknown, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(days: readonly number[], index: number): number {
  return days[index] ?? 0;
}

function factorText(tenths: number): string {
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
