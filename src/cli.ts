#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { registerAudit } from './audit/audit.commands.js';
import { openContext } from './command-context.js';
import { registerDemo } from './demo/demo.command.js';
import { registerDunning } from './dunning/dunning.commands.js';
import { registerEvidence } from './evidence/evidence.commands.js';
import { createHttpApp } from './http-app.js';
import { registerMail } from './mail/mail.commands.js';
import { serve } from './main.js';
import { registerCompany } from './people/company.command.js';
import { registerUser } from './people/user.command.js';
import type { RegisterCommand } from './platform/command.js';
import { registerMigrate } from './platform/database/migrate.command.js';
import { toldFailure } from './platform/errors/told-failure.js';
import { reportFailure } from './platform/startup-error.js';
import { registerImport } from './receivables/imports/import.command.js';
import { registerProfiles } from './receivables/imports/profiles/profile.command.js';

const registerServe: RegisterCommand = (program, context) => {
  program
    .command('serve')
    .description('run the server until Ctrl-C')
    .action(() => serve(context.config()));
};

/** One line for each room that has commands. */
const commands: RegisterCommand[] = [
  registerServe,
  registerMigrate,
  registerUser,
  registerCompany,
  registerDunning,
  registerMail,
  registerAudit,
  registerEvidence,
  registerImport,
  registerProfiles,
  registerDemo(createHttpApp),
];

const program = new Command('recoup').description('Overdue accounts, one agreed course').showHelpAfterError();
const context = openContext();
for (const register of commands) register(program, context);

process.exit(
  await program
    .parseAsync()
    .then(
      () => 0,
      (error: unknown) => reportFailure(toldFailure(error)),
    )
    .finally(() => context.close()),
);
