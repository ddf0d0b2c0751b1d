import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Params } from 'nestjs-pino';
import pino, { type SerializedError } from 'pino';

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/** What a line of the log may say of a request. */
interface Routed extends IncomingMessage {
  route?: string;
}

/**
 * One JSON line per request and event. Queries, headers, bodies and the names of people stay out: they name customers and persons.
 * @param toStderr keeps stdout for a command's own output
 */
export function logging(level: LogLevel, toStderr: boolean): Params {
  return {
    forRoutes: ['*'],
    pinoHttp: {
      level,
      stream: pino.destination({ fd: toStderr ? 2 : 1, sync: true }),
      customAttributeKeys: { reqId: 'requestId', res: 'response', responseTime: 'ms' },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
      // Only when it is answered is it known which route it has taken.
      quietReqLogger: true,
      quietResLogger: true,
      customSuccessObject: (request, _response, value) => lineOf(request, value),
      customErrorObject: (request, _response, _error, value) => lineOf(request, value),
      serializers: {
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
        err: errorWithoutValues,
      },
      genReqId: (request: Routed, _response: ServerResponse) => String(request.id),
    },
  };
}

/** Remembers where the request goes, for the log: numbers as they are, names of people and things as the route calls them. */
export function nameRoute({ raw, routeOptions, params }: FastifyRequest): void {
  const values = (params ?? {}) as Record<string, string>;
  (raw as Routed).route = routeOptions.url?.replace(/:(\w+)/g, (name: string, key: string) =>
    /^\d{1,18}$/.test(values[key] ?? '') ? (values[key] ?? name) : name,
  );
}

/** What went wrong was told by whoever noticed. */
function lineOf({ method, route = 'unknown' }: Routed, { err: _, ...value }: Record<string, unknown>): object {
  return { request: { method, route }, ...value };
}

/** The database's errors repeat what somebody has entered: their code and place say enough. */
function errorWithoutValues({ raw, ...told }: SerializedError): object {
  const { type, stack } = told;
  const { code, severity, table, column, constraint, routine } = raw as Error & Record<string, unknown>;
  if (severity === undefined) return { type, message: told.message, stack, code };
  const message = `${severity} ${code}`;
  return { type, message, stack: stack?.replace(told.message, message), code, table, column, constraint, routine };
}
