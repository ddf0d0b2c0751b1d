import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { StartupError } from '../platform/startup-error.js';
import { isLogin, isPlain } from '../platform/visible-text.js';
import { Directory } from './directory.js';
import { Known } from './known.js';
import type { PersonAnswer } from './people.shapes.js';
import { RoleGrants, type RoleOf } from './role-grants.js';
import { Sessions } from './sessions.js';

/** The author of grants made there. */
const commandLine = 'command line';
const pageSize = 500;

/** What the command line may do with people: whoever can run it owns the database, so no role is asked. */
@Injectable()
export class UserDesk {
  constructor(
    private readonly database: Database,
    private readonly directory: Directory,
    private readonly grants: RoleGrants,
    private readonly sessions: Sessions,
    private readonly known: Known,
  ) {}

  /**
   * The password is for somebody new, or met only in files so far: one who has a password keeps it.
   * @returns whether the password was taken
   * @throws Problem as Directory.add and RoleGrants.grant; StartupError for a new person without a name or with an impossible login
   */
  async add({ name, email, password, ...grant }: RoleOf & { name?: string; email?: string; password: string }): Promise<boolean> {
    const { login, company } = grant;
    if (company !== null) await this.known.company(company);
    const [person] = await this.database.query<{ canSignIn: boolean }>(
      'select password_hash is not null as "canSignIn" from people where login = $1',
      [login],
    );
    if (!person) await this.enter(login, name, password);
    else if (!person.canSignIn) await this.directory.change(login, { name, password }, commandLine);
    if (email !== undefined) await this.setEmail(login, email);
    await this.grants.grant(grant, commandLine);
    return !person?.canSignIn;
  }

  setPassword(login: string, password: string): Promise<void> {
    return this.directory.change(login, { password }, commandLine);
  }

  setEmail(login: string, email: string): Promise<void> {
    return this.directory.change(login, { email }, commandLine);
  }

  async *everybody(): AsyncGenerator<PersonAnswer> {
    for (let after = ''; ; ) {
      const page = await this.directory.list({ limit: pageSize, after });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      after = last.login;
    }
  }

  revoke(grant: RoleOf): Promise<void> {
    return this.grants.revoke(grant, commandLine);
  }

  async revokeEverything(login: string): Promise<void> {
    await this.directory.read(login);
    await this.grants.revokeAll(login, commandLine);
    await this.database.transaction((tx) => this.sessions.revokeAll(tx, login));
  }

  private async enter(login: string, name: string | undefined, password: string): Promise<void> {
    if (!name) throw new StartupError(`${login} is new: say --name.`);
    if (!isLogin(login)) throw new StartupError('A login has up to 64 characters, no blanks, no colon and nothing invisible.');
    if (!isPlain(name)) throw new StartupError('A name has nothing invisible.');
    await this.directory.add({ login, name, password }, commandLine);
  }
}
