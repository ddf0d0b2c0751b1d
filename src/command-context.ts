import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import type { CommandContext } from './platform/command.js';
import { Config } from './platform/config.js';
import { type OpenDatabase, openDatabase } from './platform/database/open.js';
import { stopSignal } from './platform/stop-signals.js';

/** A context that opens what a command asks for, once, and closes just that. */
export function openContext(): CommandContext & { close(): Promise<void> } {
  let config: Config | undefined;
  let stop: Promise<void> | undefined;
  let database: Promise<OpenDatabase> | undefined;
  let app: Promise<INestApplicationContext> | undefined;

  const context: CommandContext = {
    config: () => {
      config ??= new Config(process.env);
      return config;
    },
    stopped: () => {
      stop ??= stopSignal();
      return stop;
    },
    database: () => {
      // From here on a Ctrl-C must not leave a database behind that this command has started.
      void context.stopped();
      database ??= Promise.resolve().then(() => openDatabase(context.config()));
      return database;
    },
    app: () => {
      app ??= openApp(context);
      return app;
    },
    print: (line) => console.log(line),
  };
  const close = async () => {
    // What failed to open has told so to whoever asked for it.
    await app?.then((opened) => opened.close()).catch(() => undefined);
    const opened = await database?.catch(() => undefined);
    await opened?.close('command');
  };
  return { ...context, close };
}

async function openApp(context: CommandContext): Promise<INestApplicationContext> {
  const { url } = await context.database();
  const setup = { config: context.config(), databaseUrl: url, logLevel: 'warn', logToStderr: true } as const;
  // Not buffered: what is buffered comes out when a start fails, and would hide the sentence that says why.
  const app = await NestFactory.createApplicationContext(AppModule.with(setup), { logger: false, abortOnError: false });
  app.useLogger(app.get(Logger));
  return app;
}
