import type { Json } from '../../workflows/collection-case/entries.js';
import { Problem } from '../platform/errors/problem.js';
import type { Answer } from './answer.js';
import { apiJson } from './api-json.js';

type Refused = Extract<Answer, { accepted: false }>['refusal'];

const statuses: Readonly<Record<Refused['kind'], number>> = { scope: 404, role: 403, state: 409, rule: 409, stale: 412, versionless: 428 };

/** A refusal as the contract answers it; amounts among the facts as the API writes them. */
export function refusalProblem({ kind, key, facts }: Refused, more: Record<string, unknown> = {}): Problem {
  return new Problem(statuses[kind], key, { ...factsOf(facts), ...more });
}

/** The facts a refusal's sentence is filled with; lists read as one text. */
export function factsOf(facts: object): Record<string, unknown> {
  return apiJson(facts as { [fact: string]: Json }) as Record<string, unknown>;
}
