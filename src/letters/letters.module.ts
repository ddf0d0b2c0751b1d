import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { LetterMail } from './letter-mail.js';
import { LetterNight } from './letter-night.js';
import { LetterPaper } from './letter-paper.js';
import { LetterRelease } from './letter-release.js';
import { LetterSums } from './letter-sums.reader.js';
import { LetterWords } from './letter-words.js';
import { LetterWriting } from './letter-writing.js';
import { LettersController } from './letters.controller.js';
import { Letters } from './letters.js';
import { StatementController } from './statement.controller.js';
import { StatementPaper } from './statement-paper.js';
import { Statements } from './statements.js';

/** What customers get on paper and by mail: dunning letters and statements. */
@Module({
  imports: [CasesModule],
  controllers: [LettersController, StatementController],
  providers: [
    LetterMail,
    LetterNight,
    LetterPaper,
    LetterRelease,
    LetterSums,
    LetterWords,
    LetterWriting,
    Letters,
    StatementPaper,
    Statements,
  ],
  exports: [LetterRelease, LetterSums, Letters, StatementPaper, Statements],
})
export class LettersModule {}
