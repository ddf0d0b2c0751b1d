import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the browser keeps for us. The session is the only secret among them. */
export type CookieName = 'recoup_session' | 'recoup_language' | 'recoup_theme' | 'recoup_company';

const aYearSeconds = 365 * 24 * 60 * 60;

export function readCookie({ cookies }: FastifyRequest, name: CookieName): string | undefined {
  return cookies[name];
}

/** No script reads it, and no other site's form sends it along. @param seconds left out: until the browser is closed */
export function setCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string, seconds?: number): void {
  reply.setCookie(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    ...(seconds !== undefined && { maxAge: seconds }),
  });
}

export function setPreference(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string): void {
  setCookie(request, reply, name, value, aYearSeconds);
}

export function clearCookie(reply: FastifyReply, name: CookieName): void {
  reply.clearCookie(name, { path: '/' });
}
