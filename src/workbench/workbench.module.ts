import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { DunningModule } from '../dunning/dunning.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { LettersModule } from '../letters/letters.module.js';
import { OverdueListsModule } from '../overdue-lists/overdue-lists.module.js';
import { ReceivablesModule } from '../receivables/receivables.module.js';
import { ReviewBoardModule } from '../review-board/review-board.module.js';
import { BoardPage } from './board/board.page.js';
import { BoardHall } from './board/board-hall.js';
import { BoardRoom } from './board/board-room.js';
import { MeetingPage } from './board/meeting.page.js';
import { MeetingRoom } from './board/meeting-room.js';
import { MinutesPage } from './board/minutes.page.js';
import { RoomPage } from './board/room.page.js';
import { CasePage } from './case/case.page.js';
import { CaseEvidencePage } from './case/case-evidence.page.js';
import { CaseForm } from './case/case-form.js';
import { CaseLook } from './case/case-look.js';
import { CaseScreen } from './case/case-screen.js';
import { StatechartPage } from './case/statechart.page.js';
import { WorklistPage } from './cases.page.js';
import { ContractScreen } from './contracts/contract-screen.js';
import { ContractsRoomPage } from './contracts/contracts.page.js';
import { CreditPage } from './credit/credit.page.js';
import { CreditScreen } from './credit/credit-screen.js';
import { CustomerPage } from './customer.page.js';
import { Frame } from './frame.js';
import { LegalPage } from './legal/legal.page.js';
import { LegalFilesPage } from './legal/legal-files.page.js';
import { LegalScreen } from './legal/legal-screen.js';
import { ListFilesPage } from './lists/list-files.page.js';
import { ListRowsPage } from './lists/list-rows.page.js';
import { ListScreen } from './lists/list-screen.js';
import { MonthlyListsPage } from './lists/lists.page.js';
import { MyDayPage } from './my-day.page.js';
import { PageFilter } from './page.filter.js';
import { PreferencesPage } from './preferences.page.js';
import { RefusedForm } from './refused-form.js';
import { SearchPage } from './search.page.js';
import { SignInPage } from './sign-in.page.js';
import { TrainingPage } from './training.page.js';
import { BulkPage } from './worklist/bulk.page.js';
import { ExportPage } from './worklist/export.page.js';
import { ViewsPage } from './worklist/views.page.js';
import { WorklistTabs } from './worklist/worklist-tabs.js';

/** The pages for people: the other face of the services behind the API. It stands on all rooms, and none stands on it. */
@Module({
  imports: [CasesModule, DunningModule, EvidenceModule, LettersModule, OverdueListsModule, ReceivablesModule, ReviewBoardModule],
  controllers: [
    MyDayPage,
    CustomerPage,
    ContractsRoomPage,
    CreditPage,
    SearchPage,
    TrainingPage,
    SignInPage,
    PreferencesPage,
    // Before the case's: /cases/bulk is no case.
    WorklistPage,
    ExportPage,
    ViewsPage,
    BulkPage,
    StatechartPage,
    CasePage,
    CaseEvidencePage,
    BoardPage,
    MeetingPage,
    MinutesPage,
    RoomPage,
    MonthlyListsPage,
    ListRowsPage,
    ListFilesPage,
    LegalPage,
    LegalFilesPage,
  ],
  providers: [
    Frame,
    PageFilter,
    CaseForm,
    CaseLook,
    CaseScreen,
    WorklistTabs,
    RefusedForm,
    BoardHall,
    BoardRoom,
    MeetingRoom,
    ListScreen,
    LegalScreen,
    ContractScreen,
    CreditScreen,
  ],
})
export class WorkbenchModule {}
