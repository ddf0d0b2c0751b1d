import { Problem } from '../errors/problem.js';

/** More fields than any form of ours has. */
const mostFields = 2_000;
const forbidden: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** What a form without script sends: a field that comes several times is a list. @throws Problem 400 `request.malformed` */
export function formBody(body: string): Record<string, string | string[]> {
  const fields = [...new URLSearchParams(body)];
  if (fields.length > mostFields) throw new Problem(400, 'request.malformed');
  const form: Record<string, string | string[]> = {};
  for (const [name, value] of fields) {
    if (forbidden.includes(name) || value.includes('\0')) throw new Problem(400, 'request.malformed');
    const known = Object.hasOwn(form, name) ? form[name] : undefined;
    form[name] = known === undefined ? value : [known, value].flat();
  }
  return form;
}
