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
  return SwaggerModule.createDocument(app, about);
}
