import 'reflect-metadata';

/** How a field is asked for. */
export type FieldKind = 'choice' | 'date' | 'amount' | 'share' | 'number' | 'id' | 'login' | 'line' | 'text' | 'ids' | 'list' | 'group';

/** One field of a form, as its decorators describe it to the OpenAPI. */
export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly longest?: number | undefined;
  /** Of a list's rows, or of a group. */
  readonly inner: readonly FormField[];
}

interface Described {
  type?: unknown;
  isArray?: boolean;
  required?: boolean;
  enum?: readonly string[];
  format?: string;
  example?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

// Where @ApiProperty leaves what it was told; the package does not export the names.
const namesKey = 'swagger/apiModelPropertiesArray';
const propertyKey = 'swagger/apiModelProperties';

const longestLine = 200;

/** The fields that a person fills in, in the order of the class; `type` is the form itself. */
export function fieldsOf(form: new () => object): FormField[] {
  const names = (Reflect.getMetadata(namesKey, form.prototype) ?? []) as string[];
  return names
    .map((name) => name.slice(1))
    .filter((name) => name !== 'type')
    .map((name) => fieldOf(name, Reflect.getMetadata(propertyKey, form.prototype, name) as Described));
}

function fieldOf(name: string, described: Described): FormField {
  const inner = innerOf(described.type);
  return {
    name,
    kind: inner ? inner.kind : kindOf(described),
    required: described.required !== false,
    choices: described.enum ?? [],
    minimum: described.minimum,
    maximum: described.maximum,
    longest: described.maxLength,
    inner: inner ? fieldsOf(inner.form) : [],
  };
}

/** Forms within forms are described by a function that gives their class. */
function innerOf(type: unknown): { kind: 'list' | 'group'; form: new () => object } | undefined {
  if (typeof type !== 'function' || type === String || type === Number) return undefined;
  const made = (type as () => unknown)();
  return Array.isArray(made) ? { kind: 'list', form: made[0] } : { kind: 'group', form: made as new () => object };
}

function kindOf({ type, isArray, enum: choices, format, example, maxLength = 0 }: Described): FieldKind {
  if (isArray) return 'ids';
  if (choices) return 'choice';
  if (type === 'integer') return 'number';
  if (type === 'number') return 'share';
  if (format === 'date') return 'date';
  // Amounts, ids and logins are told apart by the example that their shape gives.
  if (example === '1280.50') return 'amount';
  if (example === '1042') return 'id';
  if (example === 'ar_clerk') return 'login';
  return maxLength > longestLine ? 'text' : 'line';
}
