import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { AppealsController } from './appeals/appeals.controller.js';
import { Appeals } from './appeals/appeals.js';
import { CardPreview } from './card-preview.js';
import { MadeCards } from './cards/made-cards.js';
import { ScorecardsController } from './cards/scorecards.controller.js';
import { Scorecards } from './cards/scorecards.js';
import { AssessmentPeriods } from './closing/assessment-periods.js';
import { CardCheck } from './closing/card-check.js';
import { Payroll } from './closing/payroll.js';
import { PeriodsController } from './closing/periods.controller.js';
import { ComplaintsController } from './complaints/complaints.controller.js';
import { Complaints } from './complaints/complaints.js';
import { DeductionsController } from './deductions.controller.js';
import { Deductions } from './deductions.js';
import { LineExplanation } from './line-explanation.js';
import { Measures } from './measures/measures.js';
import { SurveyReader } from './measures/survey-reader.js';
import { AssessedPosts } from './posts/assessed-posts.js';
import { PostsController } from './posts/posts.controller.js';
import { PreviewController } from './preview.controller.js';
import { SchemePeople } from './schemes/scheme-people.js';
import { SchemesController } from './schemes/schemes.controller.js';
import { Schemes } from './schemes/schemes.js';
import { TrainingsController } from './schemes/trainings.controller.js';
import { Trainings } from './schemes/trainings.js';
import { TargetHistories } from './targets/target-history.js';
import { TargetLists } from './targets/target-lists.js';
import { TargetProposals } from './targets/target-proposals.js';
import { TargetsController } from './targets/targets.controller.js';

@Module({
  imports: [CasesModule],
  // The preview goes before the cards, one of which it would be taken for.
  controllers: [
    DeductionsController,
    PreviewController,
    ScorecardsController,
    AppealsController,
    SchemesController,
    TrainingsController,
    PostsController,
    TargetsController,
    ComplaintsController,
    PeriodsController,
  ],
  providers: [
    Deductions,
    CardPreview,
    LineExplanation,
    Measures,
    SurveyReader,
    MadeCards,
    Scorecards,
    Appeals,
    Schemes,
    SchemePeople,
    Trainings,
    AssessedPosts,
    TargetHistories,
    TargetProposals,
    TargetLists,
    Complaints,
    AssessmentPeriods,
    CardCheck,
    Payroll,
  ],
  exports: [Measures],
})
export class AssessmentModule {}
