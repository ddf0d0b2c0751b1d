import { Module } from '@nestjs/common';
import { DeductionsController } from './deductions.controller.js';
import { Deductions } from './deductions.js';

@Module({ controllers: [DeductionsController], providers: [Deductions] })
export class AssessmentModule {}
