import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import type { Language } from '../platform/i18n/language.js';

export interface DossierRequest {
  readonly companyId: string;
  readonly caseId: string;
  /** Of the case's last entry: what the dossier is of. */
  readonly version: number;
  /** Whose resolution the dossier is of; left out for a small balance that was waived. */
  readonly meeting?: string;
  readonly language: Language;
  /** Who reads it: sees the case with its evidence. */
  readonly person: CurrentPerson;
}

/** A file of a dossier. The same record must give the same bytes, or two dossiers of a case could not be compared. */
export interface DossierFile {
  /** As it is called in the dossier, such as `minutes.pdf`; of several with one name the last is taken. */
  readonly name: string;
  readonly content: Uint8Array;
}

export type DossierPart = (asked: DossierRequest) => Promise<readonly DossierFile[]>;

/** Where rooms leave what they add to the dossier of a bad debt; a room adds its part in its `onModuleInit`. */
@Injectable()
export class DossierParts {
  private readonly parts: DossierPart[] = [];

  add(part: DossierPart): void {
    this.parts.push(part);
  }

  async files(asked: DossierRequest): Promise<DossierFile[]> {
    const files = new Map<string, DossierFile>();
    for (const part of this.parts) for (const file of await part(asked)) files.set(file.name, file);
    return [...files.values()];
  }
}
