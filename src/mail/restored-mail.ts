import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';

/**
 * A copy of a database holds as waiting what its original may have sent since. So mail of a database that wakes up in another place
 * than it was last used in waits until somebody says go (`POST /api/v1/outbox/resume`).
 */
@Injectable()
export class RestoredMail implements OnModuleInit {
  private readonly log = new Logger('mail');

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Before anything is sent; in training nothing is. */
  async onModuleInit(): Promise<void> {
    if (this.config.mode !== 'production') return;
    const isRestored = await this.database.transaction(async (tx) => {
      const [seen] = await tx.query<{ before: string | null; now: string }>(
        `select i.seen_as as before, s.system_identifier || '/' || d.oid as now
         from installation i, pg_control_system() s, pg_database d where d.datname = current_database() for update of i`,
      );
      if (!seen || seen.before === seen.now) return false;
      await tx.query('update installation set seen_as = $1', [seen.now]);
      if (seen.before === null) return false;
      await tx.query('insert into mail_pauses (company_id) select id from companies on conflict do nothing');
      return true;
    });
    if (isRestored)
      this.log.warn('This database was restored from a copy: mail is paused in every company until an administrator resumes it.');
  }
}
