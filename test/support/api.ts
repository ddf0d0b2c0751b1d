/** Talks to a running application as one person after the other. */
export class Api {
  private readonly tokens = new Map<string, string>();

  constructor(private readonly url: string) {}

  /** @param login in training mode everybody's password is the same */
  async token(login: string): Promise<string> {
    const known = this.tokens.get(login);
    if (known !== undefined) return known;
    const answer = await this.send('POST', '/api/v1/sessions', { body: { login, password: 'recoup-training' } });
    if (answer.status !== 201) throw new Error(`${login} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { token } = answer.body as { token: string };
    this.tokens.set(login, token);
    return token;
  }

  get(login: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.as(login, 'GET', path, { headers });
  }

  post(login: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.as(login, 'POST', path, { body, headers });
  }

  upload(
    login: string,
    path: string,
    fields: Record<string, string>,
    file: { name: string; content: string | Uint8Array<ArrayBuffer> },
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([file.content]), file.name);
    return this.as(login, 'POST', path, { form, headers });
  }

  async as(login: string, method: string, path: string, { headers, ...rest }: Request): Promise<Answer> {
    return this.send(method, path, { ...rest, headers: { ...headers, authorization: `Bearer ${await this.token(login)}` } });
  }

  async send(method: string, path: string, { body, form, headers = {} }: Request): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(this.url + path, {
      method,
      headers: { ...json, ...headers },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text, headers: response.headers };
  }
}

interface Request {
  body?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  body: any;
  headers: Headers;
}
