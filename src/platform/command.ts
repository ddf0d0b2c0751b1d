import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import type { Config } from './config.js';
import type { OpenDatabase } from './database/open.js';

/** What a command line command may use. Nothing is opened before it is asked for. */
export interface CommandContext {
  /** @throws StartupError for a bad setting */
  config(): Config;
  /**
   * The application on a migrated database, without its HTTP server: `(await context.app()).get(CaseDesk)`. Closed after the command.
   * @throws StartupError for what an operator can put right
   */
  app(): Promise<INestApplicationContext>;
  /** The migrated database alone. Throws as `app`. */
  database(): Promise<OpenDatabase>;
  /** Resolves on Ctrl-C, which then no longer ends the process: a command that goes on for long stops at its next safe point. */
  stopped(): Promise<void>;
  /** Prints a line to stdout. */
  print(line: string): void;
}

/** Adds a room's commands. A command fails by throwing: a StartupError is printed as its sentence, and the exit code is 1. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;
