import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import pino from 'pino';

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/**
 * One JSON line per request and event. Queries, headers, bodies and addresses of people stay out: they name customers and persons.
 * @param toStderr keeps stdout for a command's own output
 */
export function logging(level: LogLevel, toStderr: boolean): Params {
  return {
    forRoutes: ['*'],
    pinoHttp: {
      level,
      stream: pino.destination({ fd: toStderr ? 2 : 1, sync: true }),
      customAttributeKeys: { req: 'request', res: 'response', responseTime: 'ms' },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
      serializers: {
        req: ({ id, method, url }: { id: string; method: string; url?: string }) => ({ id, method, path: url?.split('?')[0] }),
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      },
      genReqId: (request: IncomingMessage & { id?: unknown }, _response: ServerResponse) => String(request.id),
    },
  };
}
