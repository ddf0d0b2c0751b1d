import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ReceivablesModule } from '../receivables/receivables.module.js';
import { CasePage } from './case/case.page.js';
import { CaseEvidencePage } from './case/case-evidence.page.js';
import { CaseForm } from './case/case-form.js';
import { CaseLook } from './case/case-look.js';
import { CaseScreen } from './case/case-screen.js';
import { StatechartPage } from './case/statechart.page.js';
import { WorklistPage } from './cases.page.js';
import { Frame } from './frame.js';
import { PageFilter } from './page.filter.js';
import { PreferencesPage } from './preferences.page.js';
import { SignInPage } from './sign-in.page.js';
import { StartPage } from './start.page.js';

/** The pages for people: the other face of the services behind the API. It stands on all rooms, and none stands on it. */
@Module({
  imports: [CasesModule, EvidenceModule, ReceivablesModule],
  controllers: [StartPage, SignInPage, PreferencesPage, WorklistPage, StatechartPage, CasePage, CaseEvidencePage],
  providers: [Frame, PageFilter, CaseForm, CaseLook, CaseScreen],
})
export class WorkbenchModule {}
