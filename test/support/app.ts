import { tmpdir } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp } from '../../src/http-app.js';
import { Config, type Mode } from '../../src/platform/config.js';

const usual = {
  PORT: '0',
  HOST: '127.0.0.1',
  RECOUP_DEMO: 'none',
  RECOUP_REQUESTS_PER_MINUTE: '0',
  RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '0',
};

export interface TestApp {
  /** Where it listens, without a slash at the end. */
  url: string;
  app: NestFastifyApplication;
  close(): Promise<void>;
}

/** The whole application on a free port. Demo cases are left out: a test tells its own story; and it may ask as often as it likes. */
export async function startApp({
  databaseUrl,
  mode = 'training',
  home = tmpdir(),
  settings = {},
}: {
  databaseUrl: string;
  mode?: Mode;
  home?: string;
  /** Further ones, by the names of their environment variables. */
  settings?: Record<string, string>;
}): Promise<TestApp> {
  const config = new Config({ ...usual, RECOUP_MODE: mode, RECOUP_HOME: home, ...settings });
  const app = await createHttpApp({ config, databaseUrl, logLevel: 'silent' });
  await app.listen(config.port, config.host);
  const { port } = app.getHttpServer().address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, app, close: () => app.close() };
}
