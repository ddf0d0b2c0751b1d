import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { SmallBalancesController } from './small-balances.controller.js';
import { SmallBalances } from './small-balances.js';

@Module({ imports: [CasesModule], controllers: [SmallBalancesController], providers: [SmallBalances] })
export class SmallBalancesModule {}
