import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Startup } from '../platform/startup.js';
import { hashPassword } from './passwords.js';
import { trainingPassword } from './training-password.js';

const companies = [
  ['C01', '恒川精密有限公司'],
  ['C02', '恒川贸易有限公司'],
] as const;

/** login, role, name */
const cast = [
  ['sales0001', 'salesperson', '陈晓东'],
  ['sales0002', 'salesperson', '刘雨婷'],
  ['sales_manager', 'sales_manager', '王建国'],
  ['sales_director', 'sales_director', '李志强'],
  ['ar_clerk', 'ar_clerk', '周敏'],
  ['finance_director', 'finance_director', '张慧兰'],
  ['general_manager', 'general_manager', '赵国华'],
  ['legal_officer', 'legal_officer', '孙立文'],
  ['legal_manager', 'legal_manager', '吴正平'],
  ['hr', 'hr', '郑佳怡'],
  ['auditor', 'auditor', '钱守诚'],
  ['admin', 'admin', '何伟'],
] as const;

const team = { name: '销售一组', manager: 'sales_manager', members: ['sales0001', 'sales0002'] };

/** seat and member, deputy */
const board = [
  ['sales_director', 'sales_manager'],
  ['finance_director', 'general_manager'],
  ['legal_manager', 'legal_officer'],
] as const;

/** In training mode an empty database gets two companies and one person for each role; everybody knows the password. */
@Injectable()
export class TrainingPeople implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly startup: Startup,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.mode !== 'training') return;
    await this.enter();
    this.startup.onStarted(({ print }) => this.printSignIns(print));
  }

  /** Does nothing where anybody or any company is known already. Of two processes at once, the second finds the work of the first. */
  private async enter(): Promise<void> {
    if (await isInUse(this.database)) return;
    const hash = await hashPassword(trainingPassword);
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('training people', 0))`);
      if (await isInUse(tx)) return;
      await tx.query('insert into companies (id, name) select * from unnest($1::text[], $2::text[])', columns(companies));
      await tx.query(
        `with entered as (
           insert into people (login, name, email, password_hash) select login, name, login || '@recoup.example', $4 from unnest($1::text[], $3::text[]) as t (login, name))
         insert into role_grants (login, role) select login, role from unnest($1::text[], $2::text[]) as t (login, role)`,
        [...columns(cast), hash],
      );
      await tx.query(
        `with entered as (insert into teams (name, manager) values ($1, $2) returning id)
         insert into team_members (login, team_id) select login, id from unnest($3::text[]) as login, entered`,
        [team.name, team.manager, team.members],
      );
      await tx.query(
        `insert into board_seats (company_id, seat, member, deputy)
         select company, seat, seat, deputy from unnest($1::text[]) as company, unnest($2::text[], $3::text[]) as t (seat, deputy)`,
        [companies.map(([id]) => id), ...columns(board)],
      );
    });
  }

  private async printSignIns(print: (line: string) => void): Promise<void> {
    const present = await this.database.query<{ login: string; name: string }>(
      'select login, name from people where login = any ($1::text[]) and active order by array_position($1::text[], login)',
      [cast.map(([login]) => login)],
    );
    if (!present.length) return;
    print(`Sign-ins (password ${trainingPassword}):`);
    for (const { login, name } of present) print(`  ${login.padEnd(18)}${name}`);
  }
}

async function isInUse(database: Pick<Tx, 'query'>): Promise<boolean> {
  const [found] = await database.query<{ used: boolean }>('select exists (select from companies) or exists (select from people) as used');
  return found?.used ?? false;
}

/** Rows as the columns that unnest() takes. */
function columns(rows: readonly (readonly string[])[]): string[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
}
