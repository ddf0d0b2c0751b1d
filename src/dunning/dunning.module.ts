import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Night } from './night.js';
import { NightJobs } from './night-jobs.js';
import { Nights } from './nights.js';
import { RunsController } from './runs.controller.js';
import { TrainingClockController } from './training-clock.controller.js';
import { TrainingClock } from './training-clock.js';

/** The daily run. */
@Module({
  imports: [CasesModule],
  controllers: [RunsController, TrainingClockController],
  providers: [Night, NightJobs, Nights, TrainingClock],
  exports: [Nights, TrainingClock],
})
export class DunningModule {}
