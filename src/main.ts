import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp } from './http-app.js';
import { Config } from './platform/config.js';
import { openDatabase } from './platform/database/open.js';
import { Startup } from './platform/startup.js';
import { reportFailure, StartupError } from './platform/startup-error.js';
import { stopSignal } from './platform/stop-signals.js';

const closeSeconds = 10;

/**
 * Runs the server until the operating system asks to stop. A signal during the start takes effect when the step under way is done.
 * @throws StartupError for what an operator can put right
 */
export async function serve(config: Config): Promise<void> {
  const stop = stopSignal();
  const database = await openDatabase(config);
  try {
    const app = await createHttpApp({ config, databaseUrl: database.url, logLevel: config.mode === 'production' ? 'info' : 'warn' });
    try {
      const url = await listen(app, config);
      console.log(`Recoup (${config.mode}): ${url}`);
      await app.get(Startup).run({ url, print: (line) => console.log(line) });
      await stop;
    } finally {
      await closeApp(app);
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

/** Lets requests under way finish, but does not wait forever for a client that never reads its answer. */
async function closeApp(app: NestFastifyApplication): Promise<void> {
  const impatience = setTimeout(() => app.getHttpServer().closeAllConnections(), closeSeconds * 1000);
  await app.close();
  clearTimeout(impatience);
}

if (import.meta.main) {
  // Exits by itself even if something forgot a timer: the database is already safe by then.
  process.exit(
    await Promise.resolve()
      .then(() => serve(new Config(process.env)))
      .then(() => 0, reportFailure),
  );
}
