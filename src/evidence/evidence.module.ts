import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ChecklistController } from './checklist.controller.js';
import { Checklists } from './checklists.js';
import { DossierController } from './dossier/dossier.controller.js';
import { Dossier } from './dossier/dossier.js';
import { DossierJournal } from './dossier/dossier-journal.js';
import { DossierReader } from './dossier/dossier-reader.js';
import { DossierWords } from './dossier/dossier-words.js';
import { IndexPaper } from './dossier/index-paper.js';
import { JournalPaper } from './dossier/journal-paper.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceCheck } from './evidence-check.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceNames } from './evidence-names.reader.js';
import { EvidenceReading } from './evidence-reading.js';
import { EvidenceRequests } from './evidence-requests.js';
import { FiledDocuments } from './filed-documents.js';
import { ContentStore } from './store/content-store.js';
import { KeyRotation } from './store/key-rotation.js';
import { MasterKeys } from './store/master-keys.js';

/** Documents that a bad debt rests on. */
@Module({
  imports: [CasesModule],
  controllers: [ChecklistController, DossierController, EvidenceController],
  providers: [
    Checklists,
    ContentStore,
    Dossier,
    DossierJournal,
    DossierReader,
    DossierWords,
    EvidenceCheck,
    EvidenceFiles,
    EvidenceNames,
    EvidenceReading,
    EvidenceRequests,
    FiledDocuments,
    IndexPaper,
    JournalPaper,
    KeyRotation,
    MasterKeys,
  ],
  exports: [Checklists, ContentStore, Dossier, EvidenceFiles, EvidenceNames, EvidenceReading, EvidenceRequests],
})
export class EvidenceModule {}
