import type { SignedInRequest } from '../people/signed-in-request.js';
import { localPath } from './local-path.js';

/** A form that came after its sender's session had ended. It goes through the signing in with the browser: nothing of it is kept here. */
export interface HeldForm {
  readonly action: string;
  /** Where it was filled in. */
  readonly from: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What no person has typed, or has not to be shown again. */
const unwritten = /^(once|key|version|back|next|seen|company|case|type|step|do|confirmed)(\.|$)/;
/** These are typed again. */
const secret: readonly string[] = ['password', 'old', 'new'];
/** A long letter is held, too; with two signs as six in an address it still fits the limit of a form. */
const mostHeld = 150_000;

/** Undefined for what is no form, or has nothing in it that would be lost. */
export function heldForm({ method, url, body, headers }: SignedInRequest): HeldForm | undefined {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (method !== 'POST' || !isForm || localPath(url) !== url) return undefined;
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  const isWritten = fields.some(([name, value]) => !unwritten.test(name) && value.trim() !== '');
  if (!isWritten || fields.some(([name]) => secret.includes(name))) return undefined;
  const held = { action: url, from: cameFrom(url, fields, headers.referer), fields };
  return JSON.stringify(held).length > mostHeld ? undefined : held;
}

/** As the page of signing in brings it back: it may be anything. */
export function readHeld(text: unknown): HeldForm | undefined {
  if (typeof text !== 'string' || text === '' || text.length > mostHeld) return undefined;
  try {
    const { action, from, fields } = JSON.parse(text) as Record<string, unknown>;
    if (action === '/' || localPath(action) !== action || !Array.isArray(fields)) return undefined;
    const isField = (field: unknown): field is [string, string] =>
      Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string');
    return fields.every(isField) ? { action: localPath(action), from: localPath(from), fields } : undefined;
  } catch {
    return undefined;
  }
}

/** An address that only takes forms cannot be gone back to. */
function cameFrom(url: string, fields: readonly (readonly [string, string])[], referer = ''): string {
  const back = fields.find(([name]) => name === 'back')?.[1];
  if (back !== undefined) return localPath(back);
  const page = URL.canParse(referer) ? new URL(referer) : undefined;
  return page === undefined || page.pathname === url.split('?', 1)[0] ? '/' : localPath(`${page.pathname}${page.search}`);
}
