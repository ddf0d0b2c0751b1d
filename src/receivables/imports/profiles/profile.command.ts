import type { RegisterCommand } from '../../../platform/command.js';
import { validationPipe } from '../../../platform/errors/validation.js';
import { StartupError } from '../../../platform/startup-error.js';
import { asOption, author, jsonAt } from '../command-line.js';
import { exampleFile, exampleNames } from './example-profiles.js';
import { ImportProfiles } from './import-profiles.js';
import { ProfileForm } from './profile.shapes.js';

/** `recoup profile …`: the same as over HTTP, with the examples at hand. */
export const registerProfiles: RegisterCommand = (program, context) => {
  const profile = program
    .command('profile')
    .description('mapping profiles of imports: the examples, and those that are kept')
    .action(async () => {
      const app = await context.app();
      for (const name of await exampleNames())
        context.print(['example', name, ((await jsonAt(exampleFile(name))) as ProfileForm).kind].join('\t'));
      for (const { name, version, definition, by } of await app.get(ImportProfiles).list())
        context.print(['stored', name, definition.kind, `version ${version}`, by].join('\t'));
    });

  asOption(
    profile.command('add <name> <source>').alias('put').description('keep a profile, given as a JSON file or as the name of an example'),
  ).action(async (name: string, source: string, { as }: { as?: string }) => {
    const app = await context.app();
    const by = await author(app, context, as, ['ar_clerk', 'admin']);
    const form = (await validationPipe().transform(await given(source), { type: 'body', metatype: ProfileForm })) as ProfileForm;
    const { version } = await app.get(ImportProfiles).put(name, form, by);
    context.print(`profile ${name}, version ${version}`);
  });
};

/** @throws StartupError, with the names of the examples */
async function given(source: string): Promise<unknown> {
  const examples = await exampleNames();
  if (examples.includes(source)) return jsonAt(exampleFile(source));
  return jsonAt(source).catch((error: Error) => {
    throw new StartupError(`${error.message} (Examples: ${examples.join(', ')}.)`);
  });
}
