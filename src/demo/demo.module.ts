import { Module } from '@nestjs/common';
import { DemoCompany } from './company/demo-company.js';

/** Examples for training and for a first look. */
@Module({ providers: [DemoCompany] })
export class DemoModule {}
