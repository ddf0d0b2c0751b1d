import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CardPreview } from './card-preview.js';
import { DeductionsController } from './deductions.controller.js';
import { Deductions } from './deductions.js';
import { LineExplanation } from './line-explanation.js';
import { Measures } from './measures/measures.js';
import { SurveyReader } from './measures/survey-reader.js';
import { PreviewController } from './preview.controller.js';

@Module({
  imports: [CasesModule],
  controllers: [DeductionsController, PreviewController],
  providers: [Deductions, CardPreview, LineExplanation, Measures, SurveyReader],
  exports: [Measures],
})
export class AssessmentModule {}
