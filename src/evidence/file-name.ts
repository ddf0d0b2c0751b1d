const longest = 200;

/**
 * A name as it is kept and shown, and as it can be saved under anywhere: the last part of a path, without what cannot be seen or turns
 * the reading direction, and without what a file system would understand as something else. Of a long one the end stays, which says what it is.
 */
export function plainName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const visible = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*\ufffd]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const plain = [...visible].slice(-longest).join('').trimStart();
  return plain === '' ? 'document' : plain;
}

/**
 * For Content-Disposition (RFC 6266): to be saved, never shown.
 * @param plain names the file to programs that do not know RFC 8187
 */
export function attachment(fileName: string, plain: string): string {
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
