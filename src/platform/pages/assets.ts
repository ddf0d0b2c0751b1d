import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { projectRoot } from '../root.js';

const require = createRequire(import.meta.url);
const own = join(projectRoot, 'templates/assets');
const files = [
  ...readdirSync(own).map((name) => join(own, name)),
  require.resolve('bootstrap/dist/css/bootstrap.min.css'),
  join(dirname(require.resolve('htmx.org/package.json')), 'dist/htmx.min.js'),
];

/** Where stylesheets, scripts and pictures lie. The address changes with any of them, so that a browser may keep them for good. */
export const assetsPath = `/assets/${versionOf(files)}/`;

/** The listed files, and none that lies beside them. */
export async function serveAssets(app: NestFastifyApplication): Promise<void> {
  const served = new Set(files.map((file) => basename(file)));
  await app.register(fastifyStatic, {
    root: [...new Set(files.map((file) => dirname(file)))],
    prefix: assetsPath,
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: '365d',
    allowedPath: (path) => served.has(path.replace(/^\//, '')),
  });
}

function versionOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(basename(path)).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}
