/** What is wrong with one field of a request. */
export interface FieldError {
  /** Dotted path, list positions included: `instalments.0.dueOn`. */
  field: string;
  code: string;
  /** Left out, it is said from `problems:field.<code>` with `facts` in the caller's language. */
  message?: string;
  facts?: Record<string, unknown>;
}

/**
 * An answer other than success, to be told as RFC 9457 problem+json.
 * `code` is a refusal's key (its sentence stands in refusals.json) or another name (problems.json); `facts` fill the sentence.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly facts: Record<string, unknown> = {},
    readonly errors?: FieldError[],
  ) {
    super(code);
  }
}
