import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Injectable } from '@nestjs/common';
import { makeZip } from 'client-zip';
import { DossierParts } from '../../cases/dossier-parts.js';
import type { CurrentPerson } from '../../people/current-person.js';
import type { Language } from '../../platform/i18n/language.js';
import { EvidenceReading } from '../evidence-reading.js';
import type { DossierContent } from './dossier-content.js';
import { DossierJournal } from './dossier-journal.js';
import { DossierReader } from './dossier-reader.js';
import { IndexPaper } from './index-paper.js';
import { JournalPaper } from './journal-paper.js';

/** A file of the ZIP; what is streamed is opened when its turn comes. */
interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array | (() => Promise<AsyncIterable<Uint8Array>>);
}

/**
 * The dossier of a bad debt as one ZIP: index, documents, journal, what other rooms add (minutes, vouchers), and the SHA-256 of all of it.
 * Nothing is compressed and each file has the date of the case's last entry, so that the same record gives the same bytes; documents are
 * streamed one after the other, however large.
 */
@Injectable()
export class Dossier {
  constructor(
    private readonly reader: DossierReader,
    private readonly journal: DossierJournal,
    private readonly reading: EvidenceReading,
    private readonly parts: DossierParts,
    private readonly index: IndexPaper,
    private readonly journalPaper: JournalPaper,
  ) {}

  /** @throws Problem as `DossierReader.read`, and as `EvidenceReading.read` for a document that cannot be given out */
  async zip(caseId: string, language: Language, person: CurrentPerson): Promise<{ name: string; stream: Readable }> {
    const content = await this.reader.read(caseId, person);
    // Whatever can be known beforehand is told as a problem, not by a ZIP that breaks off.
    for (const document of content.documents) (await this.reading.read(document, person)).destroy();
    const files = await this.files(content, language, person);
    return { name: `dossier-${content.receivable.document}-${content.date}`, stream: zipped(files, content.date) };
  }

  private async files(content: DossierContent, language: Language, person: CurrentPerson): Promise<ZipFile[]> {
    const { company, caseId, version, documents, resolution } = content;
    const asked = { companyId: company.id, caseId, version, language, person, ...(resolution && { meeting: resolution.meeting }) };
    const own: ZipFile[] = [
      { name: '00-index.pdf', content: await this.index.print(content, language) },
      ...documents.map((document) => ({ name: document.path, content: () => this.reading.read(document, person) })),
      { name: 'journal.jsonl', content: async () => this.journal.lines(company.id, caseId, version) },
      { name: 'journal.pdf', content: await this.journalPaper.print(content, language) },
    ];
    const added = await this.parts.files(asked);
    return [...own.filter(({ name }) => !added.some((file) => file.name === name)), ...added];
  }
}

function zipped(files: readonly ZipFile[], date: string): Readable {
  const sums: string[] = [];
  let open: AsyncIterator<Uint8Array> | undefined;
  // The format writes local digits: taken apart by local time they are the same everywhere.
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastModified = new Date(year, month - 1, day);
  const entries = async function* () {
    for (const { name, content } of files) {
      const pieces = typeof content === 'function' ? await content() : [content];
      const input = hashed(pieces, (sha256) => sums.push(`${sha256}  ${name}\n`));
      open = input;
      yield { name, input, lastModified };
    }
    yield { name: 'SHA256SUMS', input: sums.join(''), lastModified };
  };
  const stream = Readable.fromWeb(makeZip(entries()) as WebStream<Uint8Array>);
  // Whoever hangs up in the middle leaves no file open.
  stream.once('close', () => void open?.return?.()?.catch(() => undefined));
  return stream;
}

async function* hashed(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  told: (sha256: string) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  told(hash.digest('hex'));
}
