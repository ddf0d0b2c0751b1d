import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { ContentStore } from './store/content-store.js';
import { UnreadableFile } from './store/unreadable-file.js';

/** A document by its number, with the hash of its file. */
export interface Kept {
  readonly id: string;
  readonly sha256: string;
}

/** Gives documents out as they were filed, or not at all; what cannot be given goes on record. */
@Injectable()
export class EvidenceReading {
  private readonly log = new Logger('EvidenceReading');

  constructor(
    private readonly database: Database,
    private readonly store: ContentStore,
  ) {}

  /**
   * A fault that shows only later ends the stream with an error, before its last piece.
   * @throws Problem 500 `evidence.gone`, `evidence.altered`, 503 `evidence.key_missing`
   */
  async read(document: Kept, person: Pick<CurrentPerson, 'login'>): Promise<Readable> {
    try {
      const content = await this.store.read(document.sha256);
      const next = () => content.next().catch((error: unknown) => this.recorded(document, person, error));
      return Readable.from({ [Symbol.asyncIterator]: () => ({ next, return: () => content.return() }) }, { objectMode: false });
    } catch (error) {
      await this.recorded(document, person, error).catch(() => undefined);
      throw error instanceof UnreadableFile ? problemOf(document, error) : error;
    }
  }

  /** On record before anybody hears of it. */
  private async recorded(document: Kept, person: Pick<CurrentPerson, 'login'>, error: unknown): Promise<never> {
    if (error instanceof UnreadableFile) await this.record(document, person, error);
    throw error;
  }

  /** Never throws: the reading has failed anyway. */
  private async record({ id, sha256 }: Kept, { login }: Pick<CurrentPerson, 'login'>, { fault, keyId }: UnreadableFile): Promise<void> {
    this.log.error({ evidence: id, sha256, fault, keyId }, 'evidence cannot be read as it was filed');
    try {
      await this.database.query(
        `insert into evidence_faults (sha256, login, fault) values (decode($1, 'hex'), $2, $3)`,
        [sha256, login, fault],
        'evidence.fault',
      );
    } catch (error) {
      this.log.error({ err: error, evidence: id, fault }, 'a fault of evidence could not be recorded');
    }
  }
}

function problemOf({ id }: Kept, { fault, keyId = '' }: UnreadableFile): Problem {
  if (fault === 'key_missing') return new Problem(503, 'evidence.key_missing', { evidence: id, key: keyId });
  return fault === 'gone' ? new Problem(500, 'evidence.gone', { evidence: id }) : new Problem(500, 'evidence.altered', { evidence: id });
}
