import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Role } from '../../workflows/collection-case/actor.js';
import { Companies } from '../people/companies.js';
import { type CurrentPerson, rolesAnywhere, rolesIn } from '../people/current-person.js';
import { Config } from '../platform/config.js';
import { type Language, languageOf, languages } from '../platform/i18n/language.js';
import { readCookie } from '../platform/pages/cookies.js';
import { Pages } from '../platform/pages/pages.js';
import { Meanwhile, type MeanwhileView } from './meanwhile.js';
import { isOpenTo, navigation } from './navigation.js';
import { countedAtMost, RailCounts, type Waiting } from './rail/rail-counts.js';
import { SeenDays } from './rail/seen-days.js';

export interface CompanyChoice {
  id: string;
  name: string;
  currency: string;
  businessDate: BusinessDate;
}

/** What stands around a page. */
export interface FrameView {
  theme: 'light' | 'dark';
  otherTheme: 'light' | 'dark';
  otherLanguage: Language;
  training: boolean;
  /** Where the preferences' forms lead back to. */
  here: string;
  /** Why a form that was sent found things otherwise than it had seen them. */
  meanwhile: MeanwhileView | undefined;
  person?: { login: string; name: string; role: Role | undefined; mayMoveClock: boolean };
  /** Whose lists are shown; left out for somebody without a company. */
  company?: CompanyChoice;
  otherCompanies: CompanyChoice[];
  /** With what waits for the person behind it; left out where nothing does. */
  items: { name: string; path: string; icon: string; isHere: boolean; count?: number; isMore?: boolean }[];
}

/** Who looks at a page, and what surrounds it. */
export interface Looking {
  language: Language;
  frame: FrameView;
}

/** Renders a page into its frame. */
@Injectable()
export class Frame {
  constructor(
    private readonly config: Config,
    private readonly companies: Companies,
    private readonly pages: Pages,
    private readonly counts: RailCounts,
    private readonly days: SeenDays,
    private readonly meanwhile: Meanwhile,
  ) {}

  /** @param name `<room>/<page>` of `templates/pages` @param view what the page shows */
  async page(name: string, request: FastifyRequest, person: CurrentPerson | undefined, view: object): Promise<string> {
    return this.render(name, await this.around(request, person), view);
  }

  render(name: string, { language, frame }: Looking, view: object): string {
    return this.pages.render(name, language, { ...view, frame });
  }

  /** The company that a page is about: the one that its address names, the one last chosen, or the first that the person may see. */
  async around(request: FastifyRequest, person: CurrentPerson | undefined): Promise<Looking> {
    const language = person?.language ?? languageOfVisitor(request);
    const theme = readCookie(request, 'recoup_theme') === 'dark' ? 'dark' : 'light';
    const all = person ? await this.companies.of(person) : [];
    const named = (request.query as { company?: unknown } | undefined)?.company;
    const company = all.find(({ id }) => id === named) ?? all.find(({ id }) => id === readCookie(request, 'recoup_company')) ?? all[0];
    const waiting = person && company && request.headers['hx-request'] === undefined ? await this.waiting(person, company) : {};
    const path = request.url.split('?', 1)[0] ?? '/';
    return {
      language,
      frame: {
        theme,
        otherTheme: theme === 'dark' ? 'light' : 'dark',
        otherLanguage: languages.find((other) => other !== language) ?? language,
        training: this.config.mode === 'training',
        meanwhile: this.meanwhile.of(request),
        here: request.method === 'GET' ? request.url : '/',
        ...(person && { person: this.seen(person, company?.id) }),
        ...(company && { company }),
        otherCompanies: all.filter((other) => other !== company),
        items: person
          ? navigation
              .filter((destination) => isOpenTo(destination, person))
              .map(({ name, path: target, icon }) => ({
                name,
                path: target,
                icon,
                isHere: isBelow(path, target),
                ...countOf(waiting[name]),
              }))
          : [],
      },
    };
  }

  private async waiting(person: CurrentPerson, company: CompanyChoice): Promise<Waiting> {
    const { id, businessDate } = company;
    return { ...(await this.counts.of(person, company)), myDay: this.days.of(person.login, id, businessDate)?.tasks ?? 0 };
  }

  private seen(person: CurrentPerson, companyId: string | undefined): FrameView['person'] {
    const roles = companyId === undefined ? rolesAnywhere(person) : rolesIn(person, companyId);
    return { login: person.login, name: person.name, role: roles[0], mayMoveClock: this.config.mode === 'training' };
  }
}

export function languageOfVisitor(request: FastifyRequest): Language {
  const chosen = readCookie(request, 'recoup_language');
  return languages.find((language) => language === chosen) ?? languageOf(request.headers['accept-language']);
}

function isBelow(path: string, target: string): boolean {
  return target === '/' ? path === '/' : path === target || path.startsWith(`${target}/`);
}

/** The frame of a page that has just found out what waits behind one of the rail's entries. */
export function withCount(looking: Looking, entry: string, count: number): Looking {
  const counted = (item: FrameView['items'][number]) => {
    const { count: _, isMore: _isMore, ...rest } = item;
    return item.name === entry ? { ...rest, ...countOf(count) } : item;
  };
  const items = looking.frame.items.map(counted);
  return { ...looking, frame: { ...looking.frame, items } };
}

function countOf(count = 0): { count?: number; isMore?: boolean } {
  return count === 0 ? {} : { count: Math.min(count, countedAtMost), isMore: count > countedAtMost };
}
