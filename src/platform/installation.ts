import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from './config.js';
import { Database } from './database/database.js';
import { StartupError } from './startup-error.js';

/**
 * A database belongs to the mode it was first started in. Without that, a forgotten RECOUP_MODE would let a command make a
 * production server's date stand still, or open a training system's known passwords to a network.
 */
@Injectable()
export class Installation implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Nest runs the platform's hooks before those of the rooms, which enter people and set clocks. @throws StartupError */
  async onModuleInit(): Promise<void> {
    const { mode } = this.config;
    await this.database.query('insert into installation (mode) values ($1) on conflict do nothing', [mode]);
    const [claimed] = await this.database.query<{ mode: string }>('select mode from installation');
    if (claimed?.mode === mode) return;
    throw new StartupError(
      `This database was set up in ${claimed?.mode} mode, but RECOUP_MODE is ${mode}. Set RECOUP_MODE=${claimed?.mode}, or give ${mode} mode a database of its own.`,
    );
  }
}
