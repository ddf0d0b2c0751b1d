import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { StrayInputGuard } from '../platform/stray-input.guard.js';
import { AccessRecordInterceptor } from './access-record.interceptor.js';
import { AccessRecord } from './access-record.js';
import { AccountMail } from './account-mail.js';
import { AccountRecord } from './account-record.js';
import { Administration } from './administration.js';
import { ApiTokensController } from './api-tokens.controller.js';
import { ApiTokens } from './api-tokens.js';
import { BoardsController } from './boards.controller.js';
import { Boards } from './boards.js';
import { CompaniesController } from './companies.controller.js';
import { Companies } from './companies.js';
import { Directory } from './directory.js';
import { FirstRun } from './first-run.js';
import { Known } from './known.js';
import { MeController } from './me.controller.js';
import { Names } from './names.js';
import { Owners } from './owners.js';
import { Passwords } from './passwords.js';
import { PeopleController } from './people.controller.js';
import { PeopleSearch } from './people-search.js';
import { RoleGrants } from './role-grants.js';
import { RoleProposalsController } from './role-proposals.controller.js';
import { RoleProposals } from './role-proposals.js';
import { SavedViews } from './saved-views.js';
import { SeatChanges } from './seat-changes.js';
import { SessionGuard } from './session.guard.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { StandInsController } from './stand-ins.controller.js';
import { StandIns } from './stand-ins.js';
import { TeamsController } from './teams.controller.js';
import { Teams } from './teams.js';
import { TrainingPeople } from './training-people.js';
import { UserDesk } from './user-desk.js';

/** Who may come in, and what they may do. What it exports every other room may inject. */
@Global()
@Module({
  controllers: [
    SessionsController,
    MeController,
    PeopleController,
    RoleProposalsController,
    TeamsController,
    BoardsController,
    StandInsController,
    CompaniesController,
    ApiTokensController,
  ],
  providers: [
    AccessRecord,
    AccountMail,
    AccountRecord,
    Administration,
    ApiTokens,
    FirstRun,
    PeopleSearch,
    Boards,
    Companies,
    Directory,
    Known,
    Names,
    Owners,
    Passwords,
    RoleGrants,
    RoleProposals,
    SavedViews,
    SeatChanges,
    Sessions,
    SignIn,
    SignInAttempts,
    StandIns,
    Teams,
    TrainingPeople,
    UserDesk,
    { provide: APP_GUARD, useClass: SessionGuard },
    // In this order: who may not come in learns nothing else.
    { provide: APP_GUARD, useClass: StrayInputGuard },
    { provide: APP_INTERCEPTOR, useClass: AccessRecordInterceptor },
  ],
  exports: [
    AccessRecord,
    AccountRecord,
    Administration,
    ApiTokens,
    Boards,
    Companies,
    Directory,
    FirstRun,
    Known,
    Names,
    Owners,
    PeopleSearch,
    RoleGrants,
    RoleProposals,
    SavedViews,
    SeatChanges,
    Sessions,
    SignIn,
    StandIns,
    Teams,
  ],
})
export class PeopleModule {}
