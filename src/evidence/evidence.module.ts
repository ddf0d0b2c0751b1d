import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ContentStore } from './content-store.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceCheck } from './evidence-check.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceNames } from './evidence-names.reader.js';

/** Documents that a bad debt rests on. */
@Module({
  imports: [CasesModule],
  controllers: [EvidenceController],
  providers: [ContentStore, EvidenceCheck, EvidenceFiles, EvidenceNames],
  exports: [ContentStore, EvidenceFiles, EvidenceNames],
})
export class EvidenceModule {}
