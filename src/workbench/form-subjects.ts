import type { FastifyRequest } from 'fastify';

/** Rows of a form for many, by what their fields are called: where each of them is by itself. */
const many: Readonly<Record<string, { field: RegExp; path: (at: string) => string }>> = {
  'lists-answers': { field: /^answer\.(\d{1,18})$/, path: (at) => `${at}/rows/` },
};

/** Forms that name what they are for in a field. */
const named: Readonly<Record<string, string>> = {
  'admin-calendar': 'date',
  'score-desk-people': 'person',
  'score-desk-voices': 'complaint',
};

/** What a form does, and paths of what it does it to, both as its address says: `/letters/7/release` releases `/letters/7`. */
export function addressOf({ url, routeOptions }: Pick<FastifyRequest, 'url' | 'routeOptions'>, content: Record<string, unknown>) {
  const pattern = (routeOptions.url ?? '').split('/');
  const parts = (url.split('?', 1)[0] ?? '').split('/');
  const isStep = pattern.at(-1) === ':step';
  const last = pattern.findLastIndex((part, i) => part.startsWith(':') && !(isStep && i === pattern.length - 1));
  const at = last < 0 ? undefined : parts.slice(0, last + 1).join('/');
  const address = parts.filter((_, i) => i > 0 && (!pattern[i]?.startsWith(':') || (isStep && i === pattern.length - 1))).join('-');
  // The form of a draft that imports it does more than change it.
  const route = address === 'imports-drafts' && (content.do === 'import' || content.do === 'skip') ? 'imports-drafts-again' : address;
  return { route, subjects: subjectsOf(route, at, content) };
}

function subjectsOf(route: string, at: string | undefined, content: Record<string, unknown>): string[] {
  if (route === 'letters-many')
    return [content.letter ?? []].flat().flatMap((id) => (typeof id === 'string' && /^\d{1,18}$/.test(id) ? [`/letters/${id}`] : []));
  const field = content[named[route] ?? ''];
  if (typeof field === 'string') return [`${route}/${field.trim()}`];
  if (at === undefined) return [];
  const rows = many[route];
  if (!rows) return [at];
  return Object.keys(content).flatMap((name) => {
    const id = rows.field.exec(name)?.[1];
    return id === undefined ? [] : [`${rows.path(at)}${id}`];
  });
}
