import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '../../workflows/collection-case/actor.js';
import { Problem } from '../platform/errors/problem.js';
import { RequestLimits } from '../platform/limits/request-limits.js';
import { pageRoute } from '../platform/pages/page-route.js';
import { refuseCrossSite } from '../platform/pages/same-site.js';
import { AccessRecord } from './access-record.js';
import { allowedRoles, roleRequired } from './allow-roles.js';
import { ApiTokens, tokenPrefix } from './api-tokens.js';
import { rolesAnywhere } from './current-person.js';
import { notByToken } from './not-by-token.js';
import { publicRoute } from './public.js';
import { sessionCookie } from './session-cookie.js';
import { Sessions, type TokenHolder } from './sessions.js';
import type { SignedInRequest } from './signed-in-request.js';
import { withOneTimePassword } from './with-one-time-password.js';

const bearer = new RegExp(`^Bearer ((?:${tokenPrefix})?[A-Za-z0-9_-]{43})$`, 'i');
const readingMethods: readonly string[] = ['GET', 'HEAD'];

/** Under /api/v1, and of the pages, nothing is open unless its route says so. Machines bring a token, people the cookie of their session. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly record: AccessRecord,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const isPage = this.reflector.getAllAndOverride<boolean | undefined>(pageRoute, targets) ?? false;
    if (isPage) refuseCrossSite(request);
    else if (!isApi(request)) return true;
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(publicRoute, targets) ?? false;
    if (isPublic && !isPage) return true;
    const token = isPage ? sessionCookie(request) : bearer.exec(request.headers.authorization ?? '')?.[1];
    const refusal =
      (await this.refusal(request, token)) ??
      refuseOneTime(request, this.reflector.getAllAndOverride<boolean | undefined>(withOneTimePassword, targets) ?? false) ??
      refuseRole(request, this.reflector.getAllAndOverride<Role[] | undefined>(allowedRoles, targets)) ??
      refuseMachine(request, this.reflector.getAllAndOverride<boolean | undefined>(notByToken, targets) ?? false);
    // A page that everybody may open greets whom it knows.
    if (!refusal || isPublic) return true;
    await this.record.refusedRequest(request, refusal);
    throw refusal;
  }

  private async refusal(request: SignedInRequest, token: string | undefined): Promise<Problem | undefined> {
    const holder = token === undefined ? undefined : await this.holderOf(token);
    request.person = holder?.person;
    request.claimedLogin = holder?.login;
    if (!request.person) return new Problem(401, 'sign_in.required');
    this.limits.admitPerson(request.person.login);
    return undefined;
  }

  private holderOf(token: string): Promise<TokenHolder | undefined> {
    return token.startsWith(tokenPrefix) ? this.tokens.holderOf(token) : this.sessions.holderOf(token);
  }
}

/** Whoever has set somebody's password must not be able to do anything with it that the person does not notice. */
function refuseOneTime({ person }: SignedInRequest, isOpen: boolean): Problem | undefined {
  return person?.mustChoosePassword && !isOpen ? new Problem(403, 'password.choose') : undefined;
}

function refuseRole({ person }: SignedInRequest, roles: Role[] | undefined): Problem | undefined {
  const held = person ? rolesAnywhere(person) : [];
  return roles && !held.some((role) => roles.includes(role)) ? roleRequired(roles) : undefined;
}

/** A token can do what its person can, or less: it reads where it was made for reading, and never makes another way in. */
function refuseMachine({ person, method }: SignedInRequest, isForPeople: boolean): Problem | undefined {
  if (!person?.token) return undefined;
  if (isForPeople) return new Problem(403, 'token.people_only');
  return person.token.readOnly && !readingMethods.includes(method) ? new Problem(403, 'token.read_only') : undefined;
}

/** By the route that will answer, not by the address as written: `/%61pi/v1/cases` reaches the same route. */
function isApi(request: SignedInRequest): boolean {
  return /^\/api\/v1(\/|$)/i.test(request.routeOptions.url ?? '');
}
