import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Where the documentation's page lives; its scripts need a looser content policy than the rest. */
export const docsPath = '/api/docs';

/** Serves the description of `/api/v1` as JSON and as a page. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup(docsPath, app, () => openApiDocument(app), {
    jsonDocumentUrl: '/api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Recoup API',
  });
}

export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Recoup')
    .setDescription('Errors are RFC 9457 problem+json; amounts are strings, dates YYYY-MM-DD.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  return withProblems(SwaggerModule.createDocument(app, about));
}

/** Whatever a route answers beside its success has one shape; the two that say when to come back say it of every route. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } };
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/v1/')) continue;
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete])
      if (operation) operation.responses = { ...operation.responses, ...comeBack, default: problemAnswer('What is wrong, by `code`') };
  }
  return document;
}

function problemAnswer(description: string) {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

const headers = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' as const } } };
const comeBack = {
  429: { ...problemAnswer('Too many requests, or too many wrong passwords'), headers },
  503: { ...problemAnswer('The database is busy or away, or this server is being stopped'), headers },
};

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const problemSchema: Schema = {
  type: 'object',
  description: 'RFC 9457. A rule’s refusal has the rule’s key as `code`, and its numbers as `facts`',
  required: ['type', 'title', 'status', 'code', 'detail', 'facts', 'requestId'],
  properties: {
    type: { type: 'string', example: 'urn:recoup:problem:confirm.amount' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', example: 'confirm.amount' },
    detail: { type: 'string', description: 'In the language of Accept-Language' },
    facts: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    requestId: { type: 'string', format: 'uuid' },
  },
};
