import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Problem } from '../../../platform/errors/problem.js';
import type { ImportProfile, StoredProfile } from './import-profile.js';
import { profileFaults } from './profile-check.js';

const columns = `name, version, definition, created_by as by, created_at as at`;

/** Mapping profiles, each with all its versions: an import of last year still says how its file was read. */
@Injectable()
export class ImportProfiles {
  constructor(private readonly database: Database) {}

  /** Those in use, by name. */
  list(): Promise<StoredProfile[]> {
    return this.database.query(`select ${columns} from import_profiles where ended_at is null order by name`);
  }

  /** @throws Problem 404 `profile.unknown` */
  async read(name: string, within: Pick<Tx, 'query'> = this.database): Promise<StoredProfile> {
    const [found] = await within.query<StoredProfile>(`select ${columns} from import_profiles where name = $1 and ended_at is null`, [
      name,
    ]);
    if (!found) throw new Problem(404, 'profile.unknown', { name });
    return found;
  }

  /**
   * Keeps a new version, unless the profile says just that already.
   * @param by login
   * @param isNew nobody's profile of that name is changed by it
   * @throws Problem 400 `request.invalid` naming what cannot be; 409 `profile.exists`
   */
  async put(name: string, definition: ImportProfile, by: string, { isNew = false } = {}): Promise<StoredProfile> {
    const faults = profileFaults(definition);
    if (faults.length) throw new Problem(400, 'request.invalid', {}, faults);
    return this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('import profile ' || $1, 0))`, [name]);
      const [current] = await tx.query<StoredProfile>(`select ${columns} from import_profiles where name = $1 and ended_at is null`, [
        name,
      ]);
      if (current && isNew) throw new Problem(409, 'profile.exists', { name });
      if (current && isDeepStrictEqual(current.definition, JSON.parse(JSON.stringify(definition)))) return current;
      await end(tx, name, by);
      const [kept] = await tx.query<StoredProfile>(
        `insert into import_profiles (name, version, kind, definition, created_by)
         values ($1, (select coalesce(max(version), 0) + 1 from import_profiles where name = $1), $2, $3, $4) returning ${columns}`,
        [name, definition.kind, definition, by],
      );
      return kept as StoredProfile;
    });
  }

  /** Of whoever kept its last version. @throws Problem 404 `profile.unknown`, 409 `profile.not_own` */
  async retireOwn(name: string, login: string): Promise<void> {
    const { by } = await this.read(name);
    if (by !== login) throw new Problem(409, 'profile.not_own', { name, by });
    await this.remove(name, login);
  }

  /** @throws Problem 404 `profile.unknown` */
  async remove(name: string, by: string): Promise<void> {
    if (!(await end(this.database, name, by))) throw new Problem(404, 'profile.unknown', { name });
  }
}

async function end(within: Pick<Tx, 'query'>, name: string, by: string): Promise<boolean> {
  const ended = await within.query(
    'update import_profiles set ended_at = now(), ended_by = $2 where name = $1 and ended_at is null returning name',
    [name, by],
  );
  return ended.length > 0;
}
