import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ChecklistController } from './checklist.controller.js';
import { Checklists } from './checklists.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceCheck } from './evidence-check.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceReading } from './evidence-reading.js';
import { EvidenceRequests } from './evidence-requests.js';
import { FiledDocuments } from './filed-documents.js';
import { ContentStore } from './store/content-store.js';
import { KeyRotation } from './store/key-rotation.js';
import { MasterKeys } from './store/master-keys.js';

/** Documents that a bad debt rests on. */
@Module({
  imports: [CasesModule],
  controllers: [ChecklistController, EvidenceController],
  providers: [
    Checklists,
    ContentStore,
    EvidenceCheck,
    EvidenceFiles,
    EvidenceReading,
    EvidenceRequests,
    FiledDocuments,
    KeyRotation,
    MasterKeys,
  ],
})
export class EvidenceModule {}
