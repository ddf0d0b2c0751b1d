import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isBusinessDate } from '../../../workflows/calendar/dates.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import type { CommandContext, RegisterCommand } from '../../platform/command.js';
import { Database } from '../../platform/database/database.js';
import { ProblemFilter } from '../../platform/errors/problem.filter.js';
import { Problem } from '../../platform/errors/problem.js';
import { validationPipe } from '../../platform/errors/validation.js';
import { Texts } from '../../platform/i18n/texts.js';
import { StartupError } from '../../platform/startup-error.js';
import { ImportArchive } from './import-archive.js';
import { importKinds } from './import-kinds.js';
import type { ImportRow } from './import-record.js';
import type { ImportFile, ImportRequest } from './import-request.js';
import { Importer, type OnProgress } from './importer.js';
import { ImportProfiles } from './profiles/import-profiles.js';
import { ProfileForm } from './profiles/profile.shapes.js';

const errorsPrinted = 20;

type ImportOptions = Pick<ImportRequest, 'kind' | 'profile' | 'onError' | 'asOf' | 'cases'> & { company: string; as?: string };

/** `recoup import` and `recoup profile put`: the same as over HTTP, for files that lie on this machine. */
export const registerImport: RegisterCommand = (program, context) => {
  asOption(program.command('import <file>').description('take a CSV into the ledger'))
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
    .action((path: string, { company: companyId, as, ...wishes }: ImportOptions) =>
      told(context, async (app) => {
        const by = await author(app, context, as, ['ar_clerk'], companyId);
        const file = await fileAt(path);
        const made = await app.get(Importer).run({ ...wishes, companyId, file, by }, progressLine());
        await print(app, context, made);
      }),
    );

  asOption(
    program
      .command('profile')
      .description('mapping profiles of imports')
      .command('put <name> <file>')
      .description('keep a profile, given as JSON'),
  ).action((name: string, path: string, { as }: { as?: string }) =>
    told(context, async (app) => {
      const by = await author(app, context, as, ['ar_clerk', 'admin']);
      const form = (await validationPipe().transform(await jsonAt(path), { type: 'body', metatype: ProfileForm })) as ProfileForm;
      const { version } = await app.get(ImportProfiles).put(name, form, by);
      context.print(`profile ${name}, version ${version}`);
    }),
  );
};

function asDate(value: string): string {
  if (!isBusinessDate(value)) throw new InvalidArgumentError('Must be a day as YYYY-MM-DD.');
  return value;
}

function asOption(command: Command): Command {
  return command.option('--as <login>', 'who does it (default in training mode: ar_clerk)');
}

/** @throws StartupError when nobody is named, or somebody who may not */
async function author(
  app: INestApplicationContext,
  context: CommandContext,
  as: string | undefined,
  roles: Role[],
  companyId?: string,
): Promise<string> {
  const login = as ?? (context.config().mode === 'training' ? 'ar_clerk' : undefined);
  if (login === undefined) throw new StartupError('Say who does it: --as <login>.');
  const held = await app.get(Database).query(
    `select 1 from people p join role_grants g using (login)
     where p.login = $1 and p.active and g.revoked_at is null and g.role = any ($2)
       and ($3::text is null or g.company_id is null or g.company_id = $3) limit 1`,
    [login, roles, companyId ?? null],
  );
  if (!held.length) throw new StartupError(`${login} is not ${roles.join(' or ')}${companyId ? ` of ${companyId}` : ''}.`);
  return login;
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

async function jsonAt(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new StartupError(`${path} is no JSON that can be read: ${(error as Error).message}`);
  }
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

/** A problem is told as its sentence, not as a stack. */
async function told(context: CommandContext, work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  const app = await context.app();
  try {
    await work(app);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { detail, errors = [] } = new ProblemFilter(app.get(Texts)).bodyOf(error, 'en', '');
    throw new StartupError([detail, ...errors.map(({ field, message }) => `${field}: ${message}`)].join(' '));
  }
}
