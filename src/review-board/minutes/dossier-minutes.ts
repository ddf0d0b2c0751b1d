import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DossierFile, DossierParts, type DossierRequest } from '../../cases/dossier-parts.js';
import { Database } from '../../platform/database/database.js';
import { MinutesIssue } from './minutes-issue.js';

/**
 * The dossier of a bad debt carries the minutes of the meeting that resolved it, as they were printed once for everybody: they tell only of
 * docketed cases, which whoever reads a dossier sees.
 */
@Injectable()
export class DossierMinutes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly issue: MinutesIssue,
    private readonly parts: DossierParts,
  ) {}

  onModuleInit(): void {
    this.parts.add((asked) => this.files(asked));
  }

  /** None for what was waived, and of a meeting from before minutes were written. */
  private async files({ companyId, meeting, language }: DossierRequest): Promise<DossierFile[]> {
    const content = meeting === undefined ? undefined : await this.issue.print(this.database, companyId, meeting, language);
    return content ? [{ name: 'minutes.pdf', content }] : [];
  }
}
