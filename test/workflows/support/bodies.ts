import type { Command } from '../../../workflows/collection-case/commands.js';
import { cents } from '../../../workflows/money.js';

/** A command's body as the API takes it: amounts in yuan, shares in percent. */
export type Body = { readonly type: string; readonly [field: string]: unknown };

/** The command that the machine takes for a body: amounts in fen, shares in hundredths. */
export function commandOf(body: Body): Command {
  return converted(body) as Command;
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, part]) => fieldOf(field, part)));
}

function fieldOf(field: string, part: unknown): [string, unknown] {
  if (field === 'amount') return ['amountCents', cents(String(part))];
  if (field === 'share') return ['shareHundredths', Math.round(Number(part) * 100)];
  return [field, converted(part)];
}
