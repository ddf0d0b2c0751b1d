import { readFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import type { Role } from '../../../workflows/collection-case/actor.js';
import type { CommandContext } from '../../platform/command.js';
import { Database } from '../../platform/database/database.js';
import { StartupError } from '../../platform/startup-error.js';

export function asOption(command: Command): Command {
  return command.option('--as <login>', 'who does it (default in training mode: ar_clerk)');
}

/** @throws StartupError when nobody is named, or somebody who may not */
export async function author(
  app: INestApplicationContext,
  context: CommandContext,
  as: string | undefined,
  roles: Role[],
  companyId?: string,
): Promise<string> {
  const login = as ?? (context.config().mode === 'training' ? 'ar_clerk' : undefined);
  if (login === undefined) throw new StartupError('Say who does it: --as <login>.');
  const held = await app.get(Database).query(
    `select 1 from people p join role_grants g using (login)
     where p.login = $1 and p.active and g.revoked_at is null and g.role = any ($2)
       and ($3::text is null or g.company_id is null or g.company_id = $3) limit 1`,
    [login, roles, companyId ?? null],
  );
  if (!held.length) throw new StartupError(`${login} is not ${roles.join(' or ')}${companyId ? ` of ${companyId}` : ''}.`);
  return login;
}

/** @throws StartupError */
export async function jsonAt(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new StartupError(`${path} is no JSON that can be read: ${(error as Error).message}`);
  }
}
