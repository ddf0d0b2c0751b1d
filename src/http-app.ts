import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { fastifyAdapter, guardConnections, protectAnswers, readBodiesStrictly } from './platform/http-server.js';
import { RequestLimits } from './platform/limits/request-limits.js';
import { Metrics } from './platform/metrics.js';
import { serveOpenApi } from './platform/openapi.js';
import { serveAssets } from './platform/pages/assets.js';
import type { Setup } from './platform/platform.module.js';

/** The whole application with its pages and API, not listening yet. */
export async function createHttpApp(setup: Setup): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(setup), fastifyAdapter(setup.config), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  readBodiesStrictly(app);
  app.get(Metrics).watch(app);
  await protectAnswers(app);
  guardConnections(app, setup.config);
  app.get(RequestLimits).watch(app);
  serveOpenApi(app);
  await serveAssets(app);
  return app;
}
