import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { AnalysisModule } from '../analysis/analysis.module.js';
import { AssessmentModule } from '../assessment/assessment.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { DunningModule } from '../dunning/dunning.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ProvisionsModule } from '../integration/provisions/provisions.module.js';
import { VouchersModule } from '../integration/vouchers/vouchers.module.js';
import { LettersModule } from '../letters/letters.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OverdueListsModule } from '../overdue-lists/overdue-lists.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { ReceivablesModule } from '../receivables/receivables.module.js';
import { ReviewBoardModule } from '../review-board/review-board.module.js';
import { AccountPage } from './account.page.js';
import { AbsencesPage } from './admin/absences.page.js';
import { AdminPage } from './admin/admin.page.js';
import { AdminDesk } from './admin/admin-desk.js';
import { AuditPage } from './admin/audit.page.js';
import { CalendarPage } from './admin/calendar.page.js';
import { CompaniesPage } from './admin/companies.page.js';
import { PeopleAdminPage } from './admin/people.page.js';
import { PeopleScreen } from './admin/people-screen.js';
import { PolicyPage } from './admin/policy.page.js';
import { PolicyScreen } from './admin/policy-screen.js';
import { RolesPage } from './admin/roles.page.js';
import { RunsAdminPage } from './admin/runs.page.js';
import { SeatsPage } from './admin/seats.page.js';
import { TeamsPage } from './admin/teams.page.js';
import { TokensPage } from './admin/tokens.page.js';
import { WhatIfPage } from './admin/what-if.page.js';
import { BoardPage } from './board/board.page.js';
import { BoardHall } from './board/board-hall.js';
import { BoardRoom } from './board/board-room.js';
import { MeetingPage } from './board/meeting.page.js';
import { MeetingRoom } from './board/meeting-room.js';
import { MinutesPage } from './board/minutes.page.js';
import { RoomPage } from './board/room.page.js';
import { ProvisionScreen } from './books/provision-screen.js';
import { ProvisionPages } from './books/provisions.page.js';
import { VoucherScreen } from './books/voucher-screen.js';
import { VoucherPages } from './books/vouchers.page.js';
import { CasePage } from './case/case.page.js';
import { CaseEvidencePage } from './case/case-evidence.page.js';
import { CaseForm } from './case/case-form.js';
import { CaseLook } from './case/case-look.js';
import { CaseScreen } from './case/case-screen.js';
import { StatechartPage } from './case/statechart.page.js';
import { WorklistPage } from './cases.page.js';
import { ContractScreen } from './contracts/contract-screen.js';
import { ContractPages } from './contracts/contracts.page.js';
import { CreditPage } from './credit/credit.page.js';
import { CreditScreen } from './credit/credit-screen.js';
import { CustomerPage } from './customer.page.js';
import { FirstRunPage } from './first-run.page.js';
import { Frame } from './frame.js';
import { CreditsOnAccountPage } from './imports/credits-on-account.page.js';
import { CreditsScreen } from './imports/credits-screen.js';
import { DraftPage } from './imports/draft.page.js';
import { DraftScreen } from './imports/draft-screen.js';
import { ImportFilesPage } from './imports/import-files.page.js';
import { ImportWords } from './imports/import-words.js';
import { ImportsPage } from './imports/imports.page.js';
import { ImportsScreen } from './imports/imports-screen.js';
import { OnAccountPage } from './imports/on-account.page.js';
import { OnAccountScreen } from './imports/on-account-screen.js';
import { ImportProfilesPage } from './imports/profiles.page.js';
import { LegalPage } from './legal/legal.page.js';
import { LegalFilesPage } from './legal/legal-files.page.js';
import { LegalScreen } from './legal/legal-screen.js';
import { LetterDeskPage } from './letters/letters.page.js';
import { LettersScreen } from './letters/letters-screen.js';
import { ListFilesPage } from './lists/list-files.page.js';
import { ListRowsPage } from './lists/list-rows.page.js';
import { ListScreen } from './lists/list-screen.js';
import { MonthlyListsPage } from './lists/lists.page.js';
import { MailWords } from './mail/mail-words.js';
import { MailboxPage } from './mail/mailbox.page.js';
import { OutboxMailPage } from './mail/outbox.page.js';
import { OutboxScreen } from './mail/outbox-screen.js';
import { MailPreviewsPage } from './mail/previews.page.js';
import { Meanwhile } from './meanwhile.js';
import { MyDayScreen } from './my-day/my-day-screen.js';
import { OpenByOwner } from './my-day/open-by-owner.js';
import { OpenedTask } from './my-day/opened-task.js';
import { MyDayPage } from './my-day.page.js';
import { NewPasswordPage } from './new-password.page.js';
import { OnceInterceptor } from './once.interceptor.js';
import { OpenItemsPage } from './overview/open-items.page.js';
import { OverviewPage } from './overview/overview.page.js';
import { PageFilter } from './page.filter.js';
import { PreferencesPage } from './preferences.page.js';
import { RailCounts } from './rail/rail-counts.js';
import { SeenDays } from './rail/seen-days.js';
import { RefusedForm } from './refused-form.js';
import { ScorePage } from './score/card.page.js';
import { CardFilePage } from './score/card-file.page.js';
import { CardScreen } from './score/card-screen.js';
import { DeskPage } from './score/desk.page.js';
import { DeskScreen } from './score/desk-screen.js';
import { AssessedPage } from './score/people.page.js';
import { ReviewPage } from './score/review.page.js';
import { SchemeScreen } from './score/scheme-screen.js';
import { ScoreSchemesPage } from './score/schemes.page.js';
import { ScoreRoom } from './score/score-room.js';
import { TargetScreen } from './score/target-screen.js';
import { ScoreTargetsPage } from './score/targets.page.js';
import { ScoreTeamPage } from './score/team.page.js';
import { SearchPage } from './search.page.js';
import { SignInPage } from './sign-in.page.js';
import { TrainingPage } from './training.page.js';
import { UnknownAddressFilter } from './unknown-address.filter.js';
import { UploadedOnce } from './uploaded-once.js';
import { BulkPage } from './worklist/bulk.page.js';
import { ExportPage } from './worklist/export.page.js';
import { ViewsPage } from './worklist/views.page.js';
import { WorklistScreen } from './worklist/worklist-screen.js';
import { WorklistTabs } from './worklist/worklist-tabs.js';

/** The pages for people: the other face of the services behind the API. It stands on all rooms, and none stands on it. */
@Module({
  imports: [
    AssessmentModule,
    AnalysisModule,
    AuditModule,
    CasesModule,
    DunningModule,
    EvidenceModule,
    LettersModule,
    MailModule,
    OverdueListsModule,
    PolicyModule,
    ProvisionsModule,
    ReceivablesModule,
    ReviewBoardModule,
    VouchersModule,
  ],
  controllers: [
    MyDayPage,
    CustomerPage,
    ContractPages,
    CreditPage,
    SearchPage,
    TrainingPage,
    SignInPage,
    NewPasswordPage,
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
    CardFilePage,
    ScorePage,
    ScoreTeamPage,
    DeskPage,
    ScoreSchemesPage,
    ScoreTargetsPage,
    AssessedPage,
    ReviewPage,
    CreditsOnAccountPage,
    OnAccountPage,
    ImportProfilesPage,
    DraftPage,
    ImportsPage,
    ImportFilesPage,
    ProvisionPages,
    VoucherPages,
    LetterDeskPage,
    MailboxPage,
    MailPreviewsPage,
    OutboxMailPage,
    FirstRunPage,
    AdminPage,
    PeopleAdminPage,
    TeamsPage,
    AbsencesPage,
    RolesPage,
    SeatsPage,
    PolicyPage,
    WhatIfPage,
    CalendarPage,
    CompaniesPage,
    TokensPage,
    RunsAdminPage,
    AuditPage,
    OverviewPage,
    OpenItemsPage,
    AccountPage,
  ],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: OnceInterceptor },
    Frame,
    Meanwhile,
    PageFilter,
    { provide: APP_FILTER, useClass: UnknownAddressFilter },
    OpenByOwner,
    OpenedTask,
    MyDayScreen,
    RailCounts,
    SeenDays,
    CaseForm,
    CaseLook,
    CaseScreen,
    WorklistScreen,
    WorklistTabs,
    RefusedForm,
    BoardHall,
    BoardRoom,
    MeetingRoom,
    ListScreen,
    LegalScreen,
    ScoreRoom,
    CardScreen,
    DeskScreen,
    SchemeScreen,
    TargetScreen,
    DraftScreen,
    ImportWords,
    ImportsScreen,
    OnAccountScreen,
    CreditsScreen,
    ProvisionScreen,
    VoucherScreen,
    LettersScreen,
    MailWords,
    OutboxScreen,
    AdminDesk,
    PeopleScreen,
    PolicyScreen,
    ContractScreen,
    CreditScreen,
    UploadedOnce,
  ],
})
export class WorkbenchModule {}
