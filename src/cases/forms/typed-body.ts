import type { FormField } from './form-fields.js';

/** What a plain form sends. */
export type TypedForm = Record<string, string | string[] | undefined>;

/** More rows than a form without script offers. */
const mostRows = 60;

/**
 * What was typed, as the API takes it: what is blank is left out, amounts may be typed with separators, and rows that are blank
 * altogether are no rows. What is no number stays text, for the shape to refuse.
 */
export function typedBody(fields: readonly FormField[], typed: TypedForm, prefix = ''): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = sentValue(field, typed, `${prefix}${field.name}`);
    if (value !== undefined) body[field.name] = value;
  }
  return body;
}

/** The form with its rows moved up, so that what is wrong in a row is shown beside it. */
export function withoutBlankRows(fields: readonly FormField[], typed: TypedForm): TypedForm {
  const rest = { ...typed };
  for (const { name, inner } of fields.filter(({ kind }) => kind === 'list')) {
    const rows = rowsOf(inner, typed, name);
    for (const key of Object.keys(rest)) if (key.startsWith(`${name}.`)) delete rest[key];
    rows.forEach((row, i) => {
      for (const [key, value] of Object.entries(row)) rest[`${name}.${i}.${key}`] = value;
    });
  }
  return rest;
}

export function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function sentValue(field: FormField, typed: TypedForm, path: string): unknown {
  if (field.kind === 'list') return rowsOf(field.inner, typed, path).map((row) => typedBody(field.inner, row));
  if (field.kind === 'group') return typedBody(field.inner, typed, `${path}.`);
  if (field.kind === 'ids') return typed[path] === undefined ? undefined : [typed[path]].flat();
  const text = textOf(typed[path]).trim();
  if (text === '') return undefined;
  if (field.kind === 'amount') return text.replace(/[,，\s\u2009]/g, '');
  if (field.kind === 'number' || field.kind === 'share') return /^\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
  return field.kind === 'text' ? textOf(typed[path]).replace(/\r\n?/g, '\n').trim() : text;
}

function rowsOf(inner: readonly FormField[], typed: TypedForm, path: string): TypedForm[] {
  const rows: TypedForm[] = [];
  for (let i = 0; i < mostRows; i += 1) {
    const row = Object.fromEntries(inner.map(({ name }) => [name, typed[`${path}.${i}.${name}`]]));
    if (Object.values(row).some((value) => textOf(value).trim() !== '')) rows.push(row);
  }
  return rows;
}
