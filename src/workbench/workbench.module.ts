import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { DunningModule } from '../dunning/dunning.module.js';
import { LettersModule } from '../letters/letters.module.js';
import { ReceivablesModule } from '../receivables/receivables.module.js';
import { WorklistPage } from './cases.page.js';
import { CustomerPage } from './customer.page.js';
import { DoPage } from './do.page.js';
import { Frame } from './frame.js';
import { MyDayPage } from './my-day.page.js';
import { PageFilter } from './page.filter.js';
import { PreferencesPage } from './preferences.page.js';
import { SearchPage } from './search.page.js';
import { SignInPage } from './sign-in.page.js';
import { TrainingPage } from './training.page.js';
import { BulkPage } from './worklist/bulk.page.js';
import { ExportPage } from './worklist/export.page.js';
import { ViewsPage } from './worklist/views.page.js';
import { WorklistTabs } from './worklist/worklist-tabs.js';

/** The pages for people: the other face of the services behind the API. It stands on all rooms, and none stands on it. */
@Module({
  imports: [CasesModule, DunningModule, LettersModule, ReceivablesModule],
  controllers: [
    MyDayPage,
    CustomerPage,
    SearchPage,
    TrainingPage,
    DoPage,
    SignInPage,
    PreferencesPage,
    WorklistPage,
    ExportPage,
    ViewsPage,
    BulkPage,
  ],
  providers: [Frame, PageFilter, WorklistTabs],
})
export class WorkbenchModule {}
