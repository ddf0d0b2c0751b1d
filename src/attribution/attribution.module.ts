import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { AttributionsController } from './attributions.controller.js';
import { Attributions } from './attributions.js';
import { Proposals } from './proposals.js';

/** Who answers for what: proposed from facts, looked through, and the root causes of write-offs. */
@Module({ imports: [CasesModule], controllers: [AttributionsController], providers: [Attributions, Proposals] })
export class AttributionModule {}
