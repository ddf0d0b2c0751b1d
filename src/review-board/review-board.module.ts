import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Agenda } from './agenda.js';
import { BoardDecisions } from './board-decisions.js';
import { BoardNight } from './board-night.js';
import { Chair } from './chair.js';
import { CircularVotes } from './circular-votes.js';
import { GroupVotes } from './group-votes.js';
import { MeetingCall } from './meeting-call.js';
import { MeetingSteps } from './meeting-steps.js';
import { MeetingsController } from './meetings.controller.js';
import { Meetings } from './meetings.js';
import { DossierMinutes } from './minutes/dossier-minutes.js';
import { MinutesController } from './minutes/minutes.controller.js';
import { Minutes } from './minutes/minutes.js';
import { MinutesIssue } from './minutes/minutes-issue.js';
import { MinutesMail } from './minutes/minutes-mail.js';
import { MinutesPaper } from './minutes/minutes-paper.js';
import { MinutesWords } from './minutes/minutes-words.js';
import { DecisionPapers } from './papers/decision-papers.js';
import { PapersController } from './papers/papers.controller.js';
import { VotesController } from './votes.controller.js';

/** Meetings of the review board, its circular votes and minutes. A vote is a command to its case, also where it is cast for many at once. */
@Module({
  imports: [CasesModule],
  controllers: [MeetingsController, VotesController, PapersController, MinutesController],
  providers: [
    Agenda,
    BoardNight,
    Chair,
    CircularVotes,
    DecisionPapers,
    BoardDecisions,
    DossierMinutes,
    MeetingCall,
    GroupVotes,
    MeetingSteps,
    Meetings,
    Minutes,
    MinutesIssue,
    MinutesMail,
    MinutesPaper,
    MinutesWords,
  ],
  exports: [Agenda, Chair, CircularVotes, DecisionPapers, GroupVotes, Meetings, Minutes],
})
export class ReviewBoardModule {}
