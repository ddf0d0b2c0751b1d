import { plainName } from '../file-name.js';

const longest = 80;

/**
 * Where a document lies in the dossier: one folder, no way out of it, no two alike, and nothing that Windows takes for a device, since
 * each begins with its number. Of a long name the end stays, which says what it is.
 * @param number from 1
 */
export function documentPath(number: number, kind: string, fileName: string): string {
  const name = [...plainName(fileName.normalize('NFC'))]
    .slice(-longest)
    .join('')
    .replace(/^[\s.]+/, '');
  return `evidence/${String(number).padStart(2, '0')}-${kind}-${name === '' ? 'document' : name}`;
}
