import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { AuditController } from './audit.controller.js';
import { Reconciliation } from './reconciliation.js';
import { SealKey } from './seal-key.js';
import { Sealing } from './sealing.js';
import { Verification } from './verify/verification.js';

/** The record proves itself: seals, verification, reconciliation. */
@Module({ imports: [CasesModule], controllers: [AuditController], providers: [Reconciliation, SealKey, Sealing, Verification] })
export class AuditModule {}
