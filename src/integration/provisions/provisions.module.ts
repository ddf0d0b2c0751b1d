import { Module } from '@nestjs/common';
import { AgingsReader } from '../../assessment/measures/agings.reader.js';
import { ImpairedReader } from '../../assessment/measures/impaired.reader.js';
import { CasesModule } from '../../cases/cases.module.js';
import { VouchersModule } from '../vouchers/vouchers.module.js';
import { ProvisionReader } from './provision.reader.js';
import { ProvisionBases } from './provision-basis.js';
import { ProvisionCheck } from './provision-check.js';
import { ProvisionExport } from './provision-export.js';
import { ProvisionList } from './provision-list.js';
import { ProvisionsController } from './provisions.controller.js';
import { Provisions } from './provisions.js';

/** What the allowance for bad debts has to hold, and the vouchers that bring it there. */
@Module({
  imports: [CasesModule, VouchersModule],
  controllers: [ProvisionsController],
  providers: [AgingsReader, ImpairedReader, ProvisionBases, ProvisionCheck, ProvisionExport, ProvisionList, ProvisionReader, Provisions],
  exports: [ProvisionExport, ProvisionList, ProvisionReader, Provisions],
})
export class ProvisionsModule {}
