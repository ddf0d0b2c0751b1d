import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import { Problem } from '../errors/problem.js';

/** For whoever watches the process: alive, and able to work. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly database: Database) {}

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
}
