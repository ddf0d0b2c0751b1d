import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import { Problem } from '../errors/problem.js';
import { Metrics } from '../metrics.js';
import { Stopping } from '../stopping.js';

/** For whoever watches the process: alive, and able to work. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly stopping: Stopping,
  ) {}

  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** @throws Problem 503 while the database does not answer, and from the moment the process is told to stop */
  @Get('readyz')
  async ready(): Promise<{ status: 'ok' }> {
    if (this.stopping.announced) throw this.stopping.problem();
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
