import { Body, Get, Post, UseFilters, UseInterceptors } from '@nestjs/common';
import { AllowRoles } from '../../people/allow-roles.js';
import { Names } from '../../people/names.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { DraftDesk } from '../../receivables/imports/drafts/draft-desk.js';
import { ImportProfiles } from '../../receivables/imports/profiles/import-profiles.js';
import { ProfilePath } from '../../receivables/imports/profiles/profile.shapes.js';
import { type Visit, Visiting } from '../admin/visit.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { ImportWords } from './import-words.js';
import { profileView, type SentProfile } from './profile-view.js';

type Fields = Record<string, unknown>;
const path = '/imports/profiles';

/** How files of each origin are read: profiles that were kept, and the examples that come with the program. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles('ar_clerk', 'admin')
@PageController('imports/profiles')
export class ImportProfilesPage {
  constructor(
    private readonly frame: Frame,
    private readonly desk: DraftDesk,
    private readonly profiles: ImportProfiles,
    private readonly words: ImportWords,
    private readonly names: Names,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Visiting() visit: Visit): Promise<string> {
    return this.show(visit);
  }

  /** Keeps another one's mapping under a name of its own. */
  @Post('copy')
  copy(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'from', 'name');
    return this.step(visit, { form: 'copy', typed }, async () => {
      const { name } = await readForm(ProfilePath, { name: typed.name });
      const model = (await this.desk.known()).find(({ source }) => source === typed.from);
      if (!model) throw new Problem(404, 'profile.unknown', { name: typed.from ?? '' });
      await this.profiles.put(name, model.definition, visit.person.login, { isNew: true });
    });
  }

  /** What was imported with it keeps the version it was read with. */
  @Post('retire')
  retire(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'name');
    return this.step(visit, { form: 'retire', typed }, async () => {
      const { name } = await readForm(ProfilePath, typed);
      await this.profiles.retireOwn(name, visit.person.login);
    });
  }

  private async step(visit: Visit, sent: Omit<SentProfile, 'told'>, work: () => Promise<void>): Promise<string | undefined> {
    try {
      await work();
      return void visit.reply.redirect(path, 303);
    } catch (error) {
      const told = await this.refused.told(error, visit.request, visit.reply, visit.person.language);
      return this.show(visit, { ...sent, told });
    }
  }

  private async show({ request, person }: Visit, sent?: SentProfile): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { language } = looking;
    const stored = await this.profiles.list();
    const names = await this.names.of(stored.map(({ by }) => by));
    const examples = (await this.desk.known()).filter(({ source }) => source.startsWith('example:'));
    const view = (source: string, definition: Parameters<typeof profileView>[1]) => profileView(source, definition, this.words, language);
    return this.frame.render('imports/profiles', looking, {
      stored: stored.map(({ name, version, definition, by, at }) => ({
        ...view(`stored:${name}`, definition),
        ...{ name, version, at, byName: names.get(by) ?? by, isOwn: by === person.login },
      })),
      examples: examples.map(({ source, definition }) => view(source, definition)),
      sent,
    });
  }
}
