import type { Json } from '../../workflows/collection-case/entries.js';
import { formatAmount } from '../../workflows/money.js';

/**
 * The rules' JSON as the API and the screens show it: `balanceCents: 100000` becomes `balance: "1000.00"`,
 * `shareHundredths: 6000` becomes `share: 60`, `pointsHundredths: 250` becomes `points: "2.50"`.
 */
export function apiJson(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => apiJson(item) ?? null);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => converted(key, member as Json | undefined)));
}

function converted(key: string, member: Json | undefined): [string, Json | undefined] {
  if (typeof member === 'number' && key.endsWith('Cents')) return [key.slice(0, -'Cents'.length), formatAmount(member)];
  if (typeof member === 'number' && key === 'shareHundredths') return ['share', member / 100];
  if (typeof member === 'number' && key.endsWith('Hundredths')) return [key.slice(0, -'Hundredths'.length), formatAmount(member)];
  return [key, apiJson(member)];
}
