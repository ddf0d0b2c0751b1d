import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ImportArchive } from './imports/import-archive.js';
import { Importer } from './imports/importer.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportProfiles } from './imports/profiles/import-profiles.js';
import { ProfilesController } from './imports/profiles/profiles.controller.js';
import { LedgerLists } from './ledger/ledger-lists.js';
import { ReceiptsController } from './ledger/receipts.controller.js';
import { ReceivablesController } from './ledger/receivables.controller.js';

/** Customers, receivables and receipts, and the files that bring them. */
@Module({
  imports: [CasesModule],
  controllers: [ImportsController, ProfilesController, ReceivablesController, ReceiptsController],
  providers: [Importer, ImportArchive, ImportProfiles, LedgerLists],
})
export class ReceivablesModule {}
