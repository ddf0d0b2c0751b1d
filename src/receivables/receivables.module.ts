import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CommercialLists } from './commercial/commercial-lists.js';
import { ContractsController } from './commercial/contracts.controller.js';
import { Contracts } from './commercial/contracts.js';
import { CreditChecksController } from './commercial/credit-checks.controller.js';
import { OrdersController } from './commercial/orders.controller.js';
import { RatesController } from './commercial/rates.controller.js';
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
    ContractsController,
    CreditChecksController,
    OrdersController,
    RatesController,
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
    CommercialLists,
    Allocations,
    Classifications,
    RecentReceipts,
    SaleOfCase,
    CustomerReader,
    CustomerSearch,
  ],
  exports: [
    Allocations,
    Classifications,
    CommercialLists,
    Contracts,
    CustomerReader,
    CustomerSearch,
    DraftDesk,
    DraftLooks,
    ErrorReport,
    ImportArchive,
    ImportDrafts,
    LedgerLists,
    PayableItems,
    RecentReceipts,
    Releases,
    SaleOfCase,
  ],
})
export class ReceivablesModule {}
