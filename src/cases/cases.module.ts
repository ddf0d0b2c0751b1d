import { Module } from '@nestjs/common';
import { CaseDesk } from './case-desk.js';
import { CaseList } from './case-list.js';
import { CaseReader } from './case-reader.js';
import { CaseSearch } from './case-search.js';
import { CaseSearched } from './case-searched.js';
import { CaseSums } from './case-sums.js';
import { CasesController } from './cases.controller.js';
import { CircumstancesOfDay } from './circumstances.js';
import { CommandBody } from './command-body.js';
import { CommandDoor } from './command-door.js';
import { CommandSpread } from './command-spread.js';
import { CommandsController } from './commands.controller.js';
import { DossierParts } from './dossier-parts.js';
import { Idempotency } from './idempotency.js';
import { Leavers } from './leavers.js';
import { NightDuties } from './night-duties.js';
import { NoticesController } from './notices.controller.js';
import { OwnerFigures } from './owner-figures.js';
import { PublicCalendar } from './public-calendar.js';
import { RecordChecks } from './record-checks.js';
import { RulesApplied } from './rules-applied.js';
import { RulesInForce } from './rules-in-force.js';
import { Drawing } from './statechart/drawing.js';
import { StatechartController } from './statechart/statechart.controller.js';
import { CaseCourse } from './timeline/case-course.js';
import { CaseTimeline } from './timeline/case-timeline.js';
import { WaitingList } from './waiting-list.js';

/** Cases, their journal, and the only way to change them. */
@Module({
  controllers: [CasesController, CommandsController, NoticesController, StatechartController],
  providers: [
    CaseCourse,
    CaseDesk,
    CaseList,
    CaseReader,
    CaseSearch,
    CaseSearched,
    CaseSums,
    CaseTimeline,
    CircumstancesOfDay,
    CommandBody,
    CommandDoor,
    CommandSpread,
    DossierParts,
    Drawing,
    Idempotency,
    Leavers,
    NightDuties,
    OwnerFigures,
    PublicCalendar,
    RecordChecks,
    RulesApplied,
    RulesInForce,
    WaitingList,
  ],
  exports: [
    CaseCourse,
    CaseDesk,
    CaseList,
    CaseReader,
    CaseSearch,
    CaseSearched,
    CaseSums,
    CaseTimeline,
    CommandDoor,
    DossierParts,
    Drawing,
    Idempotency,
    Leavers,
    NightDuties,
    OwnerFigures,
    RecordChecks,
    RulesApplied,
    RulesInForce,
    WaitingList,
  ],
})
export class CasesModule {}
