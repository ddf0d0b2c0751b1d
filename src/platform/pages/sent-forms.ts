import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Problem } from '../errors/problem.js';
import { Forgetting } from '../jobs/forgetting.js';

/** A form that was sent: by whom, under which hidden key, and what was typed into it. */
export interface SentForm {
  readonly login: string;
  readonly key: string;
  readonly content: unknown;
  /** What was done, as its address says it: `letters-release`. */
  readonly route: string;
  /** Paths of what it changes. */
  readonly subjects: readonly string[];
}

/** What was done by a form of somebody else, or by another one of one's own. */
export interface DoneForm {
  readonly login: string;
  readonly route: string;
  readonly at: Date;
}

type Row = [login: string, key: Buffer, content: Buffer];

const mostTold = 5;

const betweenLooksMs = 100;
/** Longer than any form but an upload takes. */
const patienceMs = 20_000;

/** A form that is sent twice (double click, reload, back) is done once, and its result shown again. */
@Injectable()
export class SentForms implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly forgetting: Forgetting,
  ) {}

  onModuleInit(): void {
    this.forgetting.add({ table: 'sent_forms', since: 'begun_at' });
  }

  /**
   * A form that was refused leaves nothing behind, so that it can be mended and sent again. Filled in otherwise it is another one.
   * @param work does what the form asks for; says where the result is seen, or undefined when nothing was done
   * @returns the same; of one that was done before, what was said then
   * @throws Problem 409 `form.sent_already` when what became of the first is not known
   */
  async once<Place extends string | undefined>(form: SentForm, work: () => Promise<Place>): Promise<Place | string> {
    const row = rowOf(form);
    const known = await this.begin(row, form);
    if (known !== undefined) return known;
    try {
      const location = await work();
      await (location === undefined ? this.forget(row) : this.keep(row, location));
      return location;
    } catch (error) {
      await this.forget(row);
      throw error;
    }
  }

  /** What was done to the form's subjects since it was put on the screen, latest first. */
  since({ login, key, subjects }: SentForm): Promise<DoneForm[]> {
    return this.database.query<DoneForm>(
      `select login, route, done_at as at from sent_forms
       where subjects && $1::text[] and done_at > $2 and (login, key) <> ($3, $4) order by done_at desc limit ${mostTold}`,
      [subjects, madeAt(key), login, keyHash(key)],
      'sent-forms.since',
    );
  }

  /** @returns where the result of the first one is; undefined when this is the first one */
  private async begin(row: Row, { route, subjects }: SentForm): Promise<string | undefined> {
    for (let waited = 0; waited <= patienceMs; waited += betweenLooksMs) {
      const [mine] = await this.database.query(
        'insert into sent_forms (login, key, content, route, subjects) values ($1, $2, $3, $4, $5) on conflict do nothing returning key',
        [...row, route, subjects],
        'sent-forms.begin',
      );
      if (mine) return undefined;
      const [first] = await this.database.query<{ location: string | null }>(
        'select location from sent_forms where login = $1 and key = $2 and content = $3',
        row,
        'sent-forms.find',
      );
      if (first?.location) return first.location;
      await wait(betweenLooksMs);
    }
    throw new Problem(409, 'form.sent_already');
  }

  private async keep(row: Row, location: string): Promise<void> {
    await this.database.query(
      'update sent_forms set location = $4, done_at = now() where login = $1 and key = $2 and content = $3',
      [...row, location],
      'sent-forms.keep',
    );
  }

  private async forget(row: Row): Promise<void> {
    await this.database.query('delete from sent_forms where login = $1 and key = $2 and content = $3', row, 'sent-forms.forget');
  }
}

/** A form's hidden key; in its first half stands when the form was made. */
export function newKey(): string {
  const at = Date.now().toString(16).padStart(12, '0');
  return `${at.slice(0, 8)}-${at.slice(8)}-7${randomUUID().slice(15)}`;
}

/** A key as `newKey` makes it. */
export function isKey(key: unknown): key is string {
  return typeof key === 'string' && /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/.test(key);
}

function madeAt(key: string): Date {
  return new Date(Number.parseInt(key.replace('-', '').slice(0, 12), 16));
}

/** The key itself is not kept: with it, a typed password could be guessed from the hash. */
function rowOf({ login, key, content }: SentForm): Row {
  return [login, keyHash(key), createHmac('sha256', key).update(JSON.stringify(content)).digest()];
}

function keyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
