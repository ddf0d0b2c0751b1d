import { tmpdir } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp } from '../../src/http-app.js';
import { Config, type Mode } from '../../src/platform/config.js';

export interface TestApp {
  /** Where it listens, without a slash at the end. */
  url: string;
  app: NestFastifyApplication;
  close(): Promise<void>;
}

/** The whole application on a free port. Demo cases are left out: a test tells its own story. */
export async function startApp({
  databaseUrl,
  mode = 'training',
  home = tmpdir(),
}: {
  databaseUrl: string;
  mode?: Mode;
  home?: string;
}): Promise<TestApp> {
  const config = new Config({ RECOUP_MODE: mode, PORT: '0', HOST: '127.0.0.1', RECOUP_HOME: home, RECOUP_DEMO: 'none' });
  const app = await createHttpApp({ config, databaseUrl, logLevel: 'silent' });
  await app.listen(config.port, config.host);
  const { port } = app.getHttpServer().address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, app, close: () => app.close() };
}
