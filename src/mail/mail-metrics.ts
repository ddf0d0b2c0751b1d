import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Database } from '../platform/database/database.js';
import { plainReason } from '../platform/jobs/plain-reason.js';
import { Metrics } from '../platform/metrics.js';

/** What somebody may have to look after: a monitor asks how much there is, and of what age. */
const watched = ['queued', 'sending', 'unknown', 'failed'] as const;

/** Tells `/metrics` of the outbox; how often mail went well is the log's business. */
@Injectable()
export class MailMetrics {
  private readonly log = new Logger('mail');

  constructor(database: Database, { registry }: Metrics) {
    const oldest = new Gauge({
      name: 'recoup_outbox_oldest_due_seconds',
      help: 'How long the message has waited that should have left first; 0 = none waits',
      registers: [registry],
    });
    const { log } = this;
    new Gauge({
      name: 'recoup_outbox_messages',
      help: 'Messages that have not arrived for certain, by status',
      labelNames: ['status'],
      registers: [registry],
      async collect() {
        this.reset();
        oldest.reset();
        try {
          const rows = await database.query<{ status: string; count: number; late: number }>(counts, [watched], 'outbox.metrics');
          for (const { status, count } of rows) this.set({ status }, count);
          oldest.set(Math.max(0, ...rows.map(({ late }) => late)));
        } catch (error) {
          // The rest of the figures matter most when the database does not answer.
          log.error(`the outbox cannot be counted: ${plainReason(error)}`);
        }
      },
    });
  }
}

const counts = `
  select s.status, count(o.id)::int as count,
    coalesce(extract(epoch from now() - min(o.next_try_at) filter (where s.status = 'queued' and o.next_try_at < now())), 0)::float as late
  from unnest($1::text[]) s (status)
  left join (companies c join outbox o on o.company_id = c.id) on o.status = s.status
  group by s.status`;
