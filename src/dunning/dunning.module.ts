import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Night } from './night.js';
import { TrainingClockController } from './training-clock.controller.js';
import { TrainingClock } from './training-clock.js';

/** The daily run. */
@Module({ imports: [CasesModule], controllers: [TrainingClockController], providers: [Night, TrainingClock] })
export class DunningModule {}
