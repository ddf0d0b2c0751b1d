import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ContentStore } from './content-store.js';
import { slotBytes, slotOffsets, wrap } from './file-header.js';
import { headerOf, openHeader } from './kept-content.js';
import type { MasterKey } from './master-key.js';
import { MasterKeys } from './master-keys.js';
import { type Fault, UnreadableFile } from './unreadable-file.js';

export interface Rotated {
  /** The key that all of them need now. */
  readonly keyId: string;
  readonly files: number;
  readonly rewrapped: number;
  /** Of those that lay in the clear. */
  readonly encrypted: number;
  /** Keys that no file needs any more. */
  readonly retired: readonly string[];
  readonly left: readonly { readonly sha256: string; readonly fault: Fault; readonly keyId?: string | undefined }[];
}

type Done = 'kept' | 'rewrapped' | 'encrypted';

/**
 * Wraps the key of every evidence file with the newest master key; the files' data stays as it is, but for files from before there was
 * encryption, which are encrypted. What a stopped run has done is done; the next one goes on from there.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly database: Database,
    private readonly store: ContentStore,
    private readonly keys: MasterKeys,
  ) {}

  /** @param onFile told after each file, for progress @param stopped asked before each; nothing is retired then */
  async rotate(onFile: (files: number) => void = () => undefined, stopped: () => boolean = () => false): Promise<Rotated> {
    const newest = await this.keys.newest();
    const first = await this.pass(newest, onFile, stopped);
    if (stopped() || first.left.length > 0) return { ...first, keyId: newest.id, retired: [] };
    // Waits for what is being filed by a process that knows only older keys. A file that it keeps after this takes the mark back.
    await this.database.query('update evidence_keys set retired_at = now() where id <> $1', [newest.id]);
    const second = await this.pass(newest, () => undefined, stopped);
    if (stopped() || second.left.length > 0) return { ...second, keyId: newest.id, retired: [] };
    const retired = await this.database.query<{ id: string }>(
      'delete from evidence_keys where retired_at is not null and id <> $1 returning id',
      [newest.id],
    );
    return {
      keyId: newest.id,
      files: second.files,
      rewrapped: first.rewrapped + second.rewrapped,
      encrypted: first.encrypted + second.encrypted,
      retired: retired.map(({ id }) => id).sort(),
      left: [],
    };
  }

  private async pass(
    newest: MasterKey,
    onFile: (files: number) => void,
    stopped: () => boolean,
  ): Promise<Omit<Rotated, 'keyId' | 'retired'>> {
    // Before the first file needs it.
    await this.database.transaction((tx) => this.keys.noteUse(tx, newest.id));
    const counts: Record<Done, number> = { kept: 0, rewrapped: 0, encrypted: 0 };
    const left: Rotated['left'][number][] = [];
    let files = 0;
    for await (const sha256 of this.store.all()) {
      if (stopped()) break;
      try {
        counts[await this.renew(sha256, newest)] += 1;
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        left.push({ sha256, fault: error.fault, keyId: error.keyId });
      }
      onFile(++files);
    }
    return { files, rewrapped: counts.rewrapped, encrypted: counts.encrypted, left };
  }

  /** One file at a time by one process: two that write the slots of the same file would empty each other's. */
  private renew(sha256: string, newest: MasterKey): Promise<Done> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('evidence key of ' || $1, 0))`, [sha256], 'evidence.renew');
      return (await this.rewrap(sha256, newest)) ?? (await this.encrypt(sha256));
    });
  }

  /** @returns undefined for a file that lies in the clear */
  private async rewrap(sha256: string, newest: MasterKey): Promise<Done | undefined> {
    const file = await this.store.open(sha256, 'r+');
    try {
      const header = await headerOf(file);
      if (!header) return undefined;
      const { dataKey, place } = await openHeader(header, this.keys);
      const other = 1 - place;
      const isNewest = header.slots[place]?.keyId === newest.id;
      if (isNewest && !header.slots[other]) return 'kept';
      if (!isNewest) {
        await file.write(wrap(dataKey, header.fileId, newest), 0, slotBytes, slotOffsets[other]);
        await file.sync();
      }
      // Only now may the other key be gone.
      await file.write(Buffer.alloc(slotBytes), 0, slotBytes, slotOffsets[isNewest ? other : place]);
      await file.sync();
      return 'rewrapped';
    } finally {
      await file.close();
    }
  }

  /** In a file of its own, which then takes the place: whoever is reading goes on with the one before. */
  private async encrypt(sha256: string): Promise<Done> {
    const received = await this.store.receive(Readable.from(await this.store.read(sha256), { objectMode: false }));
    try {
      await this.store.keep({ sha256, path: received.path });
    } finally {
      await this.store.drop(received);
    }
    return 'encrypted';
  }
}
