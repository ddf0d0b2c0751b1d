import { type PagedList, readPageKey } from './page-key.js';

/** Turns a value into its placeholder. */
type Value = (value: unknown) => string;

/** What every list of a company's books may be asked for. */
export interface ListWish {
  company?: string;
  customer?: string;
  after?: string;
}

/** The conditions of a list's statement and the values they bring along. */
export class Conditions {
  readonly values: unknown[] = [];
  /** An index has it. */
  readonly order: string;
  private readonly parts: string[];
  private readonly value: Value = (value) => `$${this.values.push(value)}`;

  /**
   * @param scope given the list's values, to push its own: which rows the person sees
   * @param order columns for company, customer, date and id, as in the list's page keys
   * @throws Problem 400 for an `after` that no page ends with
   */
  constructor(
    scope: (values: unknown[]) => string,
    private readonly list: PagedList,
    order: readonly [string, string, string, string],
    { company, customer, after }: ListWish,
  ) {
    this.order = order.join(', ');
    this.parts = [scope(this.values)];
    this.add(company, (asked) => `${order[0]} = ${asked}`);
    this.add(customer, (asked) => `${order[1]} = ${asked}`);
    if (after !== undefined) this.parts.push(this.behind(after));
  }

  /** @param condition of the value's placeholder; none where the value was not asked for */
  add(asked: unknown, condition: (asked: string) => string): void {
    if (asked !== undefined) this.parts.push(condition(this.value(asked)));
  }

  /** @param asked 'true' or 'false': whether the condition must hold */
  only(asked: string | undefined, condition: string): void {
    if (asked !== undefined) this.parts.push(`(${condition}) = ${asked === 'true'}`);
  }

  /** What begins with the text in one of the columns, or belongs to a customer `c` whose name has it somewhere. */
  find(q: string | undefined, columns: readonly string[]): void {
    if (q === undefined) return;
    const beginning = this.value(`${literal(q)}%`);
    const begins = columns.map((column) => `${column} like ${beginning} or `).join('');
    this.parts.push(`(${begins}c.name ilike ${this.value(`%${literal(q)}%`)})`);
  }

  get sql(): string {
    return this.parts.join(' and ');
  }

  private behind(after: string): string {
    const [company, customer, date, id] = readPageKey(this.list, after);
    const { value } = this;
    return `(${this.order}) > (${value(company)}, ${value(customer)}, ${value(date)}::date, ${value(id)}::bigint)`;
  }
}

/** What was typed is looked for as it is. */
function literal(text: string): string {
  return text.trim().replace(/[\\%_]/g, '\\$&');
}
