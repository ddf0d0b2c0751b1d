import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../../src/app.module.js';
import { TrainingClock } from '../../../src/dunning/training-clock.js';
import { Config } from '../../../src/platform/config.js';
import { Importer } from '../../../src/receivables/imports/importer.js';
import type { Job } from './life.js';

/** The whole program without its server, as the command line has it. */
export function atWork(databaseUrl: string, home: string): Promise<INestApplicationContext> {
  const config = new Config({ RECOUP_MODE: 'training', PORT: '0', RECOUP_HOME: home, RECOUP_DEMO: 'none' });
  const setup = { config, databaseUrl, logLevel: 'silent', logToStderr: true } as const;
  return NestFactory.createApplicationContext(AppModule.with(setup), { logger: false, abortOnError: false });
}

/** Does the job once, as `recoup import` and `recoup clock` do. */
export async function perform(app: INestApplicationContext, job: Job): Promise<void> {
  if (job.does === 'nights') return app.get(TrainingClock).move(job.until);
  const { kind, companyId, asOf, file } = job;
  const request = { kind, companyId, asOf, file: { ...file, sha256: Buffer.from(file.sha256, 'hex') }, by: 'ar_clerk' };
  const { status, rejected } = await app.get(Importer).run({ ...request, onError: 'stop' });
  if (status !== 'done') throw new Error(`${file.name} is ${status}, ${rejected} rows were bad`);
}
