import { randomInt } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { type Started, Startup } from '../platform/startup.js';
import type { FirstAdminForm } from './first-run.shapes.js';
import { hashPassword } from './passwords.js';
import { hashOf } from './sessions.js';

/** Without what is taken for something else: 0 and O, 1 and I. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const groups = 5;
const groupLength = 4;

/**
 * The first administrator of a production system. On an empty network anybody may be first at the page; only who started the server
 * has read its log. Every replica prints a code of its own, and each is good until there is anybody.
 */
@Injectable()
export class FirstRun implements OnModuleInit {
  /** Somebody who is there does not go away. */
  private isOver = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly startup: Startup,
  ) {}

  onModuleInit(): void {
    this.startup.onStarted((started) => this.announce(started));
  }

  /** Says where the first administrator is made, and with which code, as long as there is nobody. */
  async announce({ url, print }: Started): Promise<void> {
    if (!(await this.isOpen())) return;
    const code = newCode();
    await this.database.query('insert into setup_codes (code_hash) values ($1)', [hashOf(plain(code))]);
    print('There is nobody yet. Make the first administrator at');
    print(`  ${url}/first-run   with the setup code   ${code}`);
  }

  async isOpen(): Promise<boolean> {
    if (this.config.mode !== 'production' || this.isOver) return false;
    this.isOver = await isAnybodyThere(this.database);
    return !this.isOver;
  }

  /** @throws Problem 404 `first_run.over` once anybody is there; 409 `first_run.code` */
  async makeAdmin({ code, login, name, email, language = 'zh-CN', password }: FirstAdminForm): Promise<void> {
    if (!(await this.isOpen())) throw new Problem(404, 'first_run.over');
    const hash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('first run', 0))`);
      if (await isAnybodyThere(tx)) throw new Problem(404, 'first_run.over');
      const known = await tx.query('select from setup_codes where code_hash = $1', [hashOf(plain(code))]);
      if (known.length === 0) throw new Problem(409, 'first_run.code');
      await tx.query('insert into people (login, name, email, language, password_hash) values ($1, $2, $3, $4, $5)', [
        login,
        name,
        email ?? null,
        language,
        hash,
      ]);
      await tx.query(`insert into role_grants (login, role, granted_by) values ($1, 'admin', 'first run')`, [login]);
      await tx.query('delete from setup_codes');
    });
    this.isOver = true;
  }
}

async function isAnybodyThere(database: Pick<Tx, 'query'>): Promise<boolean> {
  const [found] = await database.query<{ there: boolean }>('select exists (select from people) as there');
  return found?.there ?? true;
}

/** 100 bits, in groups that can be read out. */
function newCode(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** However it was typed. */
function plain(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
