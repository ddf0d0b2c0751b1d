import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp } from './http-app.js';
import { Config } from './platform/config.js';
import { openDatabase } from './platform/database/open.js';
import { Startup } from './platform/startup.js';
import { reportFailure, StartupError } from './platform/startup-error.js';
import { stopSignal } from './platform/stop-signals.js';
import { Stopping } from './platform/stopping.js';

/** What is cut off at the end still has to notice. */
const lastSeconds = 2;

/**
 * Runs the server until the operating system asks to stop. A signal during the start takes effect when the step under way is done.
 * @throws StartupError for what an operator can put right
 */
export async function serve(config: Config): Promise<void> {
  let isStopped = false;
  const stop = stopSignal().then(() => {
    isStopped = true;
  });
  const database = await openDatabase(config);
  try {
    const app = await createHttpApp({ config, databaseUrl: database.url, logLevel: config.mode === 'production' ? 'info' : 'warn' });
    try {
      const url = await listen(app, config);
      console.log(`Recoup (${config.mode}): ${url}`);
      await app
        .get(Startup)
        .run({ url, print: (line) => console.log(line) })
        .catch((error: unknown) => {
          // What fails once the stop was asked for has failed by it: another process, told at the same moment, may have taken the embedded database along.
          if (!isStopped) throw error;
        });
      await stop;
      app.get(Stopping).announce();
      await seconds(config.patience.drain);
    } finally {
      await closeApp(app, config.patience.stop);
    }
  } finally {
    await database.close('serve');
  }
}

/** @returns the address without a slash at the end */
async function listen(app: NestFastifyApplication, { host, port }: Config): Promise<string> {
  await app.init();
  try {
    // Not app.listen: Nest would log a taken port in its own words first.
    await app.getHttpAdapter().getInstance().listen({ port, host });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') throw new StartupError(`Port ${port} is taken by another program; set PORT to a free one.`);
    if (code === 'EACCES') throw new StartupError(`Port ${port} may not be used by this account; set PORT to one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new StartupError(`HOST is "${host}", which is no address of this machine.`);
    throw error;
  }
  const { port: actual } = app.getHttpServer().address() as { port: number };
  return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${actual}`;
}

/**
 * Takes no new connections, and lets requests under way finish while long work is given back; but does not wait forever for a client
 * that never reads its answer, nor for work that cannot be given back: what it has begun then ends with its connection to the database.
 */
async function closeApp(app: NestFastifyApplication, patience: number): Promise<void> {
  app.get(Stopping).begin();
  const server = app.getHttpServer();
  const closed = new Promise<void>((resolve) => server.close(() => resolve())).then(() => app.close());
  if (await Promise.race([closed.then(() => true), seconds(patience)])) return;
  server.closeAllConnections();
  await Promise.race([closed, seconds(lastSeconds)]);
}

/** Resolves to undefined. */
function seconds(count: number): Promise<void> {
  return wait(count * 1000, undefined, { ref: false });
}

if (import.meta.main) {
  // Exits by itself even if something forgot a timer: the database is already safe by then.
  process.exit(
    await Promise.resolve()
      .then(() => serve(new Config(process.env)))
      .then(() => 0, reportFailure),
  );
}
