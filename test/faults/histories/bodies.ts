import { apiJson } from '../../../src/cases/api-json.js';
import type { Command } from '../../../workflows/collection-case/commands.js';
import type { Json } from '../../../workflows/collection-case/entries.js';

/** A command as somebody sends it: the API's view of it, but for the few names that differ. */
export function bodyOf(command: Command): Record<string, unknown> {
  const { withinTeam: _, contested, credited, ...body } = apiJson(command as unknown as Json) as Record<string, unknown>;
  return {
    ...body,
    ...(contested !== undefined && { contestedAmount: contested }),
    ...(credited !== undefined && { creditedAmount: credited }),
  };
}
