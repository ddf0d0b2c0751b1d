import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CommercialLists } from './commercial/commercial-lists.js';
import { ContractReceipts } from './commercial/contract-receipts.js';
import { ContractsController } from './commercial/contracts.controller.js';
import { Contracts } from './commercial/contracts.js';
import { CountedSchedules } from './commercial/counted-schedules.js';
import { CreditChecksController } from './commercial/credit-checks.controller.js';
import { OrdersController } from './commercial/orders.controller.js';
import { ProgressController } from './commercial/progress.controller.js';
import { ScheduleProgress } from './commercial/progress.js';
import { ProgressFiles } from './commercial/progress-files.js';
import { RatesController } from './commercial/rates.controller.js';
import { CreditController } from './credit/credit.controller.js';
import { CreditDesk } from './credit/credit-desk.js';
import { CreditNight } from './credit/credit-night.js';
import { CreditWords } from './credit/credit-words.js';
import { CreditHolds } from './credit/holds.js';
import { NearLimit } from './credit/near-limit.js';
import { CreditStandings } from './credit/standing.js';
import { CustomerSearch } from './customer-search.js';
import { CustomerReader } from './customers/customer-reader.js';
import { BackgroundImports } from './imports/background-imports.js';
import { DraftDesk } from './imports/drafts/draft-desk.js';
import { DraftLooks } from './imports/drafts/draft-looks.js';
import { ImportDrafts } from './imports/drafts/import-drafts.js';
import { ErrorReport } from './imports/error-report.js';
import { ImportArchive } from './imports/import-archive.js';
import { Importer } from './imports/importer.js';
import { ImportsController } from './imports/imports.controller.js';
import { Preview } from './imports/preview.js';
import { ImportProfiles } from './imports/profiles/import-profiles.js';
import { ProfilesController } from './imports/profiles/profiles.controller.js';
import { Releases } from './imports/releases.js';
import { Allocations } from './ledger/allocations.js';
import { Classifications } from './ledger/classifications.js';
import { CreditsController } from './ledger/credits.controller.js';
import { LedgerLists } from './ledger/ledger-lists.js';
import { PayableItems } from './ledger/payable-items.reader.js';
import { ReceiptsController } from './ledger/receipts.controller.js';
import { ReceivablesController } from './ledger/receivables.controller.js';
import { RecentReceipts } from './ledger/recent-receipts.js';
import { SaleOfCase } from './ledger/sale-of-case.reader.js';

/** Customers, contracts, orders, receivables, receipts and credits, and the files that bring them. */
@Module({
  imports: [CasesModule],
  controllers: [
    ImportsController,
    ProfilesController,
    ReceivablesController,
    ReceiptsController,
    CreditsController,
    // Before the contracts': /contracts/progress is no contract.
    ProgressController,
    ContractsController,
    CreditChecksController,
    OrdersController,
    RatesController,
    CreditController,
  ],
  providers: [
    Importer,
    BackgroundImports,
    ErrorReport,
    PayableItems,
    Preview,
    DraftDesk,
    DraftLooks,
    ImportDrafts,
    Releases,
    ImportArchive,
    ImportProfiles,
    LedgerLists,
    Contracts,
    CountedSchedules,
    ScheduleProgress,
    ContractReceipts,
    ProgressFiles,
    CommercialLists,
    Allocations,
    Classifications,
    RecentReceipts,
    SaleOfCase,
    CustomerReader,
    CustomerSearch,
    CreditDesk,
    CreditNight,
    CreditWords,
    CreditHolds,
    NearLimit,
    CreditStandings,
  ],
  exports: [
    Allocations,
    Classifications,
    CommercialLists,
    ContractReceipts,
    Contracts,
    CreditDesk,
    CreditHolds,
    CreditStandings,
    CustomerReader,
    CustomerSearch,
    DraftDesk,
    DraftLooks,
    ErrorReport,
    ImportArchive,
    ImportDrafts,
    ImportProfiles,
    LedgerLists,
    NearLimit,
    PayableItems,
    ProgressFiles,
    RecentReceipts,
    Releases,
    SaleOfCase,
    CountedSchedules,
    ScheduleProgress,
  ],
})
export class ReceivablesModule {}
