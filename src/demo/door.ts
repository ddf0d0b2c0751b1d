import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Language } from '../platform/i18n/language.js';

/** In training mode everybody's, as the start prints it. */
const password = 'recoup-training';

export interface SignedIn {
  readonly login: string;
  readonly name: string;
}

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** What every answer that is no success says. */
export interface Refused {
  readonly code: string;
  readonly detail: string;
}

export interface File {
  readonly name: string;
  readonly content: string;
}

/** The application's own HTTP API, asked by one person after the other: nothing here gets past what a browser would meet. */
export class Door {
  private readonly sessions = new Map<string, { token: string; person: SignedIn }>();

  constructor(
    private readonly http: FastifyInstance,
    private readonly language: Language,
  ) {}

  get<T>(login: string, path: string): Promise<Answer<T>> {
    return this.ask(login, { method: 'GET', url: path });
  }

  post<T>(login: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.ask(login, { method: 'POST', url: path, headers, ...(body && { payload: body }) });
  }

  put<T>(login: string, path: string, body: object): Promise<Answer<T>> {
    return this.ask(login, { method: 'PUT', url: path, payload: body });
  }

  async upload<T>(login: string, path: string, fields: Record<string, string>, { name, content }: File): Promise<Answer<T>> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    form.append('file', new Blob([content]), name);
    // A Response knows how to write a form down, with the boundary in its content type.
    const written = new Response(form);
    const headers = { 'content-type': written.headers.get('content-type') ?? '' };
    return this.ask(login, { method: 'POST', url: path, headers, payload: Buffer.from(await written.arrayBuffer()) });
  }

  /** Signs in with the first question. @throws Error when that is refused */
  async person(login: string): Promise<SignedIn> {
    return (await this.session(login)).person;
  }

  async signOut(): Promise<void> {
    for (const login of [...this.sessions.keys()]) {
      await this.ask(login, { method: 'DELETE', url: '/api/v1/sessions/current' });
      this.sessions.delete(login);
    }
  }

  private async ask<T>(login: string, request: InjectOptions): Promise<Answer<T>> {
    const { token } = await this.session(login);
    return this.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
  }

  private async session(login: string): Promise<{ token: string; person: SignedIn }> {
    const open = this.sessions.get(login);
    if (open) return open;
    const { status, body } = await this.send<{ token: string; person: SignedIn }>({
      method: 'POST',
      url: '/api/v1/sessions',
      payload: { login, password },
    });
    if (status !== 201) throw new Error(`${login} cannot sign in: ${JSON.stringify(body)}`);
    this.sessions.set(login, body);
    return body;
  }

  private async send<T>(request: InjectOptions): Promise<Answer<T>> {
    const { statusCode, payload } = await this.http.inject({
      ...request,
      headers: { ...request.headers, 'accept-language': this.language },
    });
    return { status: statusCode, body: (payload === '' ? undefined : JSON.parse(payload)) as T };
  }
}
