import { Module } from '@nestjs/common';
import { DeductionsController } from './deductions.controller.js';

@Module({ controllers: [DeductionsController] })
export class AssessmentModule {}
