import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Lets Node run the project's TypeScript sources as they are, decorators included, without a build. What a source became is kept:
// tests start many processes, and each would compile a thousand files anew.
const require = createRequire(import.meta.url);
const kept = join(import.meta.dirname, '../../node_modules/.cache/typescript');
enableCompileCache(join(kept, '../compiled'));
const settings = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2023',
  },
  module: { type: 'es6' },
};
const compiler = JSON.stringify([require('@swc/core/package.json').version, settings]);
mkdirSync(kept, { recursive: true });

registerHooks({
  resolve(specifier, context, next) {
    const isOurs =
      /^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.startsWith('file:') && !context.parentURL.includes('/node_modules/');
    if (!isOurs) return next(specifier, context);
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return existsSync(source) ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
  },
});

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const path = join(kept, `${createHash('sha256').update(compiler).update(filename).update('\0').update(source).digest('hex')}.js`);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const { code } = require('@swc/core').transformSync(source, { ...settings, filename });
  // Whole or not at all: other processes read it, and this one may be killed at any moment.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, path);
  return code;
}
