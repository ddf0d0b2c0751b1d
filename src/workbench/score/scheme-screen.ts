import { Injectable } from '@nestjs/common';
import { cents } from '../../../workflows/money.js';
import { periodAfter, periodContaining } from '../../../workflows/scorecard/assessment-period.js';
import { type Post, periodKinds, posts, type Stage, stages } from '../../../workflows/scorecard/scheme.js';
import { schemeFaults } from '../../../workflows/scorecard/scheme-check.js';
import { readyScheme } from '../../../workflows/scorecard/scheme-defaults.js';
import { AssessedPosts } from '../../assessment/posts/assessed-posts.js';
import { SchemePeople } from '../../assessment/schemes/scheme-people.js';
import { contentAnswer } from '../../assessment/schemes/scheme-rows.js';
import { Schemes, schemeReaders } from '../../assessment/schemes/schemes.js';
import { SchemeForm } from '../../assessment/schemes/schemes.shapes.js';
import { Trainings } from '../../assessment/schemes/trainings.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal } from '../refused-form.js';
import type { SentToDesk } from './desk-screen.js';
import { companyOf, ScoreRoom, stepsOf } from './score-room.js';
import { formOf, type TypedScheme, typedFrom } from './typed-scheme.js';
import { formRows, weightsView } from './weights-view.js';

const shownAtMost = 100;

/** Schemes on the screen: the list, one, and the form of a new one with its faults beside. */
@Injectable()
export class SchemeScreen {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly schemes: Schemes,
    private readonly people: SchemePeople,
    private readonly trainings: Trainings,
    private readonly posts: AssessedPosts,
    private readonly names: Names,
    private readonly texts: Texts,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, after?: string): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const { items, next } = await this.schemes.page({ company: company.id, limit: 50, ...(after !== undefined && { after }) }, person);
    return this.frame.render('score/schemes', looking, {
      company,
      tabs: this.room.tabs(person, company.id, 'schemes'),
      ...stepsOf(person, company.id),
      schemes: items.map((scheme) => ({ ...scheme, weights: weightsView(scheme) })),
      next,
      posts,
      stages,
    });
  }

  /** For everybody whom it concerns, and for those who keep it. */
  async one(request: SignedInRequest, person: CurrentPerson, id: string, sent?: SentToDesk): Promise<string> {
    const looking = await this.frame.around(request, person);
    const scheme = await this.schemes.read(id, person);
    const isReader = rolesIn(person, scheme.company).some((role) => schemeReaders.includes(role));
    const people = isReader ? (await this.people.page(id, { limit: shownAtMost }, person)).items : [];
    const trainings = isReader
      ? (await this.trainings.page({ company: scheme.company, scheme: id, limit: shownAtMost }, person)).items
      : [];
    const names = await this.names.of([scheme.proposedBy, scheme.decidedBy ?? '', scheme.announcedBy ?? '']);
    const [held] = await this.posts.history(person.login, scheme.company, person);
    const steps = stepsOf(person, scheme.company);
    return this.frame.render('score/scheme', looking, {
      scheme,
      weights: weightsView(scheme),
      tabs: this.room.tabs(person, companyOf(looking).id, 'schemes'),
      isReader,
      people,
      missing: people.filter(({ acknowledgedOn }) => acknowledgedOn === null).length,
      trainings,
      proposedByName: names.get(scheme.proposedBy) ?? scheme.proposedBy,
      decidedByName: names.get(scheme.decidedBy ?? ''),
      may: {
        decide: steps.isFinance && scheme.status === 'proposed',
        withdraw: scheme.proposedBy === person.login && scheme.status === 'proposed',
        announce: steps.isHr && scheme.status === 'approved' && scheme.announcedOn === null,
        acknowledge: scheme.announcedOn !== null && scheme.acknowledgedOn === null && held?.post === scheme.post,
        record: steps.isHr && scheme.announcedOn !== null,
      },
      sent,
    });
  }

  /** @param typed what was typed; left out: the ready one of the post and stage */
  async form(
    request: SignedInRequest,
    person: CurrentPerson,
    { post, stage }: { post: unknown; stage: unknown },
    typed?: TypedScheme,
    told?: ToldRefusal,
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const company = companyOf(looking);
    const ready = readyScheme(posts.find((one) => one === post) ?? 'salesperson', stages.find((one) => one === stage) ?? 'growth');
    const next = periodAfter(periodContaining(ready.periodKind, company.businessDate));
    const shown = typed ?? { ...typedFrom(contentAnswer(ready)), startsOn: next.from };
    return this.frame.render('score/scheme-form', looking, {
      company,
      tabs: this.room.tabs(person, company.id, 'schemes'),
      typed: shown,
      rows: formRows(shown),
      faults: told ? [] : await this.faultsOf(shown, company.id, looking.language),
      isChecked: typed !== undefined,
      posts,
      stages,
      periodKinds,
      told,
    });
  }

  /** The sentences of the rules, before anything is proposed. @throws Problem 400 for what is malformed */
  async faultsOf(typed: TypedScheme, company: string, language: Language): Promise<string[]> {
    const form = await readForm(SchemeForm, { ...formOf(typed, company), reason: typed.reason ?? '–' });
    const { post, stage, periodKind, creditGradeCoefficient, metrics, reward, bandReason } = form;
    const scheme = {
      post: post as Post,
      stage: stage as Stage,
      periodKind,
      creditGradeCoefficient,
      metrics: metrics.map(({ key, weight, curve }) => ({
        key,
        weightHundredths: cents(weight),
        ...(curve && { curve: curve.map(({ value, score }) => [value, score] as const) }),
      })),
      ...(reward && { reward }),
    };
    return schemeFaults(scheme, bandReason).map(({ code, facts }) => this.texts.say(language, `assessment:fault.${code}`, { ...facts }));
  }
}
