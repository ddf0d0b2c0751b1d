import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** These ask, or may be repeated: nothing is done twice by sending them again. A form that was held brings the key that it had. */
const harmless = [
  '{{held.action}}',
  '/sign-in',
  '/sign-out',
  '/first-run',
  '/preferences',
  '/training',
  '/cases/bulk',
  '/score/review',
  '/payroll',
];

const form = /<form(?:[^>{]|\{\{[^}]*\}\})*method="post"(?:[^>{]|\{\{[^}]*\}\})*>/g;

test('Every form that changes something brings a hidden key, so that sent twice it is done once', () => {
  const without = globSync('templates/{pages,partials}/**/*.hbs').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(form)].flatMap(({ 0: tag, index }) => {
      const inside = text.slice(index, text.indexOf('</form>', index));
      const isKeyed = inside.includes('{{once}}') || inside.includes('name="key"');
      return isKeyed || harmless.some((path) => tag.includes(path)) ? [] : [`${file}: ${tag}`];
    });
  });
  expect(without).toEqual([]);
});
