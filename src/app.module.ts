import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AnalysisModule } from './analysis/analysis.module.js';
import { AssessmentModule } from './assessment/assessment.module.js';
import { AttributionModule } from './attribution/attribution.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CasesModule } from './cases/cases.module.js';
import { DemoModule } from './demo/demo.module.js';
import { DunningModule } from './dunning/dunning.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FactsModule } from './facts/facts.module.js';
import { ProvisionsModule } from './integration/provisions/provisions.module.js';
import { VouchersModule } from './integration/vouchers/vouchers.module.js';
import { LettersModule } from './letters/letters.module.js';
import { MailModule } from './mail/mail.module.js';
import { OverdueListsModule } from './overdue-lists/overdue-lists.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlatformModule, type Setup } from './platform/platform.module.js';
import { PolicyModule } from './policy/policy.module.js';
import { ReceivablesModule } from './receivables/receivables.module.js';
import { ReviewBoardModule } from './review-board/review-board.module.js';
import { SmallBalancesModule } from './small-balances/small-balances.module.js';
import { WorkbenchModule } from './workbench/workbench.module.js';

/** The feature rooms, in any order. */
const rooms: (Type | DynamicModule)[] = [
  AnalysisModule,
  AssessmentModule,
  AttributionModule,
  AuditModule,
  CasesModule,
  DemoModule,
  DunningModule,
  EvidenceModule,
  FactsModule,
  LettersModule,
  MailModule,
  OverdueListsModule,
  PeopleModule,
  PolicyModule,
  ReceivablesModule,
  ReviewBoardModule,
  WorkbenchModule,
  SmallBalancesModule,
  VouchersModule,
  ProvisionsModule,
];

@Module({})
export class AppModule {
  static with(setup: Setup): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.with(setup), ...rooms] };
  }
}
