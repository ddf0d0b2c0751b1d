import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarDays } from './calendar-days.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyHistory } from './policy-history.js';
import { PolicyProposals } from './policy-proposals.js';
import { PolicyWords } from './policy-words.js';

/** The dated numbers of the rules, and the days on which people work. */
@Module({
  imports: [CasesModule],
  controllers: [PoliciesController, CalendarController],
  providers: [CalendarDays, PolicyHistory, PolicyProposals, PolicyWords],
  exports: [CalendarDays, PolicyHistory, PolicyProposals, PolicyWords],
})
export class PolicyModule {}
