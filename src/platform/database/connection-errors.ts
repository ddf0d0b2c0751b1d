import { StartupError } from '../startup-error.js';

/**
 * Runs `work` and turns what an operator can put right into one sentence.
 * @param url of the database; its password never appears in a sentence
 * @throws StartupError for a known trouble, anything else as it came
 */
export async function explained<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const sentence = sentenceFor(error, new URL(url));
    throw sentence ? new StartupError(sentence) : error;
  }
}

function sentenceFor(error: unknown, url: URL): string | undefined {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: { code?: string }[] };
  const server = `${url.hostname}:${url.port || 5432}`;
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username);
  switch (code ?? errors?.[0]?.code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case '57P03':
      return `The database server ${server} does not answer: is it running, and is DATABASE_URL right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The database server ${url.hostname} is not known by that name: is DATABASE_URL right?`;
    case '28P01':
    case '28000':
      return `The database server ${server} refuses the sign-in of "${user}": check user and password in DATABASE_URL.`;
    case '3D000':
      return `The database "${database}" does not exist on ${server}: create it first, owned by "${user}".`;
    case '53300':
      return `The database server ${server} has no connection left: raise max_connections.`;
    case '42501':
      return `The database user "${user}" lacks rights on "${database}" (${message}): it must own the database and may create roles (CREATEROLE), or an administrator prepares them as SECURITY.md says.`;
  }
  if (/timeout|Connection terminated/i.test(message ?? ''))
    return `The database server ${server} does not answer: is it running, and is DATABASE_URL right?`;
  if (/password must be a string|no password/i.test(message ?? ''))
    return `The database server ${server} asks for a password of "${user}", and DATABASE_URL has none.`;
  return undefined;
}
