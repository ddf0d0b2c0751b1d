/** Where something stands in a sheet; both count from 1. */
export interface Place {
  row: number;
  column: number;
}

export interface Area {
  from: Place;
  to: Place;
}

/** As in every spreadsheet since 2007. */
export const lastRow = 1_048_576;
export const lastColumn = 16_384;

/** 'AB12' → row 12, column 28; undefined for what is no such place, or lies beyond the last row or column. */
export function placeOf(reference: string): Place | undefined {
  const [, letters, digits] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(reference) ?? [];
  if (letters === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  const row = Number(digits);
  return row <= lastRow && column <= lastColumn ? { row, column } : undefined;
}

/** 'A2:B5', or 'A2' alone. */
export function areaOf(reference: string): Area | undefined {
  const [first = '', last = first] = reference.split(':', 2);
  const [from, to] = [placeOf(first), placeOf(last)];
  return from && to ? { from, to } : undefined;
}
