import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { OverdueListsModule } from '../overdue-lists/overdue-lists.module.js';
import { ReviewBoardModule } from '../review-board/review-board.module.js';
import { BoardPage } from './board/board.page.js';
import { BoardHall } from './board/board-hall.js';
import { BoardRoom } from './board/board-room.js';
import { MeetingPage } from './board/meeting.page.js';
import { MeetingRoom } from './board/meeting-room.js';
import { MinutesPage } from './board/minutes.page.js';
import { RoomPage } from './board/room.page.js';
import { WorklistPage } from './cases.page.js';
import { Frame } from './frame.js';
import { LegalPage } from './legal/legal.page.js';
import { LegalFilesPage } from './legal/legal-files.page.js';
import { LegalScreen } from './legal/legal-screen.js';
import { ListFilesPage } from './lists/list-files.page.js';
import { ListRowsPage } from './lists/list-rows.page.js';
import { ListScreen } from './lists/list-screen.js';
import { ListsPage } from './lists/lists.page.js';
import { PageFilter } from './page.filter.js';
import { PreferencesPage } from './preferences.page.js';
import { RefusedForm } from './refused-form.js';
import { SignInPage } from './sign-in.page.js';
import { StartPage } from './start.page.js';

/** The pages for people: the other face of the services behind the API. It stands on all rooms, and none stands on it. */
@Module({
  imports: [CasesModule, EvidenceModule, OverdueListsModule, ReviewBoardModule],
  controllers: [
    StartPage,
    SignInPage,
    PreferencesPage,
    WorklistPage,
    BoardPage,
    MeetingPage,
    MinutesPage,
    RoomPage,
    ListsPage,
    ListRowsPage,
    ListFilesPage,
    LegalPage,
    LegalFilesPage,
  ],
  providers: [Frame, PageFilter, RefusedForm, BoardHall, BoardRoom, MeetingRoom, ListScreen, LegalScreen],
})
export class WorkbenchModule {}
