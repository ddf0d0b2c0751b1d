import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Startup } from '../../platform/startup.js';
import { type Answer, Door } from '../door.js';
import { isEmpty, whileNobodyElseFills } from '../filling.js';
import { customers } from './customers.js';
import type { Bringing, Chasing, DaysAgo } from './deed.js';
import { deedsUntil, fileOf, firstDeed, lastDeed } from './deeds.js';
import { receivables } from './receivables.js';

/**
 * In training mode an empty database gets a small company with cases of every age, brought in and worked on through the same doors
 * as any other, and the quarter before this one assessed. The business date goes back for it to where the schemes were proposed, and comes forward again.
 */
@Injectable()
export class DemoCompany implements OnModuleInit {
  private readonly log = new Logger('DemoCompany');

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly http: HttpAdapterHost,
    private readonly startup: Startup,
  ) {}

  onModuleInit(): void {
    if (this.config.mode !== 'training' || !this.config.demo) return;
    this.startup.onStarted(async ({ print }) => {
      try {
        if (await this.fill())
          print(
            `Demo company: ${customers.length} customers, ${receivables.length} open receivables, and a quarter to close (RECOUP_DEMO=none starts without).`,
          );
      } catch (error) {
        // A server without examples is still a server.
        this.log.warn({ err: error }, 'the demo company could not be entered');
      }
    });
  }

  /** Once: a second process waits for the first, and what a kill has interrupted is taken up where it was. @returns whether anything was to do */
  fill(): Promise<boolean> {
    return whileNobodyElseFills(this.database, async () => {
      const begun = await this.begunOn();
      if (begun?.done || (!begun && !(await isEmpty(this.database)))) return false;
      const door = new Door(this.http.httpAdapter.getInstance<FastifyInstance>(), 'zh-CN');
      try {
        await this.play(door, begun?.on ?? (await clockOf(door)), begun !== undefined);
      } finally {
        await door.signOut();
      }
      return true;
    });
  }

  private async play(door: Door, today: BusinessDate, isResumed: boolean): Promise<void> {
    const day: DaysAgo = (days) => addDays(today, -days);
    await bring(door, firstDeed, day);
    const deeds = [...deedsUntil(today), lastDeed];
    const [first] = deeds;
    if (first && !(await this.hasReceivables())) await moveTo(door, day(first.daysAgo));
    for (const deed of deeds) {
      const clock = await clockOf(door);
      const on = day(deed.daysAgo);
      // Files change nothing the second time. Of an interrupted filling's commands, those before the date were given; one on it may have been, and is refused then.
      if (on < clock && !('kind' in deed)) continue;
      if (on > clock) await moveTo(door, on);
      if ('arrange' in deed) {
        await deed.arrange(door, day);
        continue;
      }
      const { status, body } = await perform(door, deed, day);
      if (status >= 400 && !isResumed) throw new Error(`${JSON.stringify(deed)} was refused: ${JSON.stringify(body)}`);
    }
  }

  /** The day that the files of an earlier filling are for, and whether its last one is there. */
  private async begunOn(): Promise<{ on: BusinessDate; done: boolean } | undefined> {
    const files = await this.database.query<{ name: string; on: BusinessDate }>(
      `select file_name as name, substring(file_name from $1) as on from imports where file_name ~ $1 and status = 'done'`,
      ['^demo-(\\d{4}-\\d{2}-\\d{2})-'],
    );
    const [first] = files;
    if (!first) return undefined;
    const last = fileOf(lastDeed, (days) => addDays(first.on, -days)).name;
    return { on: first.on, done: files.some(({ name }) => name === last) };
  }

  private async hasReceivables(): Promise<boolean> {
    const rows = await this.database.query('select from receivables limit 1');
    return rows.length > 0;
  }
}

function perform(door: Door, deed: Bringing | Chasing, day: DaysAgo): Promise<Answer> {
  return 'kind' in deed ? bring(door, deed, day) : chase(door, deed, day);
}

function bring(door: Door, deed: Bringing, day: DaysAgo): Promise<Answer> {
  const { login, kind, company, cases = 'now' } = deed;
  return door.upload(login, '/api/v1/imports', { kind, company, ...(cases === 'later' && { cases }) }, fileOf(deed, day));
}

async function chase(door: Door, { login, document, command }: Chasing, day: DaysAgo): Promise<Answer> {
  const { body } = await door.get<{ items: { id: string; version: number }[] }>(login, `/api/v1/cases?q=${document}`);
  const [found] = body.items;
  if (!found) throw new Error(`${login} finds no case of ${document}`);
  return door.post(login, `/api/v1/cases/${found.id}/commands`, command(day), { 'if-match': `"${found.version}"` });
}

async function clockOf(door: Door): Promise<BusinessDate> {
  const { body } = await door.get<{ date: BusinessDate }>('admin', '/api/v1/training/clock');
  return body.date;
}

async function moveTo(door: Door, date: BusinessDate): Promise<void> {
  const { status, body } = await door.post('admin', '/api/v1/training/clock', { date });
  if (status !== 200) throw new Error(`the business date cannot be moved to ${date}: ${JSON.stringify(body)}`);
}
