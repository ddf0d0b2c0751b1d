import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Agenda } from './agenda.js';
import { Chair } from './chair.js';
import { MeetingsController } from './meetings.controller.js';
import { Meetings } from './meetings.js';

/** Meetings of the review board. Votes go through the case's own door. */
@Module({ imports: [CasesModule], controllers: [MeetingsController], providers: [Agenda, Chair, Meetings] })
export class ReviewBoardModule {}
