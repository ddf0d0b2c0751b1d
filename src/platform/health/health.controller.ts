import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import { Problem } from '../errors/problem.js';
import { Metrics } from '../metrics.js';

/** For whoever watches the process: alive, and able to work. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** @throws Problem 503 while the database does not answer */
  @Get('readyz')
  async ready(): Promise<{ status: 'ok' }> {
    await this.database.query('select 1').catch(() => {
      throw new Problem(503, 'unavailable');
    });
    return { status: 'ok' };
  }

  /** In the text format of Prometheus. */
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  measured(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
