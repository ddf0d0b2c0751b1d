import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Answers } from './answers.js';
import { LateLists } from './late-lists.js';
import { ListCheck } from './list-check.js';
import { ListDrafts } from './list-drafts.js';
import { ListExportsController } from './list-exports.controller.js';
import { ListExports } from './list-exports.js';
import { ListNight } from './list-night.js';
import { ListPaper } from './list-paper.js';
import { ListRowsController } from './list-rows.controller.js';
import { OverdueListsController } from './overdue-lists.controller.js';
import { OverdueLists } from './overdue-lists.js';
import { Publication } from './publication.js';
import { RowDecisions } from './row-decisions.js';

/** The monthly list and its confirmations. */
@Module({
  imports: [CasesModule],
  controllers: [OverdueListsController, ListRowsController, ListExportsController],
  providers: [Answers, RowDecisions, LateLists, ListCheck, ListDrafts, ListExports, ListNight, ListPaper, OverdueLists, Publication],
  exports: [Answers, RowDecisions, ListDrafts, ListExports, OverdueLists, Publication],
})
export class OverdueListsModule {}
