import { tmpdir } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../../src/app.module.js';
import { Config } from '../../../src/platform/config.js';
import type { Setup } from '../../../src/platform/platform.module.js';

export interface OnDatabase {
  url: string;
}

/** @param settings beside the usual ones of a benchmark, or in their place */
export function setupOn(databaseUrl: string, settings: Record<string, string> = {}): Setup {
  const config = new Config({
    RECOUP_MODE: 'training',
    PORT: '0',
    RECOUP_HOME: tmpdir(),
    RECOUP_DEMO: 'none',
    // As many requests as it can take are what is measured.
    RECOUP_REQUESTS_PER_MINUTE: '1000000',
    RECOUP_ADDRESS_REQUESTS_PER_MINUTE: '1000000',
    ...settings,
  });
  return { config, databaseUrl, logLevel: 'warn', logToStderr: true };
}

/** The whole application without its server, as the command line has it. */
export function openApplication(url: string, settings?: Record<string, string>): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.with(setupOn(url, settings)), { logger: ['warn', 'error'], abortOnError: false });
}
