import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { AuditController } from './audit.controller.js';
import { CountedMoney } from './counted-money.js';
import { Reconciliation } from './reconciliation.js';
import { RefusalsController } from './refusals.controller.js';
import { Refusals } from './refusals.js';
import { SealKey } from './seal-key.js';
import { SealMail } from './seal-mail.js';
import { Sealing } from './sealing.js';
import { Seals } from './seals.js';
import { Verification } from './verify/verification.js';
import { VerificationRunsController } from './verify/verification-runs.controller.js';
import { VerificationRuns } from './verify/verification-runs.js';

/** The record proves itself: seals, verification, reconciliation. */
@Module({
  imports: [CasesModule],
  controllers: [AuditController, VerificationRunsController, RefusalsController],
  providers: [CountedMoney, Reconciliation, Refusals, SealKey, SealMail, Sealing, Seals, Verification, VerificationRuns],
  exports: [CountedMoney, Reconciliation, Refusals, Sealing, Seals, VerificationRuns],
})
export class AuditModule {}
