import { type ToldRefusal, typedInto } from '../refused-form.js';

/** An amount typed beside a document. */
export interface TypedLine {
  place: string;
  document: string;
  instalment: number;
  amount: string;
}

export function nameOf({ document, instalment }: TypedLine): string {
  return `${document}/${instalment}`;
}

/** Lines with an amount; amounts may be typed with separators. */
export function linesTyped(body: Record<string, unknown> = {}): TypedLine[] {
  return Object.keys(body).flatMap((name) => {
    const place = /^amount\.(\d{1,4})$/.exec(name)?.[1];
    if (place === undefined) return [];
    const fields = typedInto(body, name, `document.${place}`, `instalment.${place}`);
    const amount = fields[name]?.replace(/[,，\s\u2009]/g, '');
    const document = fields[`document.${place}`];
    if (amount === undefined || document === undefined) return [];
    return [{ place, document, instalment: Number(fields[`instalment.${place}`] ?? 1), amount }];
  });
}

/** A fault of `lines.2.amount` is shown beside the line that was third of those sent. */
export function byPlace(typed: readonly TypedLine[], { fields, ...told }: ToldRefusal): ToldRefusal {
  const found = Object.entries(fields).map(([field, message]): [string, string] => {
    const line = typed[Number(/^lines\.(\d+)\./.exec(field)?.[1] ?? -1)];
    return [line ? nameOf(line) : field, message];
  });
  return { ...told, fields: Object.fromEntries(found) };
}
