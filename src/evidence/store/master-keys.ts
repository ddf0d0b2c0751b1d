import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { readOrMakeSecret, readSecret } from '../../platform/secret-file.js';
import { Startup } from '../../platform/startup.js';
import { StartupError } from '../../platform/startup-error.js';
import { type MasterKey, newMasterKeyLine, readMasterKeys } from './master-key.js';
import { UnreadableFile } from './unreadable-file.js';

/**
 * The keys that wrap the keys of evidence files: of RECOUP_MASTER_KEY or RECOUP_MASTER_KEY_FILE, or else of a file under RECOUP_HOME,
 * which is made at first use. The first of them wraps; the others only open what they have wrapped before.
 */
@Injectable()
export class MasterKeys implements OnModuleInit {
  /** Where the keys are when the settings name no place. */
  readonly ownFile: string;
  private keys: MasterKey[] | undefined;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly startup: Startup,
  ) {
    this.ownFile = join(config.home, 'master-key');
  }

  /** A command may do without the keys; a server that could not give out what was filed does not go on. @throws StartupError for a setting that is no key */
  async onModuleInit(): Promise<void> {
    if (this.isConfigured) this.keys = await this.read();
    this.startup.onStarted(async ({ print }) => {
      const missing = await this.missing();
      if (missing.length > 0) throw new StartupError(this.missingSentence(missing));
      if (this.config.mode === 'production' && !this.isConfigured)
        print(
          `Warning: the master key of the evidence is kept beside it, in ${this.ownFile}: whoever copies the folder has both. Move it to a place of its own and name that in RECOUP_MASTER_KEY_FILE.`,
        );
    });
  }

  /** The one that wraps what is filed now. @throws UnreadableFile `key_missing` rather than to make a new one beside files that need another */
  async newest(): Promise<MasterKey> {
    if (!this.keys?.length) {
      const [missing] = await this.missing();
      if (missing !== undefined) throw new UnreadableFile('key_missing', missing);
      this.keys = this.isConfigured ? await this.read() : readMasterKeys(await this.readOrMake(), this.ownFile);
    }
    const [key] = this.keys;
    if (!key) throw new Error('there is no master key');
    return key;
  }

  /** @throws UnreadableFile `key_missing` */
  async find(id: string): Promise<Buffer> {
    let key = this.keys?.find((known) => known.id === id);
    if (!key) {
      // Whoever rotates the keys may have put it into the file since.
      this.keys = await this.read();
      key = this.keys.find((known) => known.id === id);
    }
    if (!key) throw new UnreadableFile('key_missing', id);
    return key.secret;
  }

  /**
   * Notes that a file wrapped with the key is kept from this transaction on, so that no start and no rotation forgets it. Files are kept
   * side by side; only the end of a rotation waits for them.
   */
  async noteUse(tx: Tx, id: string): Promise<void> {
    const [noted] = await tx.query('select from evidence_keys where id = $1 and retired_at is null for share', [id], 'evidence.key_in_use');
    if (!noted)
      await tx.query(
        'insert into evidence_keys (id) values ($1) on conflict (id) do update set retired_at = null',
        [id],
        'evidence.key_used',
      );
  }

  /** Ids of keys that files need and that are not known. */
  private async missing(): Promise<string[]> {
    const inUse = await this.database.query<{ id: string }>('select id from evidence_keys order by id');
    if (inUse.length > 0) this.keys = await this.read();
    return inUse.map(({ id }) => id).filter((id) => !this.keys?.some((key) => key.id === id));
  }

  private get isConfigured(): boolean {
    return this.config.masterKey !== undefined || this.config.masterKeyFile !== undefined;
  }

  private async read(): Promise<MasterKey[]> {
    const { masterKey, masterKeyFile } = this.config;
    if (masterKey !== undefined) return readMasterKeys(masterKey, 'RECOUP_MASTER_KEY');
    const path = masterKeyFile ?? this.ownFile;
    const text = await readSecret(path);
    if (text !== undefined) return readMasterKeys(text.toString('utf8'), path);
    if (masterKeyFile === undefined) return [];
    throw new StartupError(`RECOUP_MASTER_KEY_FILE names ${masterKeyFile}, which is not there.`);
  }

  private async readOrMake(): Promise<string> {
    return (await readOrMakeSecret(this.ownFile, newMasterKeyLine)).toString('utf8');
  }

  private missingSentence(missing: readonly string[]): string {
    const known = this.keys?.map(({ id }) => id).join(', ') || 'none';
    return `Evidence is encrypted with master key ${missing.join(', ')}, which is not among the known ones (${known}). Add it behind the newest in RECOUP_MASTER_KEY, RECOUP_MASTER_KEY_FILE or ${this.ownFile}; only after recoup rotate-key is it no longer needed.`;
  }
}
