import { Body, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Directory } from '../people/directory.js';
import { Public } from '../people/public.js';
import type { SignedInRequest } from '../people/signed-in-request.js';
import { languages } from '../platform/i18n/language.js';
import { setPreference } from '../platform/pages/cookies.js';
import { PageController } from '../platform/pages/page-route.js';
import { localPath } from './local-path.js';
import { PageFilter } from './page.filter.js';

interface Wishes {
  language?: unknown;
  theme?: unknown;
  company?: unknown;
  back?: unknown;
}

/** Language, light or dark, and whose books: small wishes, each a button of the frame. A signed-in person's language is theirs everywhere. */
@UseFilters(PageFilter)
@PageController()
export class PreferencesPage {
  constructor(private readonly directory: Directory) {}

  @Public()
  @Post('preferences')
  async change(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() { language, theme, company, back }: Wishes = {},
  ): Promise<void> {
    const wished = languages.find((one) => one === language);
    if (wished) {
      if (request.person) await this.directory.change(request.person.login, { language: wished }, request.person.login);
      setPreference(request, reply, 'recoup_language', wished);
    }
    if (theme === 'light' || theme === 'dark') setPreference(request, reply, 'recoup_theme', theme);
    if (typeof company === 'string' && /^[\w.-]{1,20}$/.test(company)) setPreference(request, reply, 'recoup_company', company);
    reply.redirect(typeof company === 'string' ? withoutCompany(localPath(back)) : localPath(back), 303);
  }
}

/** An address that names a company would show that one again, and a customer or a page's end is none of another's. */
function withoutCompany(path: string): string {
  const [page = '/', search = ''] = path.split('?');
  if (page.startsWith('/customers/')) return '/';
  const query = new URLSearchParams(search);
  for (const name of ['company', 'after']) query.delete(name);
  return query.size === 0 ? page : `${page}?${query}`;
}
