import type { FormField } from '../../cases/forms/form-fields.js';
import { type TypedForm, textOf } from '../../cases/forms/typed-body.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What a field that names something may name here, by the field's name; `person` stands for every login. */
export type Offers = Readonly<Record<string, readonly Option[]>>;

/** One field as its template shows it. */
export interface FieldView {
  readonly name: string;
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly required: boolean;
  /** The browser asks for it; not in a list, whose rows may stay blank. */
  readonly mustFill: boolean;
  readonly value: string;
  readonly options: readonly (Option & { chosen: boolean; id: string })[];
  readonly rows: readonly { label: string; fields: readonly FieldView[] }[];
  readonly inner: readonly FieldView[];
  readonly error?: string | undefined;
  readonly errorId: string;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly longest?: number | undefined;
  readonly first: boolean;
}

export interface Filled {
  readonly type: string;
  readonly typed: TypedForm;
  readonly errors: Readonly<Record<string, string>>;
  readonly offers: Offers;
  /** The cursor is wanted elsewhere. */
  readonly noCursor?: boolean;
}

/** Of a list, rows that are shown beyond the filled ones. */
const emptyRows = 3;
const segmentChoices = 6;
const wordGroups: Readonly<Record<string, string>> = { forSeat: 'seat' };

/** Where the word for a choice stands: those of the timeline. */
export function wordsOf(field: string, choice: string): string {
  return `timeline:word.${wordGroups[field] ?? field}.${choice}`;
}

/** The fields with what was typed, each error beside its field. The first wrong one, or the first of all, has the cursor. */
export function fieldViews(fields: readonly FormField[], filled: Filled, texts: Texts, language: Language): FieldView[] {
  const view = (field: FormField, prefix: string): FieldView => {
    const name = `${prefix}${field.name}`;
    const value = filled.typed[name];
    return {
      ...field,
      name,
      id: `f-${name.replaceAll('.', '-')}`,
      errorId: `e-${name.replaceAll('.', '-')}`,
      kind: shownAs(field, filled.offers, prefix !== ''),
      mustFill: field.required && !/\.\d+\.$/.test(prefix),
      label: labelOf(field.name, filled.type, texts, language),
      value: textOf(value),
      options: optionsOf(field, filled.offers, value, texts, language, name),
      rows: field.kind === 'list' ? rowsOf(field, name) : [],
      inner: field.kind === 'group' ? field.inner.map((inner) => view(inner, `${name}.`)) : [],
      error: filled.errors[name],
      first: name === firstOf(fields, filled),
    };
  };
  const rowsOf = (field: FormField, name: string) => {
    const positions = Object.keys(filled.typed).flatMap((key) => (key.startsWith(`${name}.`) ? [Number(key.split('.')[1])] : []));
    const count = Math.max(0, ...positions.map((position) => position + 1)) + emptyRows;
    return Array.from({ length: count }, (_, i) => ({
      label: texts.say(language, 'forms:row', { row: i + 1 }),
      fields: field.inner.map((inner) => view(inner, `${name}.${i}.`)),
    }));
  };
  const isAskable = ({ kind, name, required }: FormField) => kind !== 'id' || required || (filled.offers[name] ?? []).length > 0;
  return fields.filter(isAskable).map((field) => view(field, ''));
}

function firstOf(fields: readonly FormField[], { errors, noCursor }: Filled): string | undefined {
  if (noCursor) return undefined;
  const [field] = fields;
  const wrong = Object.keys(errors)[0];
  if (wrong !== undefined) return wrong;
  return field?.kind === 'list' ? `${field.name}.0.${field.inner[0]?.name}` : field?.name;
}

function shownAs({ kind, choices, name }: FormField, offers: Offers, isInner: boolean): string {
  if (kind === 'choice') return choices.length <= segmentChoices && !isInner ? 'segment' : 'select';
  if (kind === 'id') return 'select';
  return kind === 'number' && offers[name] ? 'select' : kind;
}

function optionsOf(
  field: FormField,
  offers: Offers,
  value: string | string[] | undefined,
  texts: Texts,
  language: Language,
  path: string,
): FieldView['options'] {
  const chosen = [value ?? []].flat();
  const options =
    field.kind === 'choice'
      ? field.choices.map((choice) => ({ value: choice, label: texts.say(language, wordsOf(field.name, choice)) }))
      : (offers[field.name] ?? []);
  return options.map((option, i) => ({ ...option, chosen: chosen.includes(option.value), id: `f-${path.replaceAll('.', '-')}-${i}` }));
}

function labelOf(name: string, type: string, texts: Texts, language: Language): string {
  const own = `forms:fieldOf.${type}.${name}`;
  return texts.say(language, texts.has(language, own) ? own : `forms:field.${name}`);
}
