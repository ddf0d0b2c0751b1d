import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { SaleFactSearch } from './sale-fact-search.js';

/** Facts about a case that other records show. */
@Module({ imports: [CasesModule], providers: [SaleFactSearch] })
export class FactsModule {}
