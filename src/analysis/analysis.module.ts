import { Module } from '@nestjs/common';
import { TurnoverReader } from '../assessment/measures/turnover.reader.js';
import { CasesModule } from '../cases/cases.module.js';
import { Agreed } from './overview/agreed.js';
import { DayCount } from './overview/day-count.js';
import { Moves } from './overview/moves.js';
import { OpenItems } from './overview/open-items.js';
import { OverviewController } from './overview/overview.controller.js';
import { Overview } from './overview/overview.js';
import { Standing } from './overview/standing.js';
import { TurnoverController } from './turnover/turnover.controller.js';
import { TurnoverAnalysis } from './turnover/turnover.js';
import { WhatIfController } from './what-if/what-if.controller.js';
import { WhatIfCases } from './what-if/what-if-cases.js';
import { WhatIfRuns } from './what-if/what-if-runs.js';
import { WhatIfWork } from './what-if/what-if-work.js';
import { WriteOffsController } from './write-offs.controller.js';
import { WriteOffs } from './write-offs.js';

/** What the record says when it is asked as a whole. */
@Module({
  imports: [CasesModule],
  controllers: [OverviewController, TurnoverController, WhatIfController, WriteOffsController],
  providers: [
    Agreed,
    DayCount,
    Moves,
    OpenItems,
    Overview,
    Standing,
    TurnoverAnalysis,
    TurnoverReader,
    WhatIfCases,
    WhatIfRuns,
    WhatIfWork,
    WriteOffs,
  ],
  exports: [Agreed, DayCount, Moves, OpenItems, Overview, Standing, WhatIfCases, WhatIfRuns, WriteOffs],
})
export class AnalysisModule {}
