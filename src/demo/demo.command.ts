import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Option } from 'commander';
import type { CommandContext, RegisterCommand } from '../platform/command.js';
import { Database } from '../platform/database/database.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import type { Setup } from '../platform/platform.module.js';
import { StartupError } from '../platform/startup-error.js';
import { Door } from './door.js';
import { isEmpty, whileNobodyElseFills } from './filling.js';
import { course } from './story/course.js';
import { Stage } from './story/stage.js';
import { Telling } from './story/telling.js';

type CreateApp = (setup: Setup) => Promise<NestFastifyApplication>;

/** `recoup demo`: one account on its whole course, told in the terminal. @param createApp the whole application, not listening */
export function registerDemo(createApp: CreateApp): RegisterCommand {
  return (program, context) => {
    program
      .command('demo')
      .description('training mode: take one overdue account through its whole course, on an empty database')
      .addOption(new Option('--lang <language>', 'default: as LANG says').choices(languages))
      .action(({ lang = terminalLanguage() }: { lang?: Language }) => tell(createApp, context, lang));
  };
}

async function tell(createApp: CreateApp, context: CommandContext, language: Language): Promise<void> {
  const config = context.config();
  if (config.mode !== 'training') throw new StartupError('The demo needs a training database: RECOUP_MODE=training.');
  const { url } = await context.database();
  const app = await createApp({ config, databaseUrl: url, logLevel: 'warn', logToStderr: true });
  try {
    await app.init();
    const http = app.getHttpAdapter().getInstance();
    await http.ready();
    const database = app.get(Database);
    const texts = app.get(Texts);
    const door = new Door(http, language);
    const stage = new Stage(
      door,
      new Telling((line) => context.print(line)),
      (key, facts) => texts.say(language, key, facts),
      context.stopped(),
    );
    await whileNobodyElseFills(database, async () => {
      if (!(await isEmpty(database))) throw new StartupError(stage.say('demo:not_empty'));
      await play(stage, door);
    });
  } finally {
    await app.close();
  }
}

async function play(stage: Stage, door: Door): Promise<void> {
  const { telling, say } = stage;
  telling.title(say('demo:title'));
  telling.paragraph(say('demo:introduction'));
  try {
    for (const chapter of course) await chapter(stage);
  } finally {
    await door.signOut();
  }
  telling.gap();
  telling.paragraph(say('demo:ending'));
}

/** As POSIX programs find out what to speak. */
function terminalLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh-CN' : 'en';
}
