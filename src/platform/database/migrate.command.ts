import type { RegisterCommand } from '../command.js';

/** `recoup migrate`: for installations where the server itself may not change the schema. */
export const registerMigrate: RegisterCommand = (program, context) => {
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(async () => {
      const { migrated } = await context.database();
      for (const name of migrated) context.print(`migrated ${name}`);
      if (!migrated.length) context.print('nothing to migrate');
    });
};
