import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Config } from '../../src/platform/config.js';
import type { ProblemBody } from '../../src/platform/errors/problem.filter.js';
import { Problem } from '../../src/platform/errors/problem.js';
import { fastifyAdapter, protectAnswers } from '../../src/platform/http-server.js';
import { openApiDocument } from '../../src/platform/openapi.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { Amount, BusinessDate, Id, ListOf, Login, OneOf, Share, Text, WholeNumber } from '../../src/platform/shapes.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

class Part {
  @Share()
  share!: number;
}

class Form {
  @Amount({ optional: true })
  amount?: string;
  @BusinessDate({ optional: true })
  on?: string;
  @Text({ min: 2, max: 5, optional: true })
  note?: string;
  @OneOf(['grace', 'bad_debt'], { optional: true })
  choice?: string;
  @WholeNumber({ min: 1, max: 3, optional: true })
  months?: number;
  @Id({ optional: true })
  id?: string;
  @Login({ optional: true })
  owner?: string;
  @ListOf(() => Part, { max: 2, optional: true })
  shares?: Part[];
}

class Page {
  @WholeNumber({ min: 1, max: 200, inQuery: true })
  limit!: number;
}

@Controller('probe')
class Probe {
  @Post('form')
  @HttpCode(200)
  form(@Body() form: Form): Form {
    return form;
  }

  @Get('page')
  page(@Query() page: Page): Page {
    return page;
  }

  @Get('conflict')
  conflict(): never {
    throw new Problem(409, 'request.stale', { version: 3 });
  }

  @Get('bug')
  bug(): never {
    throw new Error('select password_hash from people');
  }
}

let database: TestDatabase;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  database = await freshDatabase();
  const config = new Config({ PORT: '0' });
  const module = await Test.createTestingModule({
    imports: [PlatformModule.with({ config, databaseUrl: database.url, logLevel: 'silent' })],
    controllers: [Probe],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(fastifyAdapter(config), { logger: false });
  await protectAnswers(app);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; body: ProblemBody }> {
  const response = await fetch(`${url}${path}`, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as ProblemBody };
}

function sent(body: unknown, language = 'en'): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': language }, body: JSON.stringify(body) };
}

describe('A form is taken as it is or refused by field', () => {
  it.each([
    ['amount', ['0', '1280.5', '1280.50', '9999999999999.99'], ['-1', '1,280', '1e3', '1.234', '12345678901234', '１２', ' 1', '', 12]],
    ['on', ['2028-02-29', '2027-12-01'], ['2027-02-29', '2027-13-01', '2027-1-1', '20270101', '2027-01-01T00:00', '0000-01-01', 20270101]],
    ['note', ['ab', '催收中'], ['a', '    ', 'abcdef', 'a\0b', '\ud800ab', 12]],
    ['choice', ['grace'], ['Grace', 'continue', '', 1]],
    ['months', [1, 3], [0, 4, 1.5, '2', true]],
    ['id', ['1', '123456789012345678'], ['', '-1', '12345678901234567890', 'x', 1]],
    ['owner', ['sales0001', '张三'], ['', 'a b', 'a\nb', 'x'.repeat(65), 7]],
  ])('%s', async (field, accepted, refused) => {
    for (const value of accepted)
      expect(await ask('/probe/form', sent({ [field]: value }))).toMatchObject({ status: 200, body: { [field]: value } });
    for (const value of [...refused, null, [], {}]) {
      const { status, body } = await ask('/probe/form', sent({ [field]: value }));
      expect({ value, status, code: body.code, fields: body.errors?.map((error) => error.field) }).toEqual({
        value,
        status: 400,
        code: 'request.invalid',
        fields: [field],
      });
    }
  });

  it('names the place inside a list', async () => {
    const { body } = await ask('/probe/form', sent({ shares: [{ share: 33.33 }, { share: 66.675 }] }));
    expect(body.errors).toEqual([
      { field: 'shares.1.share', code: 'share', message: 'Must be a number above 0 and up to 100, with up to 2 decimals.' },
    ]);
  });

  it.each([[[{ share: 1 }, { share: 1 }, { share: 1 }]], ['x'], [[1]], [{ share: 1 }]])('refuses the list %j', async (shares) => {
    const { status, body } = await ask('/probe/form', sent({ shares }));
    expect([status, body.code, body.errors?.[0]?.field.split('.')[0]]).toEqual([400, 'request.invalid', 'shares']);
  });

  it('refuses a field that nobody knows', async () => {
    const { body } = await ask('/probe/form', sent({ amuont: '1' }));
    expect(body.errors).toEqual([{ field: 'amuont', code: 'unknown', message: 'This field is not known here.' }]);
  });

  it('reads a number from a query, and only a number', async () => {
    expect((await ask('/probe/page?limit=50')).body).toEqual({ limit: 50 });
    for (const limit of ['', '0', '1e2', '50x', '201', '5&limit=6']) expect((await ask(`/probe/page?limit=${limit}`)).status).toBe(400);
  });
});

describe('Whatever goes wrong is told as problem+json', () => {
  it.each<[string, string, RequestInit, number, string]>([
    ['an unknown address', '/probe/nothing', {}, 404, 'request.not_found'],
    ['another method', '/probe/form', {}, 404, 'request.not_found'],
    ['broken JSON', '/probe/form', { ...sent({}), body: '{"a":' }, 400, 'request.malformed'],
    ['no JSON', '/probe/form', { ...sent({}), body: '' }, 400, 'request.malformed'],
    ['an object where another should be', '/probe/form', sent([1]), 400, 'request.invalid'],
    ['another content type', '/probe/form', { ...sent({}), headers: { 'content-type': 'text/csv' } }, 415, 'request.media_type'],
    ['too much', '/probe/form', sent({ note: 'x'.repeat(1_100_000) }), 413, 'request.too_large'],
    ['a broken address', '/probe/%zz', {}, 400, 'request.malformed'],
    ['a rule', '/probe/conflict', {}, 409, 'request.stale'],
  ])('%s', async (_what, path, init, status, code) => {
    const answer = await ask(path, init);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:recoup:problem:${code}` } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
  });

  it('without telling what broke inside', async () => {
    const { status, body } = await ask('/probe/bug');
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toContain('password_hash');
  });

  it.each([
    [undefined, '规则不允许'],
    ['*', '规则不允许'],
    ['zh-TW,en;q=0.5', '规则不允许'],
    ['en-GB,zh;q=0.5', 'Refused by a rule'],
    ['fr', 'Refused by a rule'],
    ['fr,zh;q=0.1', '规则不允许'],
  ])('in the language of %s', async (language, title) => {
    const headers: Record<string, string> = language ? { 'accept-language': language } : {};
    expect((await ask('/probe/conflict', { headers })).body.title).toBe(title);
  });
});

describe('The process can be watched', () => {
  it.each(['/healthz', '/readyz'])('at %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});

describe('The OpenAPI', () => {
  it('says what the shapes check', () => {
    expect(openApiDocument(app).components?.schemas?.Form).toMatchObject({
      type: 'object',
      properties: {
        amount: { type: 'string', pattern: String.raw`^\d{1,13}(\.\d{1,2})?$` },
        on: { type: 'string', format: 'date' },
        note: { type: 'string', minLength: 2, maxLength: 5 },
        choice: { type: 'string', enum: ['grace', 'bad_debt'] },
        months: { type: 'integer', minimum: 1, maximum: 3 },
        shares: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Part' } },
      },
    });
  });
});
