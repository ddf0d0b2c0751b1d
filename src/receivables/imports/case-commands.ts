import type { Command } from '../../../workflows/collection-case/commands.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import type { Batch } from './batch.js';
import type { RowFault } from './reading/row-fault.js';
import { addFoundFaults } from './row-faults.js';

/** A command that a row of the file comes down to. */
export interface RowCommand {
  line: string;
  caseId: string;
  command: Command;
  /** The cell that a refusal is reported at. */
  at: Pick<RowFault, 'column' | 'value'>;
  /** The same row has given a command before, which cannot be taken back: this one must not be refused. */
  followsOwn?: true;
}

/** A rule refused a row of a file that is to be taken whole. */
export class RowsRefused extends Error {
  constructor(readonly faults: readonly (RowFault & { line: string })[]) {
    super('a rule refused a row');
  }
}

/**
 * Gives the desk the commands in their order. What a rule refuses is a bad row, with the refusal's key as code.
 * @throws RowsRefused where the file does not skip bad rows
 */
export async function submitRows(desk: CaseDesk, batch: Batch, commands: readonly RowCommand[]): Promise<void> {
  if (!commands.length) return;
  const { companyId, importId, login, tx } = batch;
  const answers = await desk.submit(
    commands.map(({ caseId, command }) => ({ companyId, caseId, command })),
    { kind: 'import', id: importId, login },
    { within: tx },
  );
  const faults = answers.flatMap((answer, index) => {
    const given = commands[index];
    if (answer.accepted || !given) return [];
    if (given.followsOwn) throw new Error(`${given.command.type} on case ${given.caseId} was refused: ${answer.refusal.key}`);
    return [{ line: given.line, ...given.at, code: answer.refusal.key, facts: answer.refusal.facts as RowFault['facts'] }];
  });
  if (!faults.length) return;
  if (!batch.skipsBadRows) throw new RowsRefused(faults);
  await addFoundFaults(tx, faults);
}
