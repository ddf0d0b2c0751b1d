import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { looked, notTimed } from './bench/screens.js';

test('Every page is timed by the bench at 200,000 cases, or is said not to be', () => {
  const timed = looked.map(([address]) => address.replace(/[?].*/, '').replace(/[{][a-z]+[}]/g, 'one'));
  const pages = pagesOf(join(import.meta.dirname, '..', 'src', 'workbench'));
  expect(pages.length).toBeGreaterThan(80);
  const isOf = (page: string, address: string) =>
    pages.includes(address) ? address === page : new RegExp(`^${page.replace(/:\w+/g, '[^/]+')}$`).test(address);
  const isTimed = (page: string) => timed.some((address) => isOf(page, address));
  expect(pages.filter((page) => !isTimed(page) && !notTimed.includes(page))).toEqual([]);
  expect(notTimed.filter((page) => !pages.includes(page) || isTimed(page))).toEqual([]);
});

/** '/cases/:id', of each page that can be asked for. */
function pagesOf(folder: string): string[] {
  return globSync('**/*.ts', { cwd: folder }).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('@PageController(')
      .slice(1)
      .flatMap((controller) => {
        const [, room = ''] = /^(?:'([^']*)')?/.exec(controller) ?? [];
        return [...controller.matchAll(/@Get\((?:'([^']*)')?\)/g)].map(([, path = '']) => `/${[room, path].filter(Boolean).join('/')}`);
      }),
  );
}
