import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { DayCount } from './overview/day-count.js';
import { Moves } from './overview/moves.js';
import { OverviewController } from './overview/overview.controller.js';
import { Overview } from './overview/overview.js';
import { Standing } from './overview/standing.js';
import { WhatIfController } from './what-if/what-if.controller.js';
import { WhatIfCases } from './what-if/what-if-cases.js';
import { WhatIfRuns } from './what-if/what-if-runs.js';
import { WhatIfWork } from './what-if/what-if-work.js';
import { WriteOffsController } from './write-offs.controller.js';
import { WriteOffs } from './write-offs.js';

/** What the record says when it is asked as a whole. */
@Module({
  imports: [CasesModule],
  controllers: [WhatIfController, WriteOffsController, OverviewController],
  providers: [DayCount, Moves, Overview, Standing, WhatIfCases, WhatIfRuns, WhatIfWork, WriteOffs],
  exports: [DayCount, Moves, Overview, Standing, WriteOffs],
})
export class AnalysisModule {}
