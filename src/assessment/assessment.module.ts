import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { AppealsController } from './appeals/appeals.controller.js';
import { Appeals } from './appeals/appeals.js';
import { CardPreview } from './card-preview.js';
import { CardLifts } from './cards/card-lifts.js';
import { CardPrint } from './cards/card-print.js';
import { MadeCards } from './cards/made-cards.js';
import { OpenAttributions } from './cards/open-attributions.js';
import { OwnCard } from './cards/own-card.js';
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
import { CountedCards } from './review/counted-cards.js';
import { ReviewController } from './review/review.controller.js';
import { SchemeReview } from './review/scheme-review.js';
import { SchemePeople } from './schemes/scheme-people.js';
import { SchemesController } from './schemes/schemes.controller.js';
import { Schemes } from './schemes/schemes.js';
import { TrainingsController } from './schemes/trainings.controller.js';
import { Trainings } from './schemes/trainings.js';
import { TargetHistories } from './targets/target-history.js';
import { TargetLists } from './targets/target-lists.js';
import { TargetProposals } from './targets/target-proposals.js';
import { TargetsController } from './targets/targets.controller.js';
import { AssessmentWaiting } from './waiting.reader.js';

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
    ReviewController,
  ],
  providers: [
    Deductions,
    CardPreview,
    CountedCards,
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
    OwnCard,
    CardLifts,
    CardPrint,
    OpenAttributions,
    SchemeReview,
    AssessmentWaiting,
  ],
  exports: [
    Measures,
    Deductions,
    LineExplanation,
    Scorecards,
    OwnCard,
    CardLifts,
    CardPrint,
    OpenAttributions,
    Appeals,
    Schemes,
    SchemePeople,
    Trainings,
    AssessedPosts,
    TargetProposals,
    TargetLists,
    Complaints,
    AssessmentPeriods,
    Payroll,
    SchemeReview,
    AssessmentWaiting,
  ],
})
export class AssessmentModule {}
