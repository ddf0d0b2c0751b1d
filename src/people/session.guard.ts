import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '../../workflows/collection-case/actor.js';
import { Problem } from '../platform/errors/problem.js';
import { RequestLimits } from '../platform/limits/request-limits.js';
import { readCookie } from '../platform/pages/cookies.js';
import { pageRoute } from '../platform/pages/page-route.js';
import { refuseCrossSite } from '../platform/pages/same-site.js';
import { AccessRecord } from './access-record.js';
import { allowedRoles, roleRequired } from './allow-roles.js';
import { rolesAnywhere } from './current-person.js';
import { publicRoute } from './public.js';
import { Sessions } from './sessions.js';
import type { SignedInRequest } from './signed-in-request.js';

const bearer = /^Bearer ([A-Za-z0-9_-]{43})$/i;

/** Under /api/v1, and of the pages, nothing is open unless its route says so. Machines bring a token, people the cookie of their session. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
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
    const token = isPage ? readCookie(request, 'recoup_session') : bearer.exec(request.headers.authorization ?? '')?.[1];
    const refusal = await this.refusal(request, token, this.reflector.getAllAndOverride<Role[] | undefined>(allowedRoles, targets));
    // A page that everybody may open greets whom it knows.
    if (!refusal || isPublic) return true;
    await this.record.refusedRequest(request, refusal);
    throw refusal;
  }

  private async refusal(request: SignedInRequest, token: string | undefined, roles: Role[] | undefined): Promise<Problem | undefined> {
    const holder = token === undefined ? undefined : await this.sessions.holderOf(token);
    request.person = holder?.person;
    request.claimedLogin = holder?.login;
    if (!request.person) return new Problem(401, 'sign_in.required');
    this.limits.admitPerson(request.person.login);
    const held = rolesAnywhere(request.person);
    return roles && !held.some((role) => roles.includes(role)) ? roleRequired(roles) : undefined;
  }
}

/** By the route that will answer, not by the address as written: `/%61pi/v1/cases` reaches the same route. */
function isApi(request: SignedInRequest): boolean {
  return /^\/api\/v1(\/|$)/i.test(request.routeOptions.url ?? '');
}
