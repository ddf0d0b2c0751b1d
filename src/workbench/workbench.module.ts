import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { WorklistPage } from './cases.page.js';
import { Frame } from './frame.js';
import { PageFilter } from './page.filter.js';
import { PreferencesPage } from './preferences.page.js';
import { SignInPage } from './sign-in.page.js';
import { StartPage } from './start.page.js';

/** The pages for people: the other face of the services behind the API. It stands on all rooms, and none stands on it. */
@Module({
  imports: [CasesModule],
  controllers: [StartPage, SignInPage, PreferencesPage, WorklistPage],
  providers: [Frame, PageFilter],
})
export class WorkbenchModule {}
