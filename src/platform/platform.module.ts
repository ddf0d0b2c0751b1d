import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LoggerModule } from 'nestjs-pino';
import { Config } from './config.js';
import { applicationConnection, applicationOptions } from './database/connect.js';
import { Database } from './database/database.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { validationPipe } from './errors/validation.js';
import { HealthController } from './health/health.controller.js';
import { Texts } from './i18n/texts.js';
import { Installation } from './installation.js';
import { Forgetting } from './jobs/forgetting.js';
import { JobList } from './jobs/job-list.reader.js';
import { Jobs } from './jobs/jobs.js';
import { CountExchange } from './limits/count-exchange.js';
import { RequestLimits } from './limits/request-limits.js';
import { type LogLevel, logging } from './logging.js';
import { Metrics } from './metrics.js';
import { Outbox } from './outbox/outbox.js';
import { Pages } from './pages/pages.js';
import { SentForms } from './pages/sent-forms.js';
import { Startup } from './startup.js';
import { Stopping } from './stopping.js';

/** What the surroundings decide before the application is put together. */
export interface Setup {
  config: Config;
  /** A migrated database, signed in as its owner. */
  databaseUrl: string;
  logLevel: LogLevel;
  /** A command's own output goes to stdout, so its log goes to stderr. */
  logToStderr?: boolean;
}

/** What every room may inject: Config, Database, RequestLimits, Texts, Startup, Stopping, and TypeORM's repositories. */
@Global()
@Module({})
export class PlatformModule {
  static with({ config, databaseUrl, logLevel, logToStderr = false }: Setup): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        LoggerModule.forRoot(logging(logLevel, logToStderr)),
        TypeOrmModule.forRoot({ ...applicationOptions(databaseUrl, config), autoLoadEntities: true, retryAttempts: 0 }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        CountExchange,
        Database,
        Installation,
        Metrics,
        {
          provide: Jobs,
          useFactory: (startup: Startup) => new Jobs(applicationConnection(databaseUrl, config), config.leaseSeconds, startup),
          inject: [Startup],
        },
        Forgetting,
        JobList,
        Outbox,
        Pages,
        RequestLimits,
        SentForms,
        Texts,
        Startup,
        Stopping,
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
      exports: [
        Config,
        Database,
        Forgetting,
        JobList,
        Jobs,
        Metrics,
        Outbox,
        Pages,
        ProblemFilter,
        RequestLimits,
        SentForms,
        Texts,
        Startup,
        Stopping,
      ],
    };
  }
}
