import { Module } from '@nestjs/common';
import { CasesModule } from '../../cases/cases.module.js';
import { DossierVouchers } from './dossier-vouchers.js';
import { ErpNumbers } from './erp-numbers.js';
import { VoucherBook } from './voucher-book.js';
import { VoucherCheck } from './voucher-check.js';
import { VoucherExport } from './voucher-export.js';
import { VouchersController } from './vouchers.controller.js';
import { Vouchers } from './vouchers.js';

/** What is proposed to the ERP, and how it gets there. */
@Module({
  imports: [CasesModule],
  controllers: [VouchersController],
  providers: [DossierVouchers, ErpNumbers, VoucherBook, VoucherCheck, VoucherExport, Vouchers],
  exports: [ErpNumbers, VoucherBook, VoucherExport, Vouchers],
})
export class VouchersModule {}
