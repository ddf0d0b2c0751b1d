import { Module } from '@nestjs/common';
import { WriteOffsController } from './write-offs.controller.js';
import { WriteOffs } from './write-offs.js';

@Module({ controllers: [WriteOffsController], providers: [WriteOffs] })
export class AnalysisModule {}
