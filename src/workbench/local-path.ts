/** Where a form leads back to: an address of ours. What could name another host is the start page. */
export function localPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,2000}$/.test(path) ? path : '/';
}
