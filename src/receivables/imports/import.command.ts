import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, Option } from 'commander';
import { isBusinessDate } from '../../../workflows/calendar/dates.js';
import type { CommandContext, RegisterCommand } from '../../platform/command.js';
import { StartupError } from '../../platform/startup-error.js';
import { asOption, author } from './command-line.js';
import { ImportArchive } from './import-archive.js';
import { importKinds } from './import-kinds.js';
import type { ImportRow } from './import-record.js';
import type { ImportFile, ImportRequest } from './import-request.js';
import { Importer, type OnProgress } from './importer.js';

const errorsPrinted = 20;

type ImportOptions = Pick<ImportRequest, 'kind' | 'profile' | 'onError' | 'asOf' | 'cases'> & { company: string; as?: string };

/** `recoup import`: the same as over HTTP, for files that lie on this machine. */
export const registerImport: RegisterCommand = (program, context) => {
  asOption(program.command('import <file>').description('take a CSV or an XLSX into the ledger'))
    .addOption(new Option('--kind <kind>').choices(importKinds).makeOptionMandatory())
    .requiredOption('--company <id>')
    .option('--as-of <date>', 'the day that the file shows, YYYY-MM-DD; an open-items list needs it', asDate)
    .option('--profile <name>', 'mapping profile (default: the columns are the canonical ones)')
    .addOption(new Option('--on-error <what>', 'a bad row stops the file, or is skipped').choices(['stop', 'skip']).default('stop'))
    .addOption(
      new Option('--cases <when>', 'open them with this file, or, on a first load, with a later one')
        .choices(['now', 'later'])
        .default('now'),
    )
    .action(async (path: string, { company: companyId, as, ...wishes }: ImportOptions) => {
      const app = await context.app();
      const by = await author(app, context, as, ['ar_clerk'], companyId);
      const file = await fileAt(path);
      const made = await app.get(Importer).run({ ...wishes, companyId, file, by }, progressLine());
      await print(app, context, made);
    });
};

function asDate(value: string): string {
  if (!isBusinessDate(value)) throw new InvalidArgumentError('Must be a day as YYYY-MM-DD.');
  return value;
}

async function fileAt(path: string): Promise<ImportFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    throw new StartupError(`${path} cannot be read: ${(error as Error).message}`);
  }
  return { path, name: basename(path), sha256: hash.digest(), bytes };
}

/** One line that is written over, on a terminal only. */
function progressLine(): OnProgress | undefined {
  if (!process.stderr.isTTY) return undefined;
  return ({ step, rows }) => process.stderr.write(`\r${rows} rows read${step === 'merging' ? ', merging …\n' : ''}`);
}

/** @throws StartupError for a rejected file, after its report */
async function print(app: INestApplicationContext, context: CommandContext, made: ImportRow): Promise<void> {
  const { id, status, rows, accepted, rejected, unchanged } = made;
  const errors = await app.get(ImportArchive).errors(made, 'en', { limit: errorsPrinted });
  for (const { line, column, value, code, message } of errors) context.print(`line ${line}, ${column} "${value}": ${message} [${code}]`);
  if (rejected > errors.length) context.print(`… and more: GET /api/v1/imports/${id}/errors`);
  const counts = `${rows} rows, ${accepted} accepted, ${rejected} rejected, ${unchanged} unchanged`;
  if (status === 'rejected') throw new StartupError(`Import ${id} was rejected, and nothing was taken: ${counts}.`);
  if (status === 'held') context.print(`A second person must release it: POST /api/v1/imports/${id}/confirm.`);
  context.print(`import ${id} ${status}: ${counts}`);
}
