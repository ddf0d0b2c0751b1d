import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { clusterFolder } from '../platform/database/cluster.js';
import { Database } from '../platform/database/database.js';

/**
 * A copy of a database holds as waiting what its original may have sent since. So mail of a database that wakes up in another place
 * than it was last used in, or was brought back to an earlier moment, waits until somebody says go (`POST /api/v1/outbox/resume`).
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
      const [seen] = await tx.query<{ before: string | null; server: string }>(
        `select i.seen_as as before, s.system_identifier || '/' || d.oid || '/' || c.timeline_id as server
         from installation i, pg_control_system() s, pg_control_checkpoint() c, pg_database d where d.datname = current_database() for update of i`,
      );
      if (!seen) return false;
      const now = [seen.server, ...(await this.placeOnDisk())].join('/');
      if (seen.before === now) return false;
      await tx.query('update installation set seen_as = $1', [now]);
      // Earlier releases looked at less.
      if (seen.before === null || now.startsWith(`${seen.before}/`)) return false;
      await tx.query('insert into mail_pauses (company_id) select id from companies on conflict do nothing');
      return true;
    });
    if (isRestored)
      this.log.warn('This database was restored from a copy: mail is paused in every company until an administrator resumes it.');
  }

  /** A copied folder is the same server to itself; but PostgreSQL never makes this file anew, and a copy is another one. */
  private async placeOnDisk(): Promise<string[]> {
    if (this.config.databaseUrl !== undefined) return [];
    const file = await stat(join(clusterFolder(this.config.home), 'global/pg_control'), { bigint: true }).catch(() => undefined);
    // The number alone may be given again to a file that takes a deleted one's place.
    return file ? [`${file.ino}.${file.birthtimeNs}`] : [];
  }
}
